import { type Making, newEvent } from './effects.ts';
import type { NewEvent } from './events.ts';
import type { Claim, Comment, CommentId } from './types.ts';

/**
 * What is announced of claims, for the consoles of each site.
 * @param claim null: the cases were given back.
 */
export function claimEvents(making: Making, comments: Iterable<Pick<Comment, 'id' | 'siteId'>>, claim: Claim | null): NewEvent[] {
  const facts = claim ?? { staffId: null, staffName: null, until: null };
  return [...Map.groupBy(comments, ({ siteId }) => siteId)].map(([siteId, cases]) => {
    const commentIds: CommentId[] = cases.map(({ id }) => id);
    return newEvent(making, { type: 'queue.claimed', channel: `staff:${siteId}`, siteId, data: { commentIds, ...facts } });
  });
}
