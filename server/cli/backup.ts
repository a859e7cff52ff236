import { statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { resolve } from 'node:path';
import { duration, wholeNumber } from '../config/forms.ts';
import { localize, type LocalizedText } from '../config/localized-text.ts';
import { keptSecret } from '../config/secret-file.ts';
import { errorCode, errorText } from '../ops/error-code.ts';
import { SnapshotTooOld } from '../store/port-backup.ts';
import { copyPlainly } from './backup-copy.ts';
import { isThere, NO_SECRETS, NOT_ONE_MOMENT, PASSPHRASE_OPTION, passphraseOf, SNAPSHOT_GONE } from './backup-texts.ts';
import { type Called, type Cli, type Command, Failed, WrongUse } from './command.ts';
import { type Opened, withStore } from './store.ts';

/** `liangju backup FILE` */
export const backup: Command = {
  name: 'backup',
  args: ['FILE'],
  action: 'service.maintain',
  about: {
    'zh-CN': '把全部数据写进一个备份文件，两种存储都行，服务不用停；用 liangju restore 恢复。',
    'zh-TW': '把全部資料寫進一個備份檔案，兩種存儲都行，服務不用停；用 liangju restore 還原。',
    en: 'Writes everything to an archive, whatever the store; the server may run meanwhile. liangju restore brings it back.',
  },
  options: {
    'passphrase-file': PASSPHRASE_OPTION,
    every: {
      type: 'string',
      value: 'TIME',
      about: {
        'zh-CN': '一直运行，每隔这么久（如 24h）往 FILE 这个目录里备份一次',
        'zh-TW': '一直執行，每隔這麼久（例如 24h）往 FILE 這個目錄裡備份一次',
        en: 'go on, and write an archive into the folder FILE each time after so long, such as 24h',
      },
    },
    keep: {
      type: 'string',
      value: 'N',
      about: {
        'zh-CN': '目录里只留最近 N 份',
        'zh-TW': '目錄裡只留最近 N 份',
        en: 'keep the latest N archives of the folder',
      },
    },
    sqlite: {
      type: 'boolean',
      about: {
        'zh-CN': '改为原样复制 SQLite 的数据文件，不含密钥',
        'zh-TW': '改為原樣複製 SQLite 的資料檔案，不含金鑰',
        en: 'copy the file of an SQLite store as it is instead, without the secret',
      },
    },
    json: { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } },
  },
  async run(cli, called) {
    const { every, keep } = timesOf(called);
    if (called.own.has('sqlite')) {
      if (called.own.size > (called.own.has('json') ? 2 : 1)) throw onlyPlain();
      return withStore(cli, called, async ({ store }) => {
        await copyPlainly(cli, called, store);
        return 0;
      });
    }
    const isFolder = every !== null || statSync(called.args[0] ?? '', { throwIfNoEntry: false })?.isDirectory() === true;
    if (keep !== null && !isFolder) throw keepWithoutFolder();
    const passphrase = await passphraseOf(called);
    const once = (): Promise<void> => withStore(cli, called, (opened) => writeOne(cli, called, opened, { isFolder, keep, passphrase }));
    await once();
    if (every !== null) await goOn(cli, once, every);
    return 0;
  },
};

function timesOf({ own }: Called): { every: number | null; keep: number | null } {
  const [every, keep] = [own.get('every')?.[0], own.get('keep')?.[0]];
  const [time, count] = [
    every === undefined ? null : duration.safeParse(every),
    keep === undefined ? null : wholeNumber(1, 10_000).safeParse(keep),
  ];
  if (time?.success === false) {
    throw new WrongUse({
      'zh-CN': '--every 要写成数字加 s、m、h 或 d，如 24h。',
      'zh-TW': '--every 要寫成數字加 s、m、h 或 d，例如 24h。',
      en: '--every takes a number with s, m, h or d, such as 24h.',
    });
  }
  if (count?.success === false)
    throw new WrongUse({
      'zh-CN': '--keep 要写成 1 以上的整数。',
      'zh-TW': '--keep 要寫成 1 以上的整數。',
      en: '--keep takes a whole number from 1 on.',
    });
  return { every: time?.data ?? null, keep: count?.data ?? null };
}

const onlyPlain = (): WrongUse =>
  new WrongUse({
    'zh-CN': '--sqlite 是原样复制，不能和其他选项一起用。',
    'zh-TW': '--sqlite 是原樣複製，不能和其他選項一起用。',
    en: '--sqlite makes a plain copy: it goes with no other option.',
  });
const keepWithoutFolder = (): WrongUse =>
  new WrongUse({
    'zh-CN': '--keep 只用于备份到目录：FILE 要是一个目录，或者加上 --every。',
    'zh-TW': '--keep 只用於備份到目錄：FILE 要是一個目錄，或者加上 --every。',
    en: '--keep is for backups into a folder: let FILE be a folder, or add --every.',
  });

/** Writes one archive and prints where. @throws Failed. */
async function writeOne(
  cli: Cli,
  called: Called,
  { store, settings, now }: Opened,
  { isFolder, keep, passphrase }: { isFolder: boolean; keep: number | null; passphrase: string | null },
): Promise<void> {
  const { backUpInto, noteBackup } = await import('../backup/folder.ts');
  const { writeArchive } = await import('../backup/write-archive.ts');
  const target = resolve(called.args[0] ?? '');
  const secret = settings.secret ?? (await keptSecret(settings.dataDir));
  const options = { now, passphrase, secret };
  try {
    const begun = now();
    const made = isFolder
      ? await backUpInto(store, target, keep, options)
      : { file: target, written: await writeArchive(store, target, options) };
    if (!isFolder) await noteBackup(store, begun);
    print(cli, called, made.file, made.written.counts);
    if (passphrase === null || secret === null) cli.err(`${localize(cli.langs, NO_SECRETS)}\n`);
    if (!made.written.isOneMoment) cli.err(`${localize(cli.langs, NOT_ONE_MOMENT)}\n`);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') throw isThere(target);
    throw error instanceof SnapshotTooOld ? new Failed(SNAPSHOT_GONE) : error;
  }
}

function print(cli: Cli, called: Called, file: string, counts: Readonly<Record<string, number>>): void {
  if (called.own.has('json')) {
    cli.out(`${JSON.stringify({ file, counts })}\n`);
    return;
  }
  const comments = counts.comment ?? 0;
  const text: LocalizedText = {
    'zh-CN': `已备份到 ${file}（${comments} 条评论）`,
    'zh-TW': `已備份到 ${file}（${comments} 則留言）`,
    en: `Backed up to ${file} (comments: ${comments})`,
  };
  cli.out(`${localize(cli.langs, text)}\n`);
}

/** Again after each time, until a signal ends it; what fails is printed, and tried again the next time. */
async function goOn(cli: Cli, once: () => Promise<void>, every: number): Promise<void> {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, end);
  while (!ending.signal.aborted) {
    const isOver = await wait(every, false, { signal: ending.signal }).catch(() => true);
    if (isOver) return;
    await once().catch((error: unknown) => cli.err(`${error instanceof Failed ? localize(cli.langs, error.text) : errorText(error)}\n`));
  }
}
