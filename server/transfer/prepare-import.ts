/** First half of an import: the files are recognised and read whole, and what would be stored is written down. Nothing is stored. */
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ThreadKeyRules } from '../domain/thread-key.ts';
import type { ImportFormat } from './formats/format.ts';
import { findFormat } from './formats/formats.ts';
import type { FormatName } from '../domain/import-formats.ts';
import { idsOf, isOwnId } from './ids.ts';
import { ImportReading } from './import-reading.ts';
import type { ImportReport } from './import-report.ts';
import { reportOf } from './make-report.ts';
import { expandFiles } from './input/expand-files.ts';
import { NotImportable } from './input/not-importable.ts';
import type { SourceEntry } from './input/source-entry.ts';
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
/** So many ids are looked at to see whether the file is another site's of this store. */
const SAMPLE_IDS = 500;

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

/** The site that is imported into. */
export interface ImportSite {
  id: string;
  origins: readonly string[];
  threadKeys: ThreadKeyRules;
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
  site: ImportSite;
  options: ImportOptions;
  /** An empty folder of this import. */
  dir: string;
  /** Are these ids, which have the form of ours, free for comments of the site? Not where they are another site's here. */
  areOwnIds: (ids: readonly string[]) => Promise<boolean>;
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
  const pages = new PageTable({ keys: site.threadKeys, origins: site.origins, baseUrl, mapUrl: mapUrlsBy(options.mapUrls) });
  const keepsOwn = format.keepsIds === true && (await request.areOwnIds(await firstIds(format, entries, options)));
  const file = join(dir, SPOOL_FILE);
  const writer = writeSpool(file);
  const reading = new ImportReading({ ids: idsOf(site.id, format.source, keepsOwn), pages, writer, options, baseUrl });
  let records = 0;
  try {
    for await (const item of format.read(entries, options)) {
      await reading.take(item);
      if (++records % PROGRESS_EVERY === 0) await request.onProgress({ records });
      if (records % AT_A_TIME === 0) await nextTurn();
    }
    await reading.flush();
  } finally {
    await writer.close();
  }
  if (pages.lacksBase) throw new NotImportable('no-base-url');
  const settled = await reading.outline.settle();
  const report = reportOf(format.name, reading, settled);
  await writeFile(join(dir, PAGES_FILE), JSON.stringify({ source: format.source, pages: pages.pages() }), { mode: 0o600 });
  return { report, outline: reading.outline, pages: pages.pages(), spool: { file, size: (await stat(file)).size }, source: format.source };
}

/** The address of a site that has one alone: its paths are below it. */
function onlyAddress(origins: readonly string[]): string | null {
  const [first, ...others] = origins;
  return first !== undefined && others.length === 0 && /^https?:\/\/[^*]+$/.test(first) ? first : null;
}

/** The first ids of files of our own format that have the form of ours. */
async function firstIds(format: ImportFormat, entries: readonly SourceEntry[], options: ImportOptions): Promise<string[]> {
  const ids: string[] = [];
  let read = 0;
  for await (const item of format.read(entries, options)) {
    if (item.type === 'own' && isOwnId(item.comment.id)) ids.push(item.comment.id);
    if (ids.length === SAMPLE_IDS || ++read === 2 * SAMPLE_IDS) break;
  }
  return ids;
}
