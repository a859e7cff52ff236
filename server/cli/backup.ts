import { existsSync } from 'node:fs';
import { link, open, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { localize } from '../config/localized-text.ts';
import { errorCode } from '../ops/error-code.ts';
import { type Store, StoreDamaged } from '../store/port.ts';
import { type Command, Failed } from './command.ts';
import { withStore } from './store.ts';

/** `liangju backup FILE` */
export const backup: Command = {
  name: 'backup',
  args: ['FILE'],
  action: 'service.maintain',
  about: {
    'zh-CN': '把 SQLite 数据完整复制到一个新文件，服务不用停。',
    'zh-TW': '把 SQLite 資料完整複製到一個新檔案，服務不用停。',
    en: 'Copies the SQLite store to a new file; the server may run meanwhile.',
  },
  options: { json: { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } } },
  run: (cli, called) =>
    withStore(cli, called, async ({ store }) => {
      const file = resolve(called.args[0] ?? '');
      if (existsSync(file)) throw isThere(file);
      await copyTo(store, file);
      if (called.own.has('json')) cli.out(`${JSON.stringify({ file })}\n`);
      else cli.out(`${localize(cli.langs, { 'zh-CN': `已备份到 ${file}`, 'zh-TW': `已備份到 ${file}`, en: `Copied to ${file}` })}\n`);
      return 0;
    }),
};

function isThere(file: string): Failed {
  return new Failed({
    'zh-CN': `${file} 已经存在，不会覆盖。`,
    'zh-TW': `${file} 已經存在，不會覆蓋。`,
    en: `${file} is there already and will not be overwritten.`,
  });
}

function isDamaged(why: string): Failed {
  return new Failed({
    'zh-CN': `数据库已损坏，没有备份：${why}。请从以前的备份恢复。`,
    'zh-TW': `資料庫已損壞，沒有備份：${why}。請從以前的備份恢復。`,
    en: `The store is damaged and was not copied: ${why}. Go back to an earlier copy.`,
  });
}

/** Copies under another name first, so that a file of this name is always a whole copy. */
async function copyTo(store: Pick<Store, 'maintenance'>, file: string): Promise<void> {
  const partial = `${file}.partial-${process.pid}`;
  try {
    // No other user may read it at any moment.
    await (await open(partial, 'wx', 0o600)).close();
    await store.maintenance.backup(partial);
    const written = await open(partial, 'r');
    await written.sync();
    await written.close();
    // A link is refused where a name is taken, even by a process that was quicker; a rename would overwrite.
    await link(partial, file);
  } catch (error) {
    if (error instanceof StoreDamaged) throw isDamaged(error.message);
    throw errorCode(error) === 'EEXIST' ? isThere(file) : error;
  } finally {
    await rm(partial, { force: true });
  }
}
