import type { QueueAnswer, QueueItem } from '../../contract/moderation.ts';
import { idOf, type QueueState } from './queue-state.ts';

/** The latest moment at which a case was opened, of these and before; '' while none is known. */
export const latestOpenedOf = (items: readonly QueueItem[], before = ''): string =>
  items.reduce((latest, { openedAt }) => (openedAt > latest ? openedAt : latest), before);

/**
 * The cases that came in while live events were missed: of a list that was read to its end, all that are not known; else
 * those that were opened later than any seen here and come before what is shown. The others of a longer page have
 * merely not been read yet.
 */
export function newItemsIn(state: QueueState, page: QueueAnswer, apart: ReadonlySet<string>): QueueItem[] {
  const known = new Set([...state.items, ...state.fresh].map(idOf));
  const lastKnown = page.items.findLastIndex((item) => known.has(idOf(item)));
  const isComplete = state.nextCursor === null;
  const isNew = (item: QueueItem, at: number): boolean => isComplete || (at < lastKnown && item.openedAt > state.latestOpened);
  return page.items.filter((item, at) => !known.has(idOf(item)) && !apart.has(idOf(item)) && isNew(item, at));
}
