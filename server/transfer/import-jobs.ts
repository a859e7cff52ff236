/** Imports in the server: a file is received, read by a job, and stored by another once a person has looked at what was understood. */
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Actor, SYSTEM } from '../domain/effects.ts';
import type { Import } from '../domain/imports.ts';
import type { Job } from '../domain/jobs.ts';
import { Problem } from '../domain/problem.ts';
import type { Id, Ms, Site, SiteId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { openImport } from './import-record.ts';
import type { ImportOptions } from './prepare-import.ts';

/** The largest file that is received, bytes. */
const LARGEST_FILE = 4 * 1024 ** 3;
/** File systems take names of 255 bytes. */
const LONGEST_NAME = 200;
/** Files of an import that nobody went on with are kept so long. */
const KEPT_FOR: Ms = 7 * 24 * 3_600_000;

export interface ImportJobDeps {
  store: Store;
  site: (id: SiteId) => Promise<Site | null>;
  secret: string;
  dataDir: string;
  now: () => Ms;
  newId: () => Id;
  wakeJobs: () => void;
}

/** What an import is asked with over HTTP. */
export interface ReceivedFile {
  siteId: SiteId;
  name: string;
  options: ImportOptions;
  /** The language of the person: it names authors who have no name. */
  lang: string;
  body: AsyncIterable<Uint8Array>;
}

type Step = 'read' | 'run' | 'undo';

export const importFolder = (dataDir: string, id: Id): string => join(dataDir, 'imports', id);

/**
 * The name of this machine's folder of imports: jobs that need its files are done by the processes that have it.
 * @throws what the file system throws.
 */
export async function importPlace(dataDir: string, newId: () => Id): Promise<string> {
  const folder = join(dataDir, 'imports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The first process makes it, the others read it.
  await writeFile(join(folder, 'place'), newId(), { flag: 'wx', mode: 0o600 }).catch(() => undefined);
  return (await readFile(join(folder, 'place'), 'utf8')).trim();
}

/**
 * Receives a file and has it read. It is written to the disk as it comes.
 * @throws Problem `too-large`, `store-full`.
 */
export async function receiveImport(deps: ImportJobDeps, by: Actor, file: ReceivedFile): Promise<Import> {
  const id = deps.newId();
  const folder = importFolder(deps.dataDir, id);
  const place = await importPlace(deps.dataDir, deps.newId);
  await mkdir(join(folder, 'upload'), { recursive: true, mode: 0o700 });
  try {
    await writeUpload(join(folder, 'upload', safeName(file.name)), file.body);
    const made = await openImport(deps, { id, siteId: file.siteId, files: [file.name], options: file.options, by });
    await startStep(deps, made, { step: 'read', lang: file.lang, place, by });
    return made;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function writeUpload(path: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > LARGEST_FILE ? new Problem('too-large', { pub: { limit: LARGEST_FILE } }) : null, chunk);
    },
  });
  try {
    await pipeline(body, count, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw new Problem('store-full', { cause: error });
    throw error;
  }
}

/** The name of a file as it can be one in a folder of ours. */
function safeName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/')).replace(/[^\p{L}\p{N}._-]+/gu, '_');
  const end = Buffer.from(plain)
    .subarray(-LONGEST_NAME)
    .toString()
    .replace(/^\uFFFD+/, '');
  return /^\.*$/.test(end) ? 'upload' : end;
}

/** Stores what has been read. @throws Problem `invalid-transition` unless it waits for that. */
export async function runImport(deps: ImportJobDeps, by: Actor, made: Import, lang: string): Promise<Import> {
  if (made.state !== 'ready') throw new Problem('invalid-transition');
  const place = await importPlace(deps.dataDir, deps.newId);
  const running = await deps.store.imports.change(
    made.id,
    { state: 'running', done: 0, total: 0, updatedAt: deps.now() },
    { events: [], audit: [] },
  );
  await startStep(deps, made, { step: 'run', lang, place, by });
  return running;
}

/** Takes an import back. @throws Problem `invalid-transition` unless it is done. */
export async function startUndo(deps: ImportJobDeps, by: Actor, made: Import): Promise<Import> {
  if (made.state !== 'done') throw new Problem('invalid-transition');
  const undoing = await deps.store.imports.change(
    made.id,
    { state: 'undoing', done: 0, total: made.inserted, updatedAt: deps.now() },
    { events: [], audit: [] },
  );
  await startStep(deps, made, { step: 'undo', lang: '', place: null, by });
  return undoing;
}

async function startStep(
  deps: ImportJobDeps,
  { id, siteId }: Import,
  { step, lang, place, by }: { step: Step; lang: string; place: string | null; by: Actor },
): Promise<void> {
  const now = deps.now();
  const job: Job = {
    id: deps.newId(),
    siteId,
    kind: 'import',
    state: 'waiting',
    input: { importId: id, step, lang, byName: by.name },
    progress: { done: 0, total: 0 },
    result: null,
    place,
    by: by.id,
    createdAt: now,
    updatedAt: now,
  };
  await deps.store.jobs.create(job, { events: [], audit: [] });
  deps.wakeJobs();
}

/** Removes the files of imports that nobody went on with. */
export async function removeStaleFiles(deps: Pick<ImportJobDeps, 'dataDir' | 'store' | 'now'>): Promise<void> {
  const folder = join(deps.dataDir, 'imports');
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (name === 'place' || deps.now() - mtimeMs < KEPT_FOR) continue;
    const made = await deps.store.imports.get(name);
    if (made === null || deps.now() - made.updatedAt >= KEPT_FOR) await rm(path, { recursive: true, force: true });
  }
}

/** Who asked for a job, for the audit log. */
export function askedBy({ by, input }: Job): Actor {
  return by === 'system' ? SYSTEM : { id: by, name: typeof input.byName === 'string' ? input.byName : '', requestId: null };
}
