import { resolve } from 'node:path';
import { localize, type LocalizedText } from '../config/localized-text.ts';
import { secretInFile } from '../config/secret-file.ts';
import type { Imported } from '../transfer/import.ts';
import { type Cli, type Command, Failed, WrongUse } from './command.ts';
import { createProgress } from './progress.ts';
import { refusalText } from './refusals.ts';
import { wantSite } from './site.ts';
import { type Opened, withStore } from './store.ts';

/** `liangju import FILE --site ID` */
export const importFile: Command = {
  name: 'import',
  args: ['FILE'],
  action: 'transfer.import',
  about: {
    'zh-CN': '把文件里的评论导入一个站点，服务不用停；同一个文件再导一次不会重复。',
    'zh-TW': '把檔案裡的留言匯入一個站點，服務不用停；同一個檔案再匯一次不會重複。',
    en: 'Brings the comments of a file into a site; the server may run meanwhile, and a second time adds nothing twice.',
  },
  options: {
    site: {
      type: 'string',
      value: 'ID',
      isRequired: true,
      about: { 'zh-CN': '导入到哪个站点', 'zh-TW': '匯入到哪個站點', en: 'the site' },
    },
    format: {
      type: 'string',
      value: 'liangju',
      about: {
        'zh-CN': '文件的格式，默认 liangju（我们自己的 JSON Lines）',
        'zh-TW': '檔案的格式，預設 liangju（我們自己的 JSON Lines）',
        en: 'the format of the file, liangju (our own JSON Lines) where it is not given',
      },
    },
    json: { type: 'boolean', about: { 'zh-CN': '结果输出为 JSON', 'zh-TW': '結果輸出為 JSON', en: 'print the outcome as JSON' } },
  },
  run: async (cli, called) => {
    // Loaded only here: the other commands start without what renders and cleans texts.
    const { FORMATS } = await import('../transfer/formats.ts');
    const format = FORMATS.get(called.own.get('format')?.[0] ?? 'liangju');
    if (format === undefined)
      throw new WrongUse({ 'zh-CN': '--format 的值不对。', 'zh-TW': '--format 的值不正確。', en: 'The value of --format is not right.' });
    const bringIn = async ({ settings, store, random, now }: Opened): Promise<number> => {
      const site = await wantSite(store, called.own.get('site')?.[0] ?? '');
      const { importComments } = await import('../transfer/import.ts');
      const { NotImportable } = await import('../transfer/records.ts');
      const secret = settings.secret ?? (await secretInFile(settings.dataDir, random));
      const file = resolve(called.args[0] ?? '');
      const progress = createProgress(cli, now);
      try {
        const done = await importComments(
          { store, secret },
          {
            siteId: site.id,
            open: await format(file, site.settings.threadKeys),
            onRefused: (refusal) => {
              progress.clear();
              cli.err(`${localize(cli.langs, refusalText(refusal))}\n`);
            },
            onProgress: ({ step, share }) => progress.at(STEPS[step], share),
          },
        );
        progress.clear();
        cli.out(called.own.has('json') ? `${JSON.stringify(done)}\n` : report(cli, done));
        return done.refused > 0 ? 1 : 0;
      } catch (error) {
        progress.clear();
        throw error instanceof NotImportable ? new Failed(whyNot(error.why, file)) : error;
      }
    };
    return withStore(cli, called, bringIn, { mayMake: true });
  },
};

const STEPS = {
  reading: { 'zh-CN': '检查文件', 'zh-TW': '檢查檔案', en: 'reading' },
  storing: { 'zh-CN': '导入', 'zh-TW': '匯入', en: 'storing' },
} as const;

function whyNot(why: 'no-file' | 'no-header', file: string): LocalizedText {
  if (why === 'no-file') return { 'zh-CN': `没有文件 ${file}。`, 'zh-TW': `沒有檔案 ${file}。`, en: `There is no file ${file}.` };
  return {
    'zh-CN': `${file} 的第一行应当是 {"format":"liangju","version":1}。`,
    'zh-TW': `${file} 的第一行應當是 {"format":"liangju","version":1}。`,
    en: `The first line of ${file} should be {"format":"liangju","version":1}.`,
  };
}

function report({ langs }: Cli, { inserted, known, refused, lost }: Imported): string {
  const done = localize(langs, {
    'zh-CN': `新导入 ${inserted} 条，原来就有 ${known} 条，没有导入 ${refused} 条。`,
    'zh-TW': `新匯入 ${inserted} 則，原來就有 ${known} 則，沒有匯入 ${refused} 則。`,
    en: `New: ${inserted}, known already: ${known}, refused: ${refused}.`,
  });
  if (lost === 0) return `${done}\n`;
  const opened = localize(langs, {
    'zh-CN': `有 ${lost} 条回复在文件里找不到上一层，成了顶层评论。`,
    'zh-TW': `有 ${lost} 則回覆在檔案裡找不到上一層，成了頂層留言。`,
    en: `Answers whose parent is not in the file, now top-level comments: ${lost}.`,
  });
  return `${done}\n${opened}\n`;
}
