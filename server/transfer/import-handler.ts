import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Import } from '../domain/imports.ts';
import type { Job, JobFacts } from '../domain/jobs.ts';
import type { Id, Site } from '../domain/types.ts';
import { type JobContext, type JobHandler, JobLost } from '../jobs/worker.ts';
import { importFolder, isOver } from './import-files.ts';
import { askedBy, type ImportJobDeps, STATE_OF_STEP, type Step } from './import-jobs.ts';
import { finishImport, noteBroken, noteFailure, noteReport, optionsOf } from './import-record.ts';
import { standInOf } from './import-texts.ts';
import { NotImportable } from './input/not-importable.ts';

/** Progress is noted this often, ms. */
const NOTE_EVERY = 500;

// What reads, converts and stores files is loaded with the first import: a server starts without it.

/**
 * Does a step of an import: reads its file, stores what was read, or takes it back. Begun anew, it comes to the same; done already by a
 * process that ended before it could say so, it is not done again. Where it fails the import says so, and can be asked for again.
 */
export function importHandler(deps: ImportJobDeps): JobHandler {
  return async (job, context): Promise<JobFacts> => {
    const importId = typeof job.input.importId === 'string' ? job.input.importId : '';
    const made = await deps.store.imports.get(importId);
    const site = made === null ? null : await deps.site(made.siteId);
    if (made === null || site === null) return { why: 'gone' };
    if (made.state === STATE_OF_STEP[stepOf(job)]) await perform(deps, { made, site, job }, context);
    await removeUnneeded(deps, importId);
    return { importId };
  };
}

const stepOf = ({ input: { step } }: Job): Step => (step === 'run' || step === 'undo' ? step : 'read');

async function perform(
  deps: ImportJobDeps,
  { made, site, job }: { made: Import; site: Site; job: Job },
  context: JobContext,
): Promise<void> {
  const note = noterOf(deps, made, context);
  const step = stepOf(job);
  try {
    if (step === 'read') await read(deps, made, site, note);
    else if (step === 'run') await store(deps, made, job, note);
    else await takeBack(deps, made, job, note);
  } catch (error) {
    // Another worker goes on with it.
    if (error instanceof JobLost) throw error;
    // What was taken back in part can be taken back again; what was stored in part too.
    if (error instanceof NotImportable) await noteFailure(deps, made.id, error);
    else await noteBroken(deps, made.id, step === 'undo' ? 'done' : 'failed');
    await removeUnneeded(deps, made.id);
    if (!(error instanceof NotImportable)) throw error;
  }
}

/** Removes the files of an import that nothing more is read from. They hold addresses of authors. */
async function removeUnneeded({ store, dataDir }: ImportJobDeps, id: Id): Promise<void> {
  const made = await store.imports.get(id);
  if (made !== null && isOver(made)) await rm(importFolder(dataDir, id), { recursive: true, force: true });
}

type Note = (done: number, total: number) => Promise<void>;

/** Notes progress now and then, for the person and for the lease of the job. */
function noterOf(deps: ImportJobDeps, { id }: Import, { progress }: JobContext): Note {
  let notedAt = 0;
  return async (done, total) => {
    const now = deps.now();
    if (Math.abs(now - notedAt) < NOTE_EVERY) return;
    notedAt = now;
    await progress(done, total);
    await deps.store.imports.change(id, { done, total, updatedAt: now }, { events: [], audit: [] });
  };
}

async function read(deps: ImportJobDeps, made: Import, site: Site, note: Note): Promise<void> {
  const dir = importFolder(deps.dataDir, made.id);
  const upload = join(dir, 'upload');
  const names = await readdir(upload).catch(() => []);
  if (names.length === 0) throw new NotImportable('no-file', { detail: made.files.join(', ') });
  const { prepareImport } = await import('./prepare-import.ts');
  const { report } = await prepareImport(
    names.map((name) => join(upload, name)),
    {
      site,
      store: deps.store,
      options: optionsOf(made),
      dir,
      onProgress: ({ records }) => note(records, 0),
    },
  );
  await noteReport(deps, made.id, report);
}

async function store(deps: ImportJobDeps, made: Import, job: Job, note: Note): Promise<void> {
  const { SPOOL_FILE } = await import('./prepare-import.ts');
  const { importPrepared, targetOf } = await import('./import.ts');
  const { loadPrepared } = await import('./load-prepared.ts');
  const dir = importFolder(deps.dataDir, made.id);
  if ((await stat(join(dir, SPOOL_FILE)).catch(() => null)) === null) throw new NotImportable('no-file', { detail: made.files.join(', ') });
  const prepared = await loadPrepared(dir, made.report ?? '');
  const { secret, now, newId } = deps;
  const importing = { store: deps.store, secret, now, newId, standIn: standInOf(typeof job.input.lang === 'string' ? job.input.lang : '') };
  const imported = await importPrepared(importing, targetOf(made), prepared, ({ comments }) => note(comments, prepared.report.comments));
  await finishImport(deps, made, imported, askedBy(job));
}

async function takeBack(deps: ImportJobDeps, made: Import, job: Job, note: Note): Promise<void> {
  const { undoImport } = await import('./undo-import.ts');
  await undoImport(deps, made, askedBy(job), ({ deleted }) => note(deleted, made.inserted));
}
