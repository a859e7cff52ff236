import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportReport } from './import-report.ts';
import { Outline } from './outline.ts';
import type { ImportedPage } from './page-table.ts';
import { PAGES_FILE, type Prepared, SPOOL_FILE } from './prepare-import.ts';
import { readSpool } from './spool.ts';

/**
 * What an earlier process has prepared.
 * @param dir the folder of the import.
 * @param report as it was stored.
 * @throws what the file system throws.
 */
export async function loadPrepared(dir: string, stored: string): Promise<Prepared> {
  const report: ImportReport = JSON.parse(stored);
  const { source, pages }: { source: string; pages: ImportedPage[] } = JSON.parse(await readFile(join(dir, PAGES_FILE), 'utf8'));
  const file = join(dir, SPOOL_FILE);
  const { size } = await stat(file);
  const outline = new Outline();
  for await (const { comments } of readSpool(file, size))
    for (const { number, comment } of comments) {
      const { id, page, parent = null, root = null, skip = null } = comment;
      outline.add({ id, number, page, parentTail: parent, rootTail: root, skip });
    }
  await outline.settle();
  return { report, outline, pages, spool: { file, size }, source };
}
