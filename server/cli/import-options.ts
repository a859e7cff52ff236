import { readFile } from 'node:fs/promises';
import { parse as parseCsv } from 'csv-parse/sync';
import { FORMAT_NAMES } from '../domain/import-formats.ts';
import { isTimeZone } from '../domain/time-zone.ts';
import { type UrlPair, urlPairOf } from '../transfer/map-urls.ts';
import type { ImportOptions } from '../transfer/prepare-import.ts';
import { INCLUDABLE } from '../domain/includable.ts';
import { type Called, type Command, WrongUse } from './command.ts';

/** What `liangju import` can be given. */
export const importOptions: Command['options'] = {
  site: {
    type: 'string',
    value: 'ID',
    about: { 'zh-CN': '导入到哪个站点', 'zh-TW': '匯入到哪個站點', en: 'the site' },
  },
  undo: {
    type: 'string',
    value: 'IMPORT_ID',
    about: {
      'zh-CN': '撤回一次导入：它带来的评论全部删除，之后有人改过的留下',
      'zh-TW': '撤回一次匯入：它帶來的留言全部刪除，之後有人改過的留下',
      en: 'take an import back: its comments are deleted, but for those that people have changed since',
    },
  },
  format: {
    type: 'string',
    value: `auto|${FORMAT_NAMES.join('|')}`,
    about: {
      'zh-CN': '文件的格式，默认自动识别',
      'zh-TW': '檔案的格式，預設自動識別',
      en: 'the format of the files; recognised unless given',
    },
  },
  'base-url': {
    type: 'string',
    value: 'URL',
    about: {
      'zh-CN': '文件里只有路径时，这些路径所在的网站，如 https://blog.example.com；站点只有一个网址时不用写',
      'zh-TW': '檔案裡只有路徑時，這些路徑所在的網站，如 https://blog.example.com；站點只有一個網址時不用寫',
      en: 'the website that paths in the files belong to, such as https://blog.example.com; not needed where the site has one address',
    },
  },
  'time-zone': {
    type: 'string',
    value: 'ZONE',
    about: {
      'zh-CN': '没有写时区的时间按哪个时区算，如 Asia/Shanghai，默认 UTC',
      'zh-TW': '沒有寫時區的時間按哪個時區算，如 Asia/Taipei，預設 UTC',
      en: 'the time zone of times without one, such as Asia/Shanghai; UTC unless given',
    },
  },
  encoding: {
    type: 'string',
    value: 'NAME',
    about: {
      'zh-CN': '文件的编码，如 gb18030；默认按文件自己的声明，否则 UTF-8',
      'zh-TW': '檔案的編碼，如 big5；預設按檔案自己的宣告，否則 UTF-8',
      en: 'the encoding of the files, such as gb18030; as they declare it, else UTF-8',
    },
  },
  include: {
    type: 'string',
    value: INCLUDABLE.join(','),
    about: {
      'zh-CN': '连同垃圾评论、回收站、引用通知一起导入，用逗号分隔',
      'zh-TW': '連同垃圾留言、回收桶、引用通知一起匯入，用逗號分隔',
      en: 'take these too, divided by commas',
    },
  },
  'map-url': {
    type: 'string',
    value: 'OLD=NEW',
    isMany: true,
    about: {
      'zh-CN': '把旧网址当作新网址，可以用 * ；或写一个每行两列（旧,新）的 CSV 文件名；可以写多次',
      'zh-TW': '把舊網址當作新網址，可以用 * ；或寫一個每行兩欄（舊,新）的 CSV 檔名；可以寫多次',
      en: 'take an old address as a new one, with * for anything; or the name of a CSV of pairs; can be given several times',
    },
  },
  map: {
    type: 'string',
    value: 'FILE',
    about: {
      'zh-CN': 'CSV 的列名对照：每行两列（我们的列名,文件里的列名）',
      'zh-TW': 'CSV 的欄名對照：每行兩欄（我們的欄名,檔案裡的欄名）',
      en: 'a CSV of pairs: our name of a column, the name in the file',
    },
  },
  project: {
    type: 'string',
    value: 'NAME',
    about: {
      'zh-CN': '数据库里有几个项目时，导入哪一个',
      'zh-TW': '資料庫裡有幾個專案時，匯入哪一個',
      en: 'which project of a database that holds several',
    },
  },
  'dry-run': {
    type: 'boolean',
    about: { 'zh-CN': '只看会导入什么，不写入', 'zh-TW': '只看會匯入什麼，不寫入', en: 'only say what would be brought in' },
  },
  report: {
    type: 'string',
    value: 'FILE.csv',
    about: { 'zh-CN': '把报告写成 CSV 文件', 'zh-TW': '把報告寫成 CSV 檔案', en: 'write the report to a CSV file' },
  },
  json: { type: 'boolean', about: { 'zh-CN': '只输出 JSON', 'zh-TW': '只輸出 JSON', en: 'print JSON only' } },
};

/** @throws WrongUse for a value that is none. */
export async function readImportOptions({ own }: Called): Promise<ImportOptions> {
  const one = (name: string): string | null => own.get(name)?.[0] ?? null;
  const format = one('format') ?? 'auto';
  const known = FORMAT_NAMES.find((name) => name === format);
  if (known === undefined && format !== 'auto') throw wrongValue('format');
  const baseUrl = one('base-url');
  if (baseUrl !== null && !(/^https?:\/\//i.test(baseUrl) && URL.canParse(baseUrl))) throw wrongValue('base-url');
  const timeZone = one('time-zone') ?? 'UTC';
  if (!isTimeZone(timeZone)) throw wrongValue('time-zone');
  const include = (one('include') ?? '').split(',').filter((name) => name.trim() !== '');
  return {
    format: known ?? null,
    baseUrl,
    timeZone,
    encoding: one('encoding'),
    include: include.map((name) => INCLUDABLE.find((known) => known === name.trim()) ?? fail('include')),
    mapUrls: (await Promise.all((own.get('map-url') ?? []).map(urlPairs))).flat(),
    project: one('project'),
    columns: new Map((await pairsIn(one('map'), 'map')).map(([ours, theirs]) => [ours, theirs])),
  };
}

/** `OLD=NEW`, or the pairs of a file of that name. */
async function urlPairs(text: string): Promise<UrlPair[]> {
  const pair = urlPairOf(text);
  if (pair !== null) return [pair];
  return (await pairsIn(text, 'map-url')).map(([from, to]) => ({ from, to }));
}

async function pairsIn(file: string | null, option: string): Promise<[string, string][]> {
  if (file === null) return [];
  const text = await readFile(file, 'utf8').catch(() => fail(option));
  try {
    const rows: string[][] = parseCsv(text, { bom: true, relax_column_count: true, skip_empty_lines: true, trim: true });
    return rows.flatMap(([from, to]) => (from === undefined || to === undefined || to === '' ? [] : [[from, to]]));
  } catch {
    throw wrongValue(option);
  }
}

function fail(option: string): never {
  throw wrongValue(option);
}

function wrongValue(option: string): WrongUse {
  return new WrongUse({
    'zh-CN': `--${option} 的值不对。`,
    'zh-TW': `--${option} 的值不正確。`,
    en: `The value of --${option} is not right.`,
  });
}
