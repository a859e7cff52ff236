import { setImmediate as nextTurn } from 'node:timers/promises';
import { renderBody } from '../markup/render-body.ts';
import { effectsOf, newEvent } from '../domain/effects.ts';
import type { Job, JobFacts } from '../domain/jobs.ts';
import type { Comment, Id, Ms, Site, SiteId } from '../domain/types.ts';
import type { JobHandler } from '../jobs/worker.ts';
import type { SiteActor, SiteDeps } from '../sites/deps.ts';
import { NotFound, type Store } from '../store/port.ts';
import type { CompiledLists } from '../wordlists/compile-lists.ts';
import { wordsIn } from './phases/words.ts';

const PAGE = 100;
/** Found anew in a published text: after reports, before doubtful new ones. */
const FOUND = { kind: 'flagged' as const, score: 0.5, priority: 3 };

/** Asks for a second look at what is published, with the site's word list as it is now. */
export async function startRecheck(deps: SiteDeps, actor: SiteActor, siteId: SiteId): Promise<Job> {
  const now = deps.now();
  const job: Job = {
    id: deps.newId(),
    siteId,
    kind: 'recheck',
    state: 'waiting',
    input: {},
    progress: { done: 0, total: 0 },
    result: null,
    place: null,
    by: actor.id,
    createdAt: now,
    updatedAt: now,
  };
  const fx = effectsOf({ at: now, newId: deps.newId }, actor, { action: 'words.recheck', siteId, subject: job.id });
  return deps.store.jobs.create(job, fx);
}

interface RecheckDeps {
  store: Pick<Store, 'comments' | 'threads' | 'moderation'>;
  site: (id: SiteId) => Promise<Site | null>;
  lists: CompiledLists;
  now: () => Ms;
  newId: () => Id;
}

/**
 * Looks at every published comment of a site with its word list. What it finds becomes a case; nothing
 * vanishes by itself. What people have decided on since it was asked for is left alone.
 */
export function recheck(deps: RecheckDeps): JobHandler {
  return async (job, { progress }): Promise<JobFacts> => {
    const site = await deps.site(job.siteId);
    if (site === null) return { looked: 0, found: 0 };
    const total = await publicComments(deps, job.siteId);
    let looked = 0;
    let found = 0;
    let cursor: string | null | undefined;
    do {
      const matcher = await deps.lists.matcherOf(site);
      const slice = await deps.store.comments.search({
        siteIds: [site.id],
        status: 'published',
        limit: PAGE,
        ...(cursor === undefined || cursor === null ? {} : { cursor }),
      });
      for (const comment of slice.items) {
        looked++;
        if ((comment.lastDecision?.at ?? 0) >= job.createdAt || comment.content === null) continue;
        const rendered = renderBody(comment.content.body, { images: false });
        const finding = wordsIn({
          words: matcher,
          body: comment.content.body,
          author: { name: comment.author?.name ?? '' },
          rendered,
          now: deps.now(),
        });
        if (finding === null || finding.verdict === undefined || finding.verdict === 'pass') continue;
        await openFound(deps, comment, finding.evidence.map(({ category }) => `words:${category ?? 'custom'}`)[0] ?? 'words');
        found++;
      }
      await progress(Math.min(looked, total), total);
      await nextTurn();
      cursor = slice.nextCursor;
    } while (cursor !== null);
    return { looked, found };
  };
}

async function openFound(deps: RecheckDeps, comment: Comment, reason: string): Promise<void> {
  const { id, siteId } = comment;
  const now = deps.now();
  const facts = { type: 'queue.added' as const, channel: `staff:${siteId}` as const, siteId, data: { commentId: id } };
  const events = comment.review?.state === 'open' ? [] : [newEvent({ at: now, newId: deps.newId }, facts)];
  try {
    await deps.store.moderation.openCase(id, { ...FOUND, reason, now }, { events, audit: [] });
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
  }
}

/** How many there are to look at: what the site's threads count. */
async function publicComments({ store }: RecheckDeps, siteId: SiteId): Promise<number> {
  let count = 0;
  let cursor: string | null | undefined;
  do {
    const slice = await store.threads.list({ siteId, limit: PAGE, ...(cursor === undefined || cursor === null ? {} : { cursor }) });
    for (const { commentCount } of slice.items) count += commentCount;
    cursor = slice.nextCursor;
  } while (cursor !== null);
  return count;
}
