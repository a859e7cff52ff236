/** What is kept of an import: how it was asked for, what was understood, what it came to. */
import { type Actor, effectsOf } from '../domain/effects.ts';
import type { Import } from '../domain/imports.ts';
import type { Job } from '../domain/jobs.ts';
import type { Id, Ms, SiteId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { Imported } from './import.ts';
import type { ImportReport } from './import-report.ts';
import type { NotImportable } from './input/not-importable.ts';
import type { ImportOptions } from './prepare-import.ts';

export interface RecordDeps {
  store: Pick<Store, 'imports'>;
  now: () => Ms;
  newId: () => Id;
}

/** How an import was asked for. */
export interface AskedImport {
  id: Id;
  siteId: SiteId;
  /** Names of the files. */
  files: string[];
  options: ImportOptions;
  by: Actor;
}

/** Notes that an import begins. @param job what reads its files, where a job does. */
export function openImport({ store, now, newId }: RecordDeps, { id, siteId, files, options, by }: AskedImport, job?: Job): Promise<Import> {
  const at = now();
  const made: Import = {
    id,
    siteId,
    state: 'reading',
    format: options.format,
    files: files.map((name) => name.slice(0, 200)),
    options: JSON.stringify({ ...options, columns: [...options.columns] }),
    report: null,
    inserted: 0,
    updated: 0,
    known: 0,
    left: 0,
    done: 0,
    total: 0,
    failure: null,
    by: by.id,
    createdAt: at,
    updatedAt: at,
  };
  return store.imports.create(made, effectsOf({ at, newId }, by, { action: 'import.begin', siteId, subject: made.id }), job);
}

/** How its files are read, as it was asked for. */
export function optionsOf({ options }: Pick<Import, 'options'>): ImportOptions {
  const stored: Omit<ImportOptions, 'columns'> & { columns: [string, string][] } = JSON.parse(options);
  return { ...stored, columns: new Map(stored.columns) };
}

/** Notes what has been understood of its files. */
export function noteReport({ store, now }: RecordDeps, id: Id, report: ImportReport): Promise<Import> {
  return store.imports.change(
    id,
    { state: 'ready', format: report.format, report: JSON.stringify(report), updatedAt: now() },
    { events: [], audit: [] },
  );
}

/** Notes what it came to. */
export async function finishImport(
  { store, now, newId }: RecordDeps,
  { id, siteId }: Import,
  imported: Imported,
  by: Actor,
): Promise<Import> {
  const at = now();
  const { inserted, updated, known, takenKeys } = imported;
  const facts = { action: 'import.done', siteId, subject: id, data: { inserted, updated, known } };
  const understood = takenKeys === 0 ? null : ((await store.imports.get(id))?.report ?? null);
  const report = understood === null ? {} : { report: JSON.stringify({ ...JSON.parse(understood), takenKeys }) };
  const change = { state: 'done' as const, inserted, updated, known, ...report, updatedAt: at };
  return store.imports.change(id, change, effectsOf({ at, newId }, by, facts));
}

/** Notes that a step was ended by an error of ours. */
export function noteBroken({ store, now }: RecordDeps, id: Id, state: 'done' | 'failed'): Promise<Import> {
  const failure = JSON.stringify({ why: 'internal', detail: '', at: null } satisfies Pick<NotImportable, 'why' | 'detail' | 'at'>);
  return store.imports.change(id, { state, failure, updatedAt: now() }, { events: [], audit: [] });
}

/** Notes that its files cannot be imported, and why. */
export function noteFailure({ store, now }: RecordDeps, id: Id, { why, detail, at }: NotImportable): Promise<Import> {
  return store.imports.change(
    id,
    { state: 'failed', failure: JSON.stringify({ why, detail, at }), updatedAt: now() },
    { events: [], audit: [] },
  );
}
