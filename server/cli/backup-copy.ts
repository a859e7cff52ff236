import { resolve } from 'node:path';
import { makeFile } from '../backup/new-file.ts';
import { localize } from '../config/localized-text.ts';
import { errorCode } from '../ops/error-code.ts';
import { type Store, StoreDamaged } from '../store/port.ts';
import { type Called, type Cli, Failed } from './command.ts';
import { isThere } from './backup-texts.ts';

function isDamaged(why: string): Failed {
  return new Failed({
    'zh-CN': `数据库已损坏，没有备份：${why}。请从以前的备份恢复。`,
    'zh-TW': `資料庫已損壞，沒有備份：${why}。請從以前的備份恢復。`,
    en: `The store is damaged and was not copied: ${why}. Go back to an earlier copy.`,
  });
}

/** `liangju backup FILE --sqlite`: a plain copy of the file of an SQLite store. */
export async function copyPlainly(cli: Cli, called: Called, store: Pick<Store, 'maintenance'>): Promise<string> {
  const file = resolve(called.args[0] ?? '');
  try {
    await makeFile(file, (partial) => store.maintenance.backup(partial));
  } catch (error) {
    if (error instanceof StoreDamaged) throw isDamaged(error.message);
    throw errorCode(error) === 'EEXIST' ? isThere(file) : error;
  }
  if (called.own.has('json')) cli.out(`${JSON.stringify({ file })}\n`);
  else cli.out(`${localize(cli.langs, { 'zh-CN': `已备份到 ${file}`, 'zh-TW': `已備份到 ${file}`, en: `Copied to ${file}` })}\n`);
  return file;
}
