import { effectsOf } from '../domain/effects.ts';
import type { Thread } from '../domain/types.ts';
import type { SiteActor, SiteDeps } from '../sites/deps.ts';
import { orProblem } from '../store/store-problem.ts';
import { threadUpdated } from './change-thread.ts';

/**
 * Brings all comments of the one thread to the other of the same site, with what hangs on them; readers who follow the one or
 * have its address get the other. A thread that has gone there before is where it should be: nothing changes. Thousands of comments
 * take some seconds; what a process that ends leaves undone another does.
 * @returns the other. @throws Problem `not-found`, `stale-revision` when the other is being merged at the same moment.
 */
export async function mergeThreads(deps: SiteDeps, actor: SiteActor, from: Thread, into: Thread): Promise<Thread> {
  if (from.id === into.id) return into;
  const commentCount = from.commentCount + into.commentCount;
  const data = { from: from.id, fromKey: from.key, intoKey: into.key, comments: from.commentCount };
  const { siteId } = into;
  const events = [from, into].map(({ id }) => threadUpdated({ id, siteId, closed: into.closed, commentCount }));
  const action = { action: 'thread.merge', siteId, subject: into.id, data };
  return orProblem(deps.store.threads.merge(from.id, into.id, effectsOf({ at: deps.now(), newId: deps.newId }, actor, action, events)));
}
