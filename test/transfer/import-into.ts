import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM } from '../../server/domain/effects.ts';
import { createIds } from '../../server/domain/ids.ts';
import type { Site } from '../../server/domain/types.ts';
import { makeSite } from '../../server/sites/make-site.ts';
import type { Store } from '../../server/store/port.ts';
import { type Imported, importPrepared, targetOf } from '../../server/transfer/import.ts';
import { finishImport, noteReport, openImport } from '../../server/transfer/import-record.ts';
import type { ImportReport } from '../../server/transfer/import-report.ts';
import { type ImportOptions, prepareImport } from '../../server/transfer/prepare-import.ts';

export const newIdOfTest = createIds(Date.now, randomBytes);

/** What the import of a test came to. */
export interface Brought {
  report: ImportReport;
  /** What the ids of the file are those of. */
  source: string;
  imported: Imported;
  importId: string;
}

/** A new site for an import. */
export function newSite(store: Store): Promise<Site> {
  return makeSite(
    { store, now: Date.now, newId: newIdOfTest },
    { id: 'system', name: 'system', requestId: null },
    { id: `site-${newIdOfTest().toLowerCase()}`, name: '博客', origins: ['https://blog.example.com'], type: 'forum' },
  );
}

export const OPTIONS: ImportOptions = {
  format: null,
  baseUrl: null,
  timeZone: 'UTC',
  encoding: null,
  include: [],
  mapUrls: [],
  project: null,
  columns: new Map(),
};

/** Imports files into a site as the command does. @throws NotImportable. */
export async function importInto(
  store: Store,
  site: Site,
  files: readonly string[],
  options: Partial<ImportOptions> = {},
): Promise<Brought> {
  const dir = await mkdtemp(join(tmpdir(), 'liangju-import-'));
  try {
    const prepared = await prepareImport(files, {
      site,
      store,
      options: { ...OPTIONS, ...options },
      dir,
      onProgress: () => undefined,
    });
    const deps = { store, secret: 'a secret of the test', standIn: '匿名', now: Date.now, newId: newIdOfTest };
    const made = await openImport(deps, { id: newIdOfTest(), siteId: site.id, files: [], options: { ...OPTIONS, ...options }, by: SYSTEM });
    await noteReport(deps, made.id, prepared.report);
    const imported = await importPrepared(deps, targetOf(made), prepared, () => undefined);
    await finishImport(deps, made, imported, SYSTEM);
    return { report: prepared.report, source: prepared.source, imported, importId: made.id };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** All comments of a site. */
export async function commentsOf(store: Store, siteId: string): Promise<Awaited<ReturnType<Store['comments']['search']>>['items']> {
  const all = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await store.comments.search({ siteIds: [siteId], limit: 500, cursor });
    all.push(...items);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
