/** Sentences about an import, in every language. */
import type { Lang } from '../../contract/problem.ts';
import type { ImportReport, RefusedRecord } from './import-report.ts';
import type { NotImportable, Place } from './input/not-importable.ts';
import type { SkipReason } from './spool.ts';

type LocalizedText = Readonly<Record<Lang, string>>;

const REASONS: Readonly<Record<RefusedRecord['why'], (field: string) => LocalizedText>> = {
  'line-too-long': () => ({ 'zh-CN': '这一行太长了', 'zh-TW': '這一行太長了', en: 'the line is too long' }),
  'not-json': () => ({ 'zh-CN': '不是 JSON', 'zh-TW': '不是 JSON', en: 'this is not JSON' }),
  malformed: () => ({ 'zh-CN': '读不懂', 'zh-TW': '讀不懂', en: 'this cannot be read' }),
  'unknown-key': (field) => ({ 'zh-CN': `不认识字段 ${field}`, 'zh-TW': `不認識欄位 ${field}`, en: `there is no field ${field}` }),
  missing: (field) => ({ 'zh-CN': `缺少 ${field}`, 'zh-TW': `缺少 ${field}`, en: `${field} is missing` }),
  'too-long': (field) => ({ 'zh-CN': `${field} 太长了`, 'zh-TW': `${field} 太長了`, en: `${field} is too long` }),
  'wrong-value': (field) => ({ 'zh-CN': `${field} 的值不对`, 'zh-TW': `${field} 的值不正確`, en: `the value of ${field} is not right` }),
  'body-and-html': () => ({
    'zh-CN': 'body 和 html 只能写一个',
    'zh-TW': 'body 和 html 只能寫一個',
    en: 'there is either body or html, not both',
  }),
  'repeated-id': () => ({ 'zh-CN': '前面已经有这个 id', 'zh-TW': '前面已經有這個 id', en: 'an earlier line has this id' }),
};

/** A text of a file, as one line that a terminal does not obey. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ').slice(0, 200);
}

function placeText({ line, entry }: Place): LocalizedText {
  const file = entry === undefined ? '' : plain(entry);
  return {
    'zh-CN': file === '' ? `第 ${line} 行` : `${file} 第 ${line} 行`,
    'zh-TW': file === '' ? `第 ${line} 行` : `${file} 第 ${line} 行`,
    en: file === '' ? `line ${line}` : `${file}, line ${line}`,
  };
}

/** Why a line was refused, for the person who runs the import. */
export function refusalText({ at, why, field }: RefusedRecord): LocalizedText {
  const reason = REASONS[why](plain(field).slice(0, 100) || 'JSON');
  const place = placeText(at);
  return {
    'zh-CN': `${place['zh-CN']}：${reason['zh-CN']}`,
    'zh-TW': `${place['zh-TW']}：${reason['zh-TW']}`,
    en: `${place.en}: ${reason.en}`,
  };
}

const PROBLEMS: Readonly<Record<NotImportable['why'], (detail: string) => LocalizedText>> = {
  'no-file': (file) => ({ 'zh-CN': `没有文件 ${file}。`, 'zh-TW': `沒有檔案 ${file}。`, en: `There is no file ${file}.` }),
  'no-header': () => ({
    'zh-CN': '第一行应当是 {"format":"liangju","version":1}。',
    'zh-TW': '第一行應當是 {"format":"liangju","version":1}。',
    en: 'The first line should be {"format":"liangju","version":1}.',
  }),
  'unknown-format': (names) => ({
    'zh-CN': `认不出文件的格式。能导入的有：${names}。如果是其中之一，请用 --format 指明。`,
    'zh-TW': `認不出檔案的格式。能匯入的有：${names}。如果是其中之一，請用 --format 指明。`,
    en: `The format was not recognised. These can be imported: ${names}. If it is one of them, name it by --format.`,
  }),
  'other-format': (name) => ({
    'zh-CN': `文件看起来是 ${name} 的格式，请改用 --format ${name}，或去掉 --format。`,
    'zh-TW': `檔案看起來是 ${name} 的格式，請改用 --format ${name}，或去掉 --format。`,
    en: `The file looks like one of ${name}: use --format ${name}, or leave --format out.`,
  }),
  'unknown-version': (version) => ({
    'zh-CN': `不认识这个格式的版本 ${version}。`,
    'zh-TW': `不認識這個格式的版本 ${version}。`,
    en: `Version ${version} of this format is not known.`,
  }),
  'not-json': () => ({
    'zh-CN': '不是完整的 JSON，什么都没有导入。',
    'zh-TW': '不是完整的 JSON，什麼都沒有匯入。',
    en: 'This is not valid JSON; nothing was imported.',
  }),
  'not-xml': (what) => ({
    'zh-CN': `XML 不合格式${what === '' ? '' : `（${what}）`}，什么都没有导入。`,
    'zh-TW': `XML 不合格式${what === '' ? '' : `（${what}）`}，什麼都沒有匯入。`,
    en: `The XML is not well-formed${what === '' ? '' : ` (${what})`}; nothing was imported.`,
  }),
  'not-csv': (column) => ({
    'zh-CN': `${column === '' ? 'CSV 读不懂' : `CSV 里没有叫“${column}”的列`}，什么都没有导入。`,
    'zh-TW': `${column === '' ? 'CSV 讀不懂' : `CSV 裡沒有叫「${column}」的欄`}，什麼都沒有匯入。`,
    en: `${column === '' ? 'The CSV cannot be read' : `The CSV has no column named ${column}`}; nothing was imported.`,
  }),
  'not-a-database': () => ({
    'zh-CN': '不是能读的 SQLite 数据库，什么都没有导入。',
    'zh-TW': '不是能讀的 SQLite 資料庫，什麼都沒有匯入。',
    en: 'This is no SQLite database that can be read; nothing was imported.',
  }),
  doctype: () => ({
    'zh-CN': '文件里有 DOCTYPE。为了安全不读取实体定义，什么都没有导入。',
    'zh-TW': '檔案裡有 DOCTYPE。為了安全不讀取實體定義，什麼都沒有匯入。',
    en: 'There is a DOCTYPE in the file: entities are not read, and nothing was imported.',
  }),
  cut: () => ({
    'zh-CN': '文件不完整，像是中途断了，什么都没有导入。请重新导出或下载。',
    'zh-TW': '檔案不完整，像是中途斷了，什麼都沒有匯入。請重新匯出或下載。',
    en: 'The file is cut off before its end; nothing was imported. Export or download it again.',
  }),
  damaged: (what) => ({
    'zh-CN': `文件损坏${what === '' ? '' : `（${what}）`}，什么都没有导入。`,
    'zh-TW': `檔案損壞${what === '' ? '' : `（${what}）`}，什麼都沒有匯入。`,
    en: `The file is damaged${what === '' ? '' : ` (${what})`}; nothing was imported.`,
  }),
  'too-large': () => ({
    'zh-CN': '解开后太大了，什么都没有导入。',
    'zh-TW': '解開後太大了，什麼都沒有匯入。',
    en: 'It is too large when unpacked; nothing was imported.',
  }),
  'too-many-files': () => ({
    'zh-CN': '里面的文件太多了，什么都没有导入。',
    'zh-TW': '裡面的檔案太多了，什麼都沒有匯入。',
    en: 'There are too many files in it; nothing was imported.',
  }),
  'too-many-pages': (most) => ({
    'zh-CN': `页面超过 ${most} 个，什么都没有导入。请把文件分成几份。`,
    'zh-TW': `頁面超過 ${most} 個，什麼都沒有匯入。請把檔案分成幾份。`,
    en: `There are more than ${most} pages in it; nothing was imported. Divide the file.`,
  }),
  'unknown-encoding': (name) => ({
    'zh-CN': `不认识编码 ${name}。`,
    'zh-TW': `不認識編碼 ${name}。`,
    en: `The encoding ${name} is not known.`,
  }),
  'page-counts': () => ({
    'zh-CN': '这是页面的访问次数，里面没有评论。请导出评论的那个文件。',
    'zh-TW': '這是頁面的造訪次數，裡面沒有留言。請匯出留言的那個檔案。',
    en: 'These are page counts, and no comments are in them. Export the file of the comments.',
  }),
  'choose-project': (names) => ({
    'zh-CN': `数据库里有几个项目（${names}），请用 --project 指明导入哪一个。`,
    'zh-TW': `資料庫裡有幾個專案（${names}），請用 --project 指明匯入哪一個。`,
    en: `There are several projects in it (${names}): name one by --project.`,
  }),
  'no-base-url': () => ({
    'zh-CN': '文件里只有路径，请用 --base-url 写明网站的网址，如 https://blog.example.com。',
    'zh-TW': '檔案裡只有路徑，請用 --base-url 寫明網站的網址，如 https://blog.example.com。',
    en: 'There are only paths in the file: give the address of the website by --base-url, such as https://blog.example.com.',
  }),
  internal: () => ({
    'zh-CN': '服务器出了错，没有做完。可以撤回已经导入的，也可以把同一个文件再导一次，不会重复。',
    'zh-TW': '伺服器出了錯，沒有做完。可以撤回已經匯入的，也可以把同一個檔案再匯一次，不會重複。',
    en: 'The server met an error before it was done. Take back what is there, or import the same file again: nothing is added twice.',
  }),
};

/** Why nothing could be imported, with the place where there is one. */
export function importProblem({ why, detail, at }: Pick<NotImportable, 'why' | 'detail' | 'at'>): LocalizedText {
  const sentence = PROBLEMS[why](plain(detail));
  if (at === null) return sentence;
  const place = placeText(at);
  return {
    'zh-CN': `${place['zh-CN']}：${sentence['zh-CN']}`,
    'zh-TW': `${place['zh-TW']}：${sentence['zh-TW']}`,
    en: `${place.en}: ${sentence.en}`,
  };
}

/** What was left out, by why. */
export const SKIPPED: Readonly<Record<SkipReason, LocalizedText>> = {
  spam: { 'zh-CN': '垃圾评论', 'zh-TW': '垃圾留言', en: 'spam' },
  trash: { 'zh-CN': '回收站里的', 'zh-TW': '回收桶裡的', en: 'in the trash' },
  pingback: { 'zh-CN': '引用通知', 'zh-TW': '引用通知', en: 'pingbacks' },
  deleted: { 'zh-CN': '已删除的', 'zh-TW': '已刪除的', en: 'deleted' },
  rejected: { 'zh-CN': '已拒绝的', 'zh-TW': '已拒絕的', en: 'rejected' },
  empty: { 'zh-CN': '没有正文的', 'zh-TW': '沒有內文的', en: 'without a text' },
  'no-page': { 'zh-CN': '不知道属于哪个页面的', 'zh-TW': '不知道屬於哪個頁面的', en: 'of no page' },
  unreadable: { 'zh-CN': '读不懂的', 'zh-TW': '讀不懂的', en: 'that could not be read' },
  repeated: { 'zh-CN': '编号重复的', 'zh-TW': '編號重複的', en: 'with a repeated id' },
};

/** What was seen beside the comments. */
export const NOTICES: Readonly<Record<keyof ImportReport['notices'], LocalizedText>> = {
  'invalid-bytes': { 'zh-CN': '有不是 UTF-8 的字节', 'zh-TW': '有不是 UTF-8 的位元組', en: 'there are bytes that are not UTF-8' },
  'control-characters': {
    'zh-CN': '有控制字符，已去掉',
    'zh-TW': '有控制字元，已去掉',
    en: 'there are control characters; they were left out',
  },
  'stray-characters': {
    'zh-CN': '文档前后有多余的字符',
    'zh-TW': '文件前後有多餘的字元',
    en: 'there are stray characters before or after the document',
  },
  'undeclared-prefix': {
    'zh-CN': '有没有声明的 XML 前缀',
    'zh-TW': '有沒有宣告的 XML 前綴',
    en: 'there are XML prefixes that are not declared',
  },
};

const STAND_IN: LocalizedText = { 'zh-CN': '匿名', 'zh-TW': '匿名', en: 'Anonymous' };

/** The name of authors who have none, in a language; the first of the catalogue where it is not one of them. */
export function standInOf(lang: string): string {
  return Object.entries(STAND_IN).find(([name]) => name === lang)?.[1] ?? STAND_IN['zh-CN'];
}
