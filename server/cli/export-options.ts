import { ExportsQuery } from '../../contract/exports.ts';
import { COMMENT_STATUSES } from '../domain/enumerations.ts';
import { EXPORT_FORMATS, EXPORT_FORMS } from '../domain/export-formats.ts';
import { type Called, type Command, WrongUse } from './command.ts';

/** What `liangju export` can be given. */
export const exportOptions: Command['options'] = {
  site: { type: 'string', value: 'ID', isRequired: true, about: { 'zh-CN': '导出哪个站点', 'zh-TW': '匯出哪個站點', en: 'the site' } },
  format: {
    type: 'string',
    value: EXPORT_FORMATS.join('|'),
    about: {
      'zh-CN': '文件的格式，默认是自己的 JSON Lines（liangju），什么都不丢',
      'zh-TW': '檔案的格式，預設是自己的 JSON Lines（liangju），什麼都不丟',
      en: 'the format; our own JSON Lines (liangju), which loses nothing, unless given',
    },
  },
  thread: {
    type: 'string',
    value: 'KEY',
    about: { 'zh-CN': '只导出这个页面的评论', 'zh-TW': '只匯出這個頁面的留言', en: 'the comments of this thread alone' },
  },
  from: {
    type: 'string',
    value: 'TIME',
    about: {
      'zh-CN': '从这时起的评论（含），如 2026-01-31（UTC）或 2026-01-31T08:00:00+08:00',
      'zh-TW': '從這時起的留言（含），如 2026-01-31（UTC）或 2026-01-31T08:00:00+08:00',
      en: 'comments from then on, such as 2026-01-31 (UTC) or 2026-01-31T08:00:00+08:00',
    },
  },
  to: {
    type: 'string',
    value: 'TIME',
    about: { 'zh-CN': '到这时为止的评论（不含）', 'zh-TW': '到這時為止的留言（不含）', en: 'comments before then' },
  },
  status: {
    type: 'string',
    value: COMMENT_STATUSES.join(','),
    about: {
      'zh-CN': '哪些状态的评论，用逗号分隔；默认 liangju 全部导出，其他格式只导出已发布和待审的',
      'zh-TW': '哪些狀態的留言，用逗號分隔；預設 liangju 全部匯出，其他格式只匯出已發佈和待審的',
      en: 'statuses, divided by commas; all in our own format, published and pending ones in the others',
    },
  },
  'with-personal-data': {
    type: 'boolean',
    about: {
      'zh-CN': '连同作者的个人信息：留下过的邮箱、邮箱的加密哈希等',
      'zh-TW': '連同作者的個人資訊：留下過的信箱、信箱的加密雜湊等',
      en: 'with what is known of authors: addresses that they have given, keyed hashes of addresses',
    },
  },
  out: {
    type: 'string',
    value: 'FILE',
    about: {
      'zh-CN': '写到这个新文件里，默认写到标准输出',
      'zh-TW': '寫到這個新檔案裡，預設寫到標準輸出',
      en: 'the new file to write; the standard output by default',
    },
  },
};

/** @throws WrongUse for a value that is none, and for a status that the format has no place for. */
export function readExportOptions({ own }: Called): ExportsQuery {
  const given = ['site', 'format', 'thread', 'from', 'to', 'status'].flatMap((name) => {
    const value = own.get(name)?.[0];
    return value === undefined ? [] : [[name, value] as const];
  });
  const personal = own.has('with-personal-data') ? 'true' : 'false';
  const read = ExportsQuery.safeParse({ ...Object.fromEntries(given), personal });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const name = String(issue?.path[0] ?? 'format');
  if (name === 'status' && issue?.path.length === 1 && issue.code === 'invalid_value') {
    const format = EXPORT_FORMATS.find((one) => one === own.get('format')?.[0]) ?? 'liangju';
    const list = EXPORT_FORMS[format].statuses.join(', ');
    throw new WrongUse({
      'zh-CN': `${format} 格式里能写的状态只有：${list}。`,
      'zh-TW': `${format} 格式裡能寫的狀態只有：${list}。`,
      en: `The format ${format} has a place for these statuses alone: ${list}.`,
    });
  }
  throw new WrongUse({ 'zh-CN': `--${name} 的值不对。`, 'zh-TW': `--${name} 的值不正確。`, en: `The value of --${name} is not right.` });
}
