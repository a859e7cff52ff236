import { rm } from 'node:fs/promises';
import { type Actor, effectsOf } from '../domain/effects.ts';
import type { Import } from '../domain/imports.ts';
import { Problem } from '../domain/problem.ts';
import { StaleRevision } from '../store/port.ts';
import { importFolder } from './import-files.ts';
import type { ImportJobDeps } from './import-jobs.ts';

/**
 * Gives up an import that waits to be stored, or whose files cannot be imported: its files are deleted, what is known of it stays
 * in the list. One that may be stored in part is taken back instead. Files on another machine go there with those that nobody went on with.
 * @throws Problem `invalid-transition` in any other state.
 */
export async function discardImport(
  deps: Pick<ImportJobDeps, 'store' | 'dataDir' | 'now' | 'newId'>,
  by: Actor,
  made: Import,
): Promise<Import> {
  const { id, siteId, state, report } = made;
  if (state !== 'ready' && (state !== 'failed' || report !== null)) throw new Problem('invalid-transition');
  const at = deps.now();
  const effects = effectsOf({ at, newId: deps.newId }, by, { action: 'import.discard', siteId, subject: id });
  try {
    const discarded = await deps.store.imports.change(id, { state: 'discarded', updatedAt: at }, effects, state);
    await rm(importFolder(deps.dataDir, id), { recursive: true, force: true });
    return discarded;
  } catch (error) {
    // Somebody else was first.
    throw error instanceof StaleRevision ? new Problem('invalid-transition', { cause: error }) : error;
  }
}
