import { resolve } from 'node:path';
import { type Counts, NotRestorable } from '../backup/archive-format.ts';
import { readSettings } from '../config/load.ts';
import { localize, type LocalizedText } from '../config/localized-text.ts';
import { keepSecret, keptSecret } from '../config/secret-file.ts';
import { DEMO_SITE } from '../demo/sample.ts';
import { effectsOf } from '../domain/effects.ts';
import { NO_PROFILE } from '../domain/members.ts';
import { type Erasure, erasedMark } from '../domain/own-data.ts';
import type { ReaderId, SiteId } from '../domain/types.ts';
import { erasureJob } from '../own-data/erase-handler.ts';
import { erasedFile, erasuresIn } from '../own-data/erased-file.ts';
import { steadyClock } from '../ops/clock.ts';
import { type BackupBatch, type BackupData, RestoreDisturbed } from '../store/port-backup.ts';
import type { Archive } from '../backup/read-archive.ts';
import { PASSPHRASE_OPTION, passphraseOf } from './backup-texts.ts';
import type { Called, Cli, Command } from './command.ts';
import { createProgress, type Progress } from './progress.ts';
import { disturbed, faultOf, inUse, NO_SECRETS_RESTORED, notEmpty, otherSecret, RESTORING } from './restore-texts.ts';
import { cannotOpen, OPERATOR, type Opened, withStore } from './store.ts';

/** `liangju restore FILE` */
export const restore: Command = {
  name: 'restore',
  args: ['FILE'],
  action: 'service.maintain',
  about: {
    'zh-CN': '把 liangju backup 写的备份恢复到一个空的数据库里，两种存储都行；服务要先停下。',
    'zh-TW': '把 liangju backup 寫的備份還原到一個空的資料庫裡，兩種存儲都行；服務要先停下。',
    en: 'Fills an empty store of either kind from an archive of liangju backup; the server must not run meanwhile.',
  },
  options: {
    'dry-run': {
      type: 'boolean',
      about: {
        'zh-CN': '只检查备份和数据库，什么也不写',
        'zh-TW': '只檢查備份與資料庫，什麼也不寫',
        en: 'check the archive and the store, and write nothing',
      },
    },
    'passphrase-file': PASSPHRASE_OPTION,
    json: { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } },
  },
  async run(cli, called) {
    const file = resolve(called.args[0] ?? '');
    const passphrase = await passphraseOf(called);
    const isDry = called.own.has('dry-run');
    const progress = createProgress(cli, steadyClock);
    try {
      const { openArchive, verifyArchive } = await import('../backup/read-archive.ts');
      const archive = await openArchive(file, passphrase);
      const counts = await verifyArchive(archive);
      await refuseInUse(called, cli);
      if (!isDry) await withStore(cli, called, (opened) => fill(opened, archive, counts, progress), { mayMake: true, mayBeHalf: true });
      else if (await isStoreThere(called, cli)) await withStore(cli, called, (opened) => look(opened, archive), { mayBeHalf: true });
      progress.clear();
      print(cli, called, file, { archive, counts, isDry });
      return 0;
    } catch (error) {
      progress.clear();
      if (error instanceof NotRestorable) throw faultOf(file, error);
      throw error instanceof RestoreDisturbed ? disturbed() : error;
    }
  },
};

/** @throws Failed when another process has the store open: it would go on with what it has read of it. */
async function refuseInUse({ flags, configFile }: Called, { env }: Cli): Promise<void> {
  const { settings } = readSettings({ env, flags, configFile });
  const { isStoreInUse } = await import('../store/open-store.ts');
  const isUsed = await isStoreInUse(settings.databaseUrl ?? undefined, settings.dataDir).catch((cause: unknown) => {
    throw cannotOpen(cause);
  });
  if (isUsed) throw inUse();
}

async function isStoreThere({ flags, configFile }: Called, { env }: Cli): Promise<boolean> {
  const { settings } = readSettings({ env, flags, configFile });
  const { findStore } = await import('../store/open-store.ts');
  return (await findStore(settings.databaseUrl ?? undefined, settings.dataDir)).isThere;
}

/** @throws Failed when the archive does not go into this store. */
async function look({ store, settings }: Opened, { secret }: Archive): Promise<void> {
  if ((await store.backup.state({ ignoredSite: DEMO_SITE })) === 'filled') throw notEmpty();
  const here = settings.secret ?? (await keptSecret(settings.dataDir));
  if (secret !== null && here !== null && here !== secret) throw otherSecret();
}

async function fill(opened: Opened, archive: Archive, counts: Counts, progress: Progress): Promise<void> {
  await look(opened, archive);
  const { store, settings } = opened;
  const { secret } = archive;
  if (secret !== null && settings.secret === null && !(await keepSecret(settings.dataDir, secret))) throw otherSecret();
  const total = sumOf(counts);

  const erased = await erasuresIn(erasedFile(settings.dataDir));
  const again = new Map<ReaderId, Erasure & { siteId: SiteId }>();
  const known = new Set<string>();
  async function* followed(): AsyncGenerator<BackupBatch, void> {
    let records = 0;
    for await (const batch of archive.batches()) {
      if (batch.kind === 'erasure') for (const { mark } of batch.data) known.add(mark);
      yield batch.kind === 'reader' ? { kind: 'reader', data: batch.data.map((reader) => withoutErased(reader, erased, again)) } : batch;
      records += batch.data.length;
      progress.at(RESTORING, records / Math.max(1, total));
    }
    // Within the restore: one that is broken off here begins anew.
    yield* erasuresAgain(opened, again, known);
  }
  await store.backup.restore(followed());
  for (const [readerId, { siteId, comments }] of again) {
    const action = { action: 'reader.erase', siteId, subject: readerId, data: { comments, cause: 'restore' } };
    await store.audit.append(effectsOf({ at: opened.now(), newId: opened.newId }, OPERATOR, action).audit);
  }
}

type ErasedAgain = ReadonlyMap<ReaderId, Erasure & { siteId: SiteId }>;

/** Who was erased since the backup was made comes without a name, an address and tokens. */
function withoutErased(
  reader: BackupData['reader'],
  erased: ReadonlyMap<string, Erasure>,
  again: Map<ReaderId, Erasure & { siteId: SiteId }>,
): BackupData['reader'] {
  const erasure = erased.get(erasedMark(reader.id));
  if (erasure === undefined) return reader;
  again.set(reader.id, { ...erasure, siteId: reader.siteId });
  return { ...reader, name: '', emailHash: null, email: null, ...NO_PROFILE, tokens: [], origin: null };
}

/** What has the server erase the rest of them when it starts. @param known marks of erasures that are in the archive. */
function* erasuresAgain({ now, newId }: Opened, again: ErasedAgain, known: ReadonlySet<string>): Generator<BackupBatch, void> {
  if (again.size === 0) return;
  const erasures = [...again.values()].filter(({ mark }) => !known.has(mark));
  if (erasures.length > 0) yield { kind: 'erasure', data: erasures.map(({ mark, comments, at }) => ({ mark, comments, at })) };
  const jobs = [...again].map(([readerId, { siteId, comments }]) =>
    erasureJob({ id: newId(), now: now() }, { siteId, readerId, comments, by: 'system' }),
  );
  yield { kind: 'job', data: jobs };
}

const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

function print(
  cli: Cli,
  called: Called,
  file: string,
  { archive, counts, isDry }: { archive: Archive; counts: Counts; isDry: boolean },
): void {
  const { at, isOneMoment } = archive.manifest;
  if (called.own.has('json')) cli.out(`${JSON.stringify({ file, at, isOneMoment, dryRun: isDry, counts })}\n`);
  else {
    const { comment: comments = 0, site: sites = 0, reader: readers = 0, staff = 0 } = counts;
    const what: LocalizedText = {
      'zh-CN': `${at} 的备份：${sites} 个站点，${comments} 条评论，${readers} 位读者，${staff} 位工作人员`,
      'zh-TW': `${at} 的備份：${sites} 個站點，${comments} 則留言，${readers} 位讀者，${staff} 位工作人員`,
      en: `the backup of ${at}: sites: ${sites}, comments: ${comments}, readers: ${readers}, staff: ${staff}`,
    };
    const done: LocalizedText = isDry
      ? {
          'zh-CN': `备份完好，可以恢复。${what['zh-CN']}`,
          'zh-TW': `備份完好，可以還原。${what['zh-TW']}`,
          en: `The archive is whole and can be restored: ${what.en}`,
        }
      : { 'zh-CN': `已恢复${what['zh-CN']}`, 'zh-TW': `已還原${what['zh-TW']}`, en: `Restored ${what.en}` };
    cli.out(`${localize(cli.langs, done)}\n`);
  }
  if (archive.secret === null) cli.err(`${localize(cli.langs, NO_SECRETS_RESTORED)}\n`);
}
