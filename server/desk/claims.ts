import { CLAIM_MS } from '../domain/claim.ts';
import { claimEvents } from '../domain/claim-events.ts';
import type { NewEvent } from '../domain/events.ts';
import type { CaseKind, CommentId, Ms, SiteId } from '../domain/types.ts';
import type { ModerationDeps, Moderator } from './deps.ts';
import { sitesFor } from './deps.ts';

async function claimedEvents(deps: ModerationDeps, moderator: Moderator, ids: CommentId[], until: Ms | null): Promise<NewEvent[]> {
  const { id, name } = moderator.staff;
  const claim = until === null ? null : { staffId: id, staffName: name, until };
  return claimEvents({ at: deps.now(), newId: deps.newId }, (await deps.store.comments.get(ids)).values(), claim);
}

/** Claims and where they are published: the moderators' consoles. */
export interface ClaimDeps extends ModerationDeps {
  announce: (events: NewEvent[]) => Promise<void>;
}

/**
 * Takes open cases for two minutes: those named, or the best of a site's lane. Those in a colleague's
 * live claim are left out.
 */
export async function claimCases(
  deps: ClaimDeps,
  moderator: Moderator,
  wanted: { ids: CommentId[] } | { site: SiteId; lane?: CaseKind | undefined; limit: number },
): Promise<{ ids: CommentId[]; until: Ms }> {
  const now = deps.now();
  const until = now + CLAIM_MS;
  const by = { staffId: moderator.staff.id, staffName: moderator.staff.name, until };
  const filter =
    'ids' in wanted
      ? { siteIds: sitesFor(moderator, 'moderation.decide', undefined) }
      : { siteIds: sitesFor(moderator, 'moderation.decide', wanted.site), kind: wanted.lane, escalated: false };
  const cases = await deps.store.moderation.claim(
    'ids' in wanted ? { by, now, ids: wanted.ids, filter, limit: wanted.ids.length } : { by, now, filter, limit: wanted.limit },
    { events: [], audit: [] },
  );
  const ids = cases.map(({ id }) => id);
  if (ids.length > 0) await deps.announce(await claimedEvents(deps, moderator, ids, until));
  return { ids, until };
}

/** Prolongs one's own live claims and publishes until when to the consoles; gives those that still are one's own. */
export async function renewClaims(deps: ClaimDeps, moderator: Moderator, ids: CommentId[]): Promise<{ ids: CommentId[]; until: Ms }> {
  const now = deps.now();
  const until = now + CLAIM_MS;
  const renewed = await deps.store.moderation.renew(moderator.staff.id, ids, now, until);
  if (renewed.length > 0) await deps.announce(await claimedEvents(deps, moderator, renewed, until));
  return { ids: renewed, until };
}

/** Gives back one's own claims: these, or all. */
export async function releaseClaims(deps: ClaimDeps, moderator: Moderator, ids: CommentId[] | null): Promise<CommentId[]> {
  const released = await deps.store.moderation.release(moderator.staff.id, ids);
  if (released.length > 0) await deps.announce(await claimedEvents(deps, moderator, released, null));
  return released;
}
