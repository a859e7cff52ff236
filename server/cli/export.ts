import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { localize } from '../config/localized-text.ts';
import { errorCode } from '../ops/error-code.ts';
import { type Command, Failed } from './command.ts';
import { wantSite } from './site.ts';
import { withStore } from './store.ts';

/** `liangju export --site ID` */
export const exportSite: Command = {
  name: 'export',
  args: [],
  action: 'transfer.export',
  about: {
    'zh-CN': '把一个站点的评论导出为 JSON Lines，服务不用停。',
    'zh-TW': '把一個站點的留言匯出為 JSON Lines，服務不用停。',
    en: 'Writes the comments of a site as JSON Lines; the server may run meanwhile.',
  },
  options: {
    site: { type: 'string', value: 'ID', isRequired: true, about: { 'zh-CN': '导出哪个站点', 'zh-TW': '匯出哪個站點', en: 'the site' } },
    out: {
      type: 'string',
      value: 'FILE',
      about: {
        'zh-CN': '写到这个新文件里，默认写到标准输出',
        'zh-TW': '寫到這個新檔案裡，預設寫到標準輸出',
        en: 'the new file to write; the standard output by default',
      },
    },
  },
  run: (cli, called) =>
    withStore(cli, called, async ({ store }) => {
      const site = await wantSite(store, called.own.get('site')?.[0] ?? '');
      const { exportNative } = await import('../transfer/export.ts');
      const named = called.own.get('out')?.[0];
      if (named === undefined) {
        for await (const { text } of exportNative(store, site.id)) await cli.write(text);
        return 0;
      }
      const file = resolve(named);
      const written = await newFile(file);
      let comments = 0;
      try {
        for await (const part of exportNative(store, site.id)) {
          await written.writeFile(part.text);
          comments += part.comments;
        }
        await written.sync();
      } finally {
        await written.close();
      }
      const done = {
        'zh-CN': `已把 ${comments} 条评论导出到 ${file}`,
        'zh-TW': `已把 ${comments} 則留言匯出到 ${file}`,
        en: `Wrote ${comments} comments to ${file}`,
      };
      cli.out(`${localize(cli.langs, done)}\n`);
      return 0;
    }),
};

/** A new file for its owner alone. @throws Failed when it is there already. */
async function newFile(file: string): ReturnType<typeof open> {
  try {
    return await open(file, 'wx', 0o600);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    throw new Failed({
      'zh-CN': `${file} 已经存在，不会覆盖。`,
      'zh-TW': `${file} 已經存在，不會覆蓋。`,
      en: `${file} is there already and will not be overwritten.`,
    });
  }
}
