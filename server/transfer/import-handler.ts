import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Import } from '../domain/imports.ts';
import type { Job, JobFacts } from '../domain/jobs.ts';
import type { Site } from '../domain/types.ts';
import type { JobContext, JobHandler } from '../jobs/worker.ts';
import { askedBy, type ImportJobDeps, importFolder, removeStaleFiles } from './import-jobs.ts';
import { finishImport, noteFailure, noteReport, optionsOf } from './import-record.ts';
import { standInOf } from './import-texts.ts';
import { NotImportable } from './input/not-importable.ts';

/** Progress is noted this often, ms. */
const NOTE_EVERY = 500;

// What reads, converts and stores files is loaded with the first import: a server starts without it.

/** Does a step of an import: reads its file, stores what was read, or takes it back. Begun anew, it comes to the same. */
export function importHandler(deps: ImportJobDeps): JobHandler {
  return async (job, context): Promise<JobFacts> => {
    const made = await deps.store.imports.get(typeof job.input.importId === 'string' ? job.input.importId : '');
    const site = made === null ? null : await deps.site(made.siteId);
    if (made === null || site === null) return { why: 'gone' };
    const note = noterOf(deps, made, context);
    try {
      if (job.input.step === 'read') await read(deps, made, site, note);
      else if (job.input.step === 'run') await store(deps, made, job, note);
      else await takeBack(deps, made, job, note);
    } catch (error) {
      if (!(error instanceof NotImportable)) throw error;
      await noteFailure(deps, made.id, error);
      await rm(importFolder(deps.dataDir, made.id), { recursive: true, force: true });
    }
    await removeStaleFiles(deps);
    return { importId: made.id };
  };
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
      site: { id: site.id, origins: site.origins, threadKeys: site.settings.threadKeys },
      options: optionsOf(made),
      dir,
      areOwnIds: async (ids) => [...(await deps.store.comments.get([...ids])).values()].every(({ siteId }) => siteId === site.id),
      onProgress: ({ records }) => note(records, 0),
    },
  );
  await noteReport(deps, made.id, report);
}

async function store(deps: ImportJobDeps, made: Import, job: Job, note: Note): Promise<void> {
  const { SPOOL_FILE } = await import('./prepare-import.ts');
  const { importPrepared } = await import('./import.ts');
  const { loadPrepared } = await import('./load-prepared.ts');
  const dir = importFolder(deps.dataDir, made.id);
  if ((await stat(join(dir, SPOOL_FILE)).catch(() => null)) === null) throw new NotImportable('no-file', { detail: made.files.join(', ') });
  const prepared = await loadPrepared(dir, made.report ?? '');
  const { secret, now, newId } = deps;
  const importing = { store: deps.store, secret, now, newId, standIn: standInOf(typeof job.input.lang === 'string' ? job.input.lang : '') };
  const imported = await importPrepared(importing, { siteId: made.siteId, importId: made.id }, prepared, ({ comments }) =>
    note(comments, prepared.report.comments),
  );
  await finishImport(deps, made, imported, askedBy(job));
  await rm(dir, { recursive: true, force: true });
}

async function takeBack(deps: ImportJobDeps, made: Import, job: Job, note: Note): Promise<void> {
  const { undoImport } = await import('./undo-import.ts');
  await undoImport(deps, made, askedBy(job), ({ deleted }) => note(deleted, made.inserted));
}
