import { stringify } from 'csv-stringify/sync';
import { localize, type LocalizedText } from '../config/localized-text.ts';
import type { Imported } from '../transfer/import.ts';
import type { ImportReport } from '../transfer/import-report.ts';
import type { SkipReason } from '../transfer/spool.ts';
import type { Cli } from './command.ts';
import { refusalText } from './import-refusals.ts';

const SKIPPED: Readonly<Record<SkipReason, LocalizedText>> = {
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

const NOTICES: Readonly<Record<keyof ImportReport['notices'], LocalizedText>> = {
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

/** What a program is given: the last line of the output. */
export function reportOnWire(report: ImportReport, imported: Imported | null): object {
  const { refused, refusedCount, firstSkipped, notices, foreignHosts, ...counts } = report;
  return {
    ...counts,
    new: imported?.inserted ?? 0,
    updated: imported?.updated ?? 0,
    known: imported?.known ?? 0,
    refused: refused.map(({ at, why, field }) => ({ at, why, field })),
    refusedCount,
    firstSkipped,
    notices,
    foreignHosts,
    importId: imported?.importId ?? null,
  };
}

/** What a person is told, in lines. */
export function reportLines({ langs }: Cli, report: ImportReport, imported: Imported | null): string {
  const line = (text: LocalizedText): string => localize(langs, text);
  const { format, records, comments, threads, people, orphans, rehung, refusedCount } = report;
  const lines = [
    line({
      'zh-CN': `${format}：文件里有 ${records} 条评论，${threads} 个页面，${people} 个作者。`,
      'zh-TW': `${format}：檔案裡有 ${records} 則留言，${threads} 個頁面，${people} 個作者。`,
      en: `${format}: ${records} comments in the files, ${threads} pages, ${people} authors.`,
    }),
    imported === null
      ? line({
          'zh-CN': `会导入 ${comments} 条。这是试运行，什么都没有写入。`,
          'zh-TW': `會匯入 ${comments} 則。這是試運行，什麼都沒有寫入。`,
          en: `${comments} would be imported. This was a dry run: nothing was stored.`,
        })
      : line({
          'zh-CN': `新导入 ${imported.inserted} 条，更新 ${imported.updated} 条，原来就有 ${imported.known} 条，没有导入 ${refusedCount} 行。`,
          'zh-TW': `新匯入 ${imported.inserted} 則，更新 ${imported.updated} 則，原來就有 ${imported.known} 則，沒有匯入 ${refusedCount} 行。`,
          en: `New: ${imported.inserted}, updated: ${imported.updated}, known already: ${imported.known}, refused: ${refusedCount}.`,
        }),
    ...skippedLines(line, report),
  ];
  if (orphans > 0)
    lines.push(
      line({
        'zh-CN': `有 ${orphans} 条回复在文件里找不到上一层，成了顶层评论。`,
        'zh-TW': `有 ${orphans} 則回覆在檔案裡找不到上一層，成了頂層留言。`,
        en: `Answers whose parent is not in the file, now top-level comments: ${orphans}.`,
      }),
    );
  if (rehung > 0)
    lines.push(
      line({
        'zh-CN': `有 ${rehung} 条回复找不到上一层，挂在了它们的顶层评论下。`,
        'zh-TW': `有 ${rehung} 則回覆找不到上一層，掛在了它們的頂層留言下。`,
        en: `Answers whose parent is not in the file, now below the top of their conversation: ${rehung}.`,
      }),
    );
  for (const [notice, text] of Object.entries(NOTICES)) {
    const at = Object.entries(report.notices).find(([name]) => name === notice)?.[1];
    if (at !== undefined) lines.push(`${line(text)} (${at.entry === undefined ? '' : `${at.entry}:`}${at.line})`);
  }
  for (const [host, count] of Object.entries(report.foreignHosts))
    lines.push(
      line({
        'zh-CN': `${host} 不是这个站点的网址，有 ${count} 条评论在那里的页面下；要换成别的网址请用 --map-url。`,
        'zh-TW': `${host} 不是這個站點的網址，有 ${count} 則留言在那裡的頁面下；要換成別的網址請用 --map-url。`,
        en: `${host} is no address of this site; comments on its pages: ${count}. Use --map-url to take them as others.`,
      }),
    );
  return `${lines.join('\n')}\n`;
}

function skippedLines(line: (text: LocalizedText) => string, { skipped }: ImportReport): string[] {
  const counts = Object.entries(SKIPPED).flatMap(([reason, text]) => {
    const count = Object.entries(skipped).find(([name]) => name === reason)?.[1] ?? 0;
    return count === 0 ? [] : [`${line(text)} ${count}`];
  });
  if (counts.length === 0) return [];
  const list = counts.join(line({ 'zh-CN': '，', 'zh-TW': '，', en: ', ' }));
  return [line({ 'zh-CN': `跳过：${list}。`, 'zh-TW': `略過：${list}。`, en: `Left out: ${list}.` })];
}

/** The report as CSV: what, how many, where the first stands, and each line that was refused. */
export function reportCsv({ langs }: Cli, report: ImportReport, imported: Imported | null): string {
  const rows: (string | number)[][] = [['what', 'count', 'file', 'line', 'text']];
  const { comments, records, threads, people, maxDepth, orphans, rehung, refusedCount } = report;
  const counts = { records, comments, threads, people, maxDepth, orphans, rehung, refusedCount };
  for (const [what, count] of Object.entries(counts)) rows.push([what, count, '', '', '']);
  if (imported !== null)
    for (const [what, count] of Object.entries({ new: imported.inserted, updated: imported.updated, known: imported.known }))
      rows.push([what, count, '', '', '']);
  for (const [status, count] of Object.entries(report.statuses)) rows.push([`status:${status}`, count, '', '', '']);
  for (const [reason, count] of Object.entries(report.skipped)) {
    const at = Object.entries(report.firstSkipped).find(([name]) => name === reason)?.[1];
    rows.push([`skipped:${reason}`, count, at?.entry ?? '', at?.line ?? '', '']);
  }
  for (const [host, count] of Object.entries(report.foreignHosts)) rows.push([`host:${host}`, count, '', '', '']);
  for (const refusal of report.refused)
    rows.push(['refused', 1, refusal.at.entry ?? '', refusal.at.line, localize(langs, refusalText(refusal))]);
  return stringify(rows, { bom: true, escape_formulas: true });
}
