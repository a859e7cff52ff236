import type { ImportReportView, ImportView } from '../../contract/imports.ts';
import type { Lang } from '../../contract/problem.ts';
import type { Import } from '../domain/imports.ts';
import { wireTime } from '../presenters/present-comment.ts';
import type { ImportReport } from './import-report.ts';
import { optionsOf } from './import-record.ts';
import { importProblem, NOTICES, refusalText, SKIPPED } from './import-texts.ts';
import type { NotImportable, Place } from './input/not-importable.ts';
import { SKIP_REASONS } from './spool.ts';

/** So many refused records are named; the CSV has more. */
const MOST_REFUSED = 100;

const placeOf = (at: Place | undefined): { line: number | null; entry: string | null } => ({
  line: at?.line ?? null,
  entry: at?.entry ?? null,
});

function presentReport(report: ImportReport, lang: Lang): ImportReportView {
  const { records, comments, threads, closedThreads, people, maxDepth, orphans, rehung, takenKeys, statuses, refusedCount } = report;
  return {
    ...{ records, comments, threads, closedThreads, people, maxDepth, orphans, rehung, takenKeys, statuses, refusedCount },
    skipped: SKIP_REASONS.flatMap((reason) => {
      const count = report.skipped[reason] ?? 0;
      return count === 0 ? [] : [{ reason, text: SKIPPED[reason][lang], count, ...placeOf(report.firstSkipped[reason]) }];
    }),
    refused: report.refused.slice(0, MOST_REFUSED).map((refusal) => ({
      why: refusal.why,
      text: refusalText(refusal)[lang],
      ...placeOf(refusal.at),
    })),
    notices: Object.entries(NOTICES).flatMap(([notice, text]) => {
      const at = Object.entries(report.notices).find(([name]) => name === notice)?.[1];
      return at === undefined ? [] : [{ notice, text: text[lang], ...placeOf(at) }];
    }),
    foreignHosts: Object.entries(report.foreignHosts).map(([host, count]) => ({ host, count })),
  };
}

/** What was understood of its files; null until they are read. */
export function reportOfImport({ report }: Import): ImportReport | null {
  if (report === null) return null;
  const stored: ImportReport = JSON.parse(report);
  return stored;
}

/** An import as staff see it, with sentences in their language. */
export function presentImport(made: Import, lang: Lang): ImportView {
  const { id, siteId, state, format, files, done, total, inserted, updated, known, left, createdAt, updatedAt } = made;
  const report = reportOfImport(made);
  const { format: asked, mapUrls, columns, ...options } = optionsOf(made);
  return {
    ...{ id, site: siteId, state, format, files, progress: { done, total } },
    options: {
      ...options,
      format: asked ?? 'auto',
      include: [...options.include],
      mapUrl: mapUrls.map(({ from, to }) => `${from}=${to}`),
      columns: Object.fromEntries(columns),
    },
    report: report === null ? null : presentReport(report, lang),
    ...{ new: inserted, updated, known, left },
    failure: failureOf(made, lang),
    createdAt: wireTime(createdAt),
    updatedAt: wireTime(updatedAt),
  };
}

function failureOf({ failure }: Import, lang: Lang): ImportView['failure'] {
  if (failure === null) return null;
  const stored: Pick<NotImportable, 'why' | 'detail' | 'at'> = JSON.parse(failure);
  return { code: stored.why, message: importProblem(stored)[lang] };
}
