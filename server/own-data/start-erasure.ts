import { type Actor, effectsOf, SYSTEM } from '../domain/effects.ts';
import type { ErasureChoice } from '../domain/enumerations.ts';
import type { Job } from '../domain/jobs.ts';
import type { Reader } from '../domain/types.ts';
import type { OwnDataDeps } from './deps.ts';
import { erasureJob, erasureOf } from './erase-handler.ts';

/**
 * Begins to erase a reader: the account is empty and its tokens are dead when this answers, a job does the rest.
 * @param by who of staff asks, and why; null: the reader.
 */
export async function startErasure(
  deps: OwnDataDeps,
  reader: Reader,
  comments: ErasureChoice,
  by: { actor: Actor; reason: string } | null,
): Promise<Job> {
  const { id: readerId, siteId } = reader;
  const now = deps.now();
  const actor = by?.actor ?? SYSTEM;
  const job = erasureJob({ id: deps.newId(), now }, { siteId, readerId, comments, by: actor.id });
  const action = { action: 'reader.erase', siteId, subject: readerId, note: by?.reason ?? '', data: { comments } };
  const fx = effectsOf({ at: now, newId: deps.newId }, actor, action);
  await deps.store.personal.beginErasure(readerId, erasureOf(readerId, comments, now), job, fx);
  return job;
}
