import { stringify } from 'csv-stringify/sync';
import type { Lang } from '../../contract/problem.ts';
import type { Imported } from './import.ts';
import type { ImportReport } from './import-report.ts';
import { refusalText } from './import-texts.ts';

/** The report as CSV: what, how many, where the first stands, and each line that was refused. */
export function reportCsv(lang: Lang, report: ImportReport, imported: Omit<Imported, 'takenKeys'> | null): string {
  const rows: (string | number)[][] = [['what', 'count', 'file', 'line', 'text']];
  const { comments, records, threads, people, maxDepth, orphans, rehung, takenKeys, refusedCount } = report;
  const counts = { records, comments, threads, people, maxDepth, orphans, rehung, takenKeys, refusedCount };
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
  for (const refusal of report.refused) rows.push(['refused', 1, refusal.at.entry ?? '', refusal.at.line, refusalText(refusal)[lang]]);
  return stringify(rows, { bom: true, escape_formulas: true });
}
