import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ExportsQuery } from '../../contract/exports.ts';
import { type LocalizedText, localize } from '../config/localized-text.ts';
import { EXPORT_FORMS } from '../domain/export-formats.ts';
import { threadKeyOf } from '../domain/thread-key.ts';
import type { Site } from '../domain/types.ts';
import { errorCode } from '../ops/error-code.ts';
import type { Store } from '../store/port.ts';
import type { ExportPart, ExportRequest } from '../transfer/export.ts';
import { type Command, Failed } from './command.ts';
import { exportOptions, readExportOptions } from './export-options.ts';
import { createProgress } from './progress.ts';
import { wantSite } from './site.ts';
import { withStore } from './store.ts';

/** `liangju export --site ID` */
export const exportSite: Command = {
  name: 'export',
  args: [],
  action: 'transfer.export',
  about: {
    'zh-CN': '把一个站点的评论导出成文件，服务不用停；可以是自己的格式，也可以是别的系统读得懂的。',
    'zh-TW': '把一個站點的留言匯出成檔案，服務不用停；可以是自己的格式，也可以是別的系統讀得懂的。',
    en: 'Writes the comments of a site, in our own format or in one of another system; the server may run meanwhile.',
  },
  options: exportOptions,
  run: (cli, called) => {
    const asked = readExportOptions(called);
    return withStore(cli, called, async ({ store, now }) => {
      const site = await wantSite(store, asked.site);
      const request = await requestOf(store, site, asked);
      // Loaded only here: the other commands start without what renders texts.
      const { exportSite: partsOf } = await import('../transfer/export.ts');
      const parts = partsOf(store, asked.format, request);
      const named = called.own.get('out')?.[0];
      if (named === undefined) {
        for await (const { text } of parts) await cli.write(text);
        return 0;
      }
      const file = resolve(named);
      const progress = createProgress(cli, now);
      const comments = await writeTo(file, parts, (done) => progress.count(EXPORTING, done));
      progress.clear();
      const done = {
        'zh-CN': `已把 ${comments} 条评论导出到 ${file}`,
        'zh-TW': `已把 ${comments} 則留言匯出到 ${file}`,
        en: `Wrote ${comments} comments to ${file}`,
      };
      cli.out(`${localize(cli.langs, done)}\n`);
      return 0;
    });
  },
};

const EXPORTING = { 'zh-CN': '导出', 'zh-TW': '匯出', en: 'exporting' } as const satisfies LocalizedText;

async function requestOf(store: Store, site: Site, asked: ExportsQuery): Promise<ExportRequest> {
  const { format, thread: key, from = null, to = null, status, personal } = asked;
  const thread = key === undefined ? null : await store.threads.find(site.id, threadKeyOf(key, site.settings.threadKeys));
  if (key !== undefined && thread === null)
    throw new Failed({
      'zh-CN': `站点 ${site.id} 没有页面 ${key}。`,
      'zh-TW': `站點 ${site.id} 沒有頁面 ${key}。`,
      en: `The site ${site.id} has no thread ${key}.`,
    });
  const statuses = new Set(status ?? EXPORT_FORMS[format].byDefault);
  return { site, thread, from, to, statuses, isPersonal: personal };
}

/** Writes a new file; gives how many comments are in it. */
async function writeTo(file: string, parts: AsyncIterable<ExportPart>, onProgress: (comments: number) => void): Promise<number> {
  const written = await newFile(file);
  let comments = 0;
  try {
    for await (const part of parts) {
      await written.writeFile(part.text);
      comments += part.comments;
      onProgress(comments);
    }
    await written.sync();
  } finally {
    await written.close();
  }
  return comments;
}

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
