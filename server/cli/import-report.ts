import type { Lang } from '../../contract/problem.ts';
import { localize, type LocalizedText } from '../config/localized-text.ts';
import type { Imported } from '../transfer/import.ts';
import type { ImportReport } from '../transfer/import-report.ts';
import type { Cli } from './command.ts';
import { NOTICES, SKIPPED } from '../transfer/import-texts.ts';

/** What a program is given: the last line of the output. */
export function reportOnWire(report: ImportReport, imported: Imported | null, importId: string | null): object {
  const { refused, refusedCount, firstSkipped, notices, foreignHosts, ...counts } = report;
  return {
    ...counts,
    new: imported?.inserted ?? 0,
    updated: imported?.updated ?? 0,
    known: imported?.known ?? 0,
    refused: refused.map(({ at, why, field }) => ({ at: at.entry === undefined ? at.line : `${at.entry}:${at.line}`, why, field })),
    refusedCount,
    firstSkipped,
    notices,
    foreignHosts,
    importId,
  };
}

/** The report for a person, in lines. */
export function reportLines({ langs }: Cli, report: ImportReport, imported: Imported | null): string {
  const line = (text: LocalizedText): string => localize(langs, text);
  const { format, records, comments, threads, people, orphans, rehung, takenKeys, refusedCount } = report;
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
          'zh-CN': `新导入 ${imported.inserted} 条，原来就有 ${imported.known} 条（更新了 ${imported.updated} 条），没有导入 ${refusedCount} 行。`,
          'zh-TW': `新匯入 ${imported.inserted} 則，原來就有 ${imported.known} 則（更新了 ${imported.updated} 則），沒有匯入 ${refusedCount} 行。`,
          en: `New: ${imported.inserted}, known already: ${imported.known} (updated: ${imported.updated}), refused: ${refusedCount}.`,
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
  if (takenKeys > 0)
    lines.push(
      line({
        'zh-CN': `文件里有 ${takenKeys} 个旧标识在这里属于别的评论串，没有改动。`,
        'zh-TW': `檔案裡有 ${takenKeys} 個舊代號在這裡屬於別的留言串，沒有改動。`,
        en: `Old keys of the file that belong to other threads here and were left alone: ${takenKeys}.`,
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
    return count === 0 ? [] : [{ text, count }];
  });
  if (counts.length === 0) return [];
  const list = (lang: Lang, comma: string): string => counts.map(({ text, count }) => `${text[lang]} ${count}`).join(comma);
  return [
    line({
      'zh-CN': `跳过：${list('zh-CN', '，')}。`,
      'zh-TW': `略過：${list('zh-TW', '，')}。`,
      en: `Left out: ${list('en', ', ')}.`,
    }),
  ];
}
