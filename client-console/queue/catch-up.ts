import type { QueueAnswer, QueueItem } from '../../contract/moderation.ts';
import type { QueueState } from './state.ts';

const idOf = (item: QueueItem): string => item.comment.id;

/** The latest moment at which a case was opened, of these and before; '' while none is known. */
export const latestOpenedOf = (items: readonly QueueItem[], before = ''): string =>
  items.reduce((latest, { openedAt }) => (openedAt > latest ? openedAt : latest), before);

/**
 * What came in while news were missed: of a list that was read to its end, all that is not known; else what was
 * opened later than anything seen and stands before what is shown. The rest of a longer page is merely what has not
 * been read yet.
 */
export function newItemsIn(state: QueueState, page: QueueAnswer, apart: ReadonlySet<string>): QueueItem[] {
  const known = new Set([...state.items, ...state.fresh].map(idOf));
  const lastKnown = page.items.findLastIndex((item) => known.has(idOf(item)));
  const isComplete = state.nextCursor === null;
  const isMissed = (item: QueueItem, at: number): boolean => isComplete || (at < lastKnown && item.openedAt > state.latestOpened);
  return page.items.filter((item, at) => !known.has(idOf(item)) && !apart.has(idOf(item)) && isMissed(item, at));
}
