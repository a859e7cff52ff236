import { chmod } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { say } from '../config/say.ts';
import { type Command, Failed } from './command.ts';
import { withStore } from './store.ts';

/** `liangju backup FILE` */
export const backup: Command = {
  name: 'backup',
  args: ['FILE'],
  about: {
    'zh-CN': '把 SQLite 数据完整复制到一个新文件，服务不用停。',
    'zh-TW': '把 SQLite 資料完整複製到一個新檔案，服務不用停。',
    en: 'Copies the SQLite store to a new file; the server may run meanwhile.',
  },
  options: { json: { type: 'boolean', about: { 'zh-CN': '输出 JSON', 'zh-TW': '輸出 JSON', en: 'print JSON' } } },
  run: (cli, called) =>
    withStore(cli, called, async ({ store }) => {
      const file = resolve(called.args[0] ?? '');
      if (existsSync(file))
        throw new Failed({
          'zh-CN': `${file} 已经存在，不会覆盖。`,
          'zh-TW': `${file} 已經存在，不會覆蓋。`,
          en: `${file} is there already and will not be overwritten.`,
        });
      await store.upkeep.backup(file);
      await chmod(file, 0o600);
      if (called.own.has('json')) cli.out(`${JSON.stringify({ file })}\n`);
      else cli.out(`${say(cli.langs, { 'zh-CN': `已备份到 ${file}`, 'zh-TW': `已備份到 ${file}`, en: `Copied to ${file}` })}\n`);
      return 0;
    }),
};
