import type { FormatName } from '../domain/import-formats.ts';
import type { ImportReading } from './import-reading.ts';
import type { ImportReport } from './import-report.ts';
import type { Settled } from './outline-entry.ts';
import { SKIP_REASONS } from './spool.ts';

/**
 * What an import would do.
 * @param reading all has been read.
 * @param settled what became of it.
 */
export function reportOf(format: FormatName, reading: ImportReading, settled: Settled): ImportReport {
  const pages = reading.pages.pages();
  const skipped: ImportReport['skipped'] = {};
  for (const reason of SKIP_REASONS) {
    const count = (settled.leftOut[reason] ?? 0) + (reading.skipped[reason] ?? 0);
    if (count > 0) skipped[reason] = count;
  }
  const statuses = { ...reading.statuses };
  if (settled.placeHolders > 0) statuses.purged = (statuses.purged ?? 0) + settled.placeHolders;
  return {
    format,
    records: reading.records,
    comments: settled.stored,
    skipped,
    statuses,
    threads: settled.pages.size,
    closedThreads: [...settled.pages].filter((number) => pages[number]?.settings.isClosed === true).length,
    people: reading.people.size,
    maxDepth: settled.maxDepth,
    orphans: settled.orphans,
    rehung: settled.rehung,
    takenKeys: 0,
    refused: reading.refused,
    refusedCount: reading.refusedCount,
    notices: reading.notices,
    foreignHosts: Object.fromEntries(reading.pages.foreignHosts()),
    firstSkipped: reading.firstSkipped,
  };
}
