/** Imports in the server: a file is received, read by a job, and stored by another once a person has looked at what was understood. */
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Actor, SYSTEM } from '../domain/effects.ts';
import type { ImportState } from '../domain/enumerations.ts';
import type { Import } from '../domain/imports.ts';
import type { Job } from '../domain/jobs.ts';
import { Problem } from '../domain/problem.ts';
import type { Id, Ms, Site, SiteId } from '../domain/types.ts';
import { StaleRevision, type Store } from '../store/port.ts';
import { importFolder, importPlace } from './import-files.ts';
import { openImport } from './import-record.ts';
import type { ImportOptions } from './prepare-import.ts';

/** The largest file that is received, bytes. */
const LARGEST_FILE = 4 * 1024 ** 3;
/** File systems take names of 255 bytes. */
const LONGEST_NAME = 200;

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

/** The steps of an import, each with the state in which it is done. */
export const STATE_OF_STEP = { read: 'reading', run: 'running', undo: 'undoing' } as const satisfies Record<string, ImportState>;
export type Step = keyof typeof STATE_OF_STEP;

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
    const { siteId } = file;
    const job = jobOfStep(deps, { id, siteId }, { step: 'read', lang: file.lang, place, by });
    const made = await openImport(deps, { id, siteId, files: [file.name], options: file.options, by }, job);
    deps.wakeJobs();
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
  const place = await importPlace(deps.dataDir, deps.newId);
  const job = jobOfStep(deps, made, { step: 'run', lang, place, by });
  return moveOn(deps, job, made.id, { from: 'ready', to: 'running', total: 0 });
}

/** Takes an import back. @throws Problem `invalid-transition` unless it is done, or has failed after its file was read. */
export async function startUndo(deps: ImportJobDeps, by: Actor, made: Import): Promise<Import> {
  const from = made.state === 'failed' && made.report !== null ? 'failed' : 'done';
  const job = jobOfStep(deps, made, { step: 'undo', lang: '', place: null, by });
  return moveOn(deps, job, made.id, { from, to: 'undoing', total: made.inserted });
}

/** With the job that does the step, or not at all. Of several calls at once one alone moves it on. @throws Problem `invalid-transition` unless it is in the state `from`. */
async function moveOn(
  { store, now, wakeJobs }: ImportJobDeps,
  job: Job,
  id: Id,
  { from, to, total }: { from: ImportState; to: ImportState; total: number },
): Promise<Import> {
  try {
    const patch = { state: to, done: 0, total, failure: null, updatedAt: now() };
    const changed = await store.imports.change(id, patch, { events: [], audit: [] }, from, job);
    wakeJobs();
    return changed;
  } catch (error) {
    if (error instanceof StaleRevision) throw new Problem('invalid-transition');
    throw error;
  }
}

function jobOfStep(
  deps: ImportJobDeps,
  { id, siteId }: Pick<Import, 'id' | 'siteId'>,
  { step, lang, place, by }: { step: Step; lang: string; place: string | null; by: Actor },
): Job {
  const now = deps.now();
  return {
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
}

/** Who asked for a job, for the audit log. */
export function askedBy({ by, input }: Job): Actor {
  return by === 'system' ? SYSTEM : { id: by, name: typeof input.byName === 'string' ? input.byName : '', requestId: null };
}
