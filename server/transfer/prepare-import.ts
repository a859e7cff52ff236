/** First half of an import: the files are recognised and read whole, and what would be stored is written down. Nothing is stored. */
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Site } from '../domain/types.ts';
import type { ImportFormat } from './formats/format.ts';
import { findFormat } from './formats/formats.ts';
import type { FormatName } from '../domain/import-formats.ts';
import { idsOf } from './ids.ts';
import { ImportReading } from './import-reading.ts';
import type { ImportReport } from './import-report.ts';
import { reportOf } from './make-report.ts';
import { expandFiles } from './input/expand-files.ts';
import { NotImportable } from './input/not-importable.ts';
import type { SourceEntry } from './input/source-entry.ts';
import { KeptIds, type StoredIds } from './kept-ids.ts';
import { mapUrlsBy, type UrlPair } from './map-urls.ts';
import type { Outline } from './outline.ts';
import { type ImportedPage, PageTable } from './page-table.ts';
import { writeSpool } from './spool.ts';
import type { Includable } from '../domain/includable.ts';

/** Names of files in the folder of an import. */
export const SPOOL_FILE = 'comments.jsonl';
export const PAGES_FILE = 'pages.json';
/** Progress is reported after so many records. */
const PROGRESS_EVERY = 1_000;
/** So many records are taken without looking at what else there is to do. */
const AT_A_TIME = 50;

/** How files are to be read. */
export interface ImportOptions {
  /** null: recognised by the content. */
  format: FormatName | null;
  /** What paths are below of; null: the site's address where it has one alone. */
  baseUrl: string | null;
  timeZone: string;
  encoding: string | null;
  include: readonly Includable[];
  mapUrls: readonly UrlPair[];
  /** The project of a database that holds several. */
  project: string | null;
  /** Names of columns: ours → those of the file. */
  columns: ReadonlyMap<string, string>;
}

/** What has been understood, and where it is written down. */
export interface Prepared {
  report: ImportReport;
  outline: Outline;
  pages: ImportedPage[];
  spool: { file: string; size: number };
  source: string;
}

/** What preparing is given beside the files. */
export interface PrepareRequest {
  /** The site that is imported into. */
  site: Pick<Site, 'id' | 'origins' | 'settings'>;
  /** Where it is looked whose ids are. */
  store: StoredIds;
  options: ImportOptions;
  /** An empty folder of this import. */
  dir: string;
  onProgress: (at: { records: number }) => void | Promise<void>;
}

/** @throws NotImportable. */
export async function prepareImport(files: readonly string[], request: PrepareRequest): Promise<Prepared> {
  const { site, options, dir } = request;
  const unpacked = join(dir, 'unpacked');
  // What an earlier run that was broken off has left.
  await rm(unpacked, { recursive: true, force: true });
  await mkdir(unpacked, { recursive: true, mode: 0o700 });
  const entries = await expandFiles(files, unpacked, options.encoding);
  const format = await findFormat(entries, options.format);
  const baseUrl = options.baseUrl ?? onlyAddress(site.origins);
  const given = { format, entries, baseUrl };
  let reading = format.keepsIds === true ? await readWhole(request, given, { keepsIds: true }) : null;
  reading ??= await readWhole(request, given, { keepsIds: false });
  const { pages } = reading;
  if (pages.lacksBase) throw new NotImportable('no-base-url');
  const settled = await reading.outline.settle();
  const report = reportOf(format.name, reading, settled);
  await writeFile(join(dir, PAGES_FILE), JSON.stringify({ source: format.source, pages: pages.pages() }), { mode: 0o600 });
  const file = join(dir, SPOOL_FILE);
  return { report, outline: reading.outline, pages: pages.pages(), spool: { file, size: (await stat(file)).size }, source: format.source };
}

interface GivenFiles {
  format: ImportFormat;
  entries: readonly SourceEntry[];
  baseUrl: string | null;
}

/**
 * Reads all files and writes down what they have. Where ids are kept, null once one of them is another site's of this store: then
 * all of them are to be made anew.
 */
function readWhole(request: PrepareRequest, given: GivenFiles, ids: { keepsIds: false }): Promise<ImportReading>;
function readWhole(request: PrepareRequest, given: GivenFiles, ids: { keepsIds: boolean }): Promise<ImportReading | null>;
async function readWhole(
  { site, store, options, dir, onProgress }: PrepareRequest,
  { format, entries, baseUrl }: GivenFiles,
  { keepsIds }: { keepsIds: boolean },
): Promise<ImportReading | null> {
  const { threadKeys } = site.settings;
  const pages = new PageTable({ keys: threadKeys, origins: site.origins, baseUrl, mapUrl: mapUrlsBy(options.mapUrls) });
  const writer = writeSpool(join(dir, SPOOL_FILE));
  const reading = new ImportReading({ ids: idsOf(site.id, format.source, keepsIds), pages, writer, options, baseUrl });
  const kept = keepsIds ? new KeptIds(store, site.id) : null;
  let records = 0;
  try {
    for await (const item of format.read(entries, options)) {
      if (kept !== null && item.type === 'own' && !(await kept.take(item.comment))) return null;
      await reading.take(item);
      if (++records % PROGRESS_EVERY === 0) await onProgress({ records });
      if (records % AT_A_TIME === 0) await nextTurn();
    }
    if (kept !== null && !(await kept.end())) return null;
    await reading.flush();
  } finally {
    await writer.close();
  }
  return reading;
}

/** The address of a site that has one alone: its paths are below it. */
function onlyAddress(origins: readonly string[]): string | null {
  const [first, ...others] = origins;
  return first !== undefined && others.length === 0 && /^https?:\/\/[^*]+$/.test(first) ? first : null;
}
