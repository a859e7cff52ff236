import type { QueueItem } from '../../contract/moderation.ts';

/**
 * The card that gets the focus when cards leave: it stays where it is unless that card leaves; then the next one on which
 * no colleague works, else the last such one before it, else the next one at all.
 */
export function focusAfterLeaving(
  order: readonly string[],
  focused: string | null,
  leaving: ReadonlySet<string>,
  isFree: (id: string) => boolean,
): string | null {
  if (focused !== null && !leaving.has(focused)) return focused;
  const at = focused === null ? -1 : order.indexOf(focused);
  const after = order.slice(at + 1).filter((id) => !leaving.has(id));
  const before = order.slice(0, Math.max(0, at)).filter((id) => !leaving.has(id));
  return after.find(isFree) ?? before.findLast(isFree) ?? after[0] ?? before.at(-1) ?? null;
}

/** The next card above or below on which no colleague works; where there is none the focus stays. Without a focus: the first such card. */
export function adjacentTo(
  items: readonly QueueItem[],
  focused: string | null,
  by: 1 | -1,
  isFree: (item: QueueItem) => boolean,
): string | null {
  const at = items.findIndex(({ comment }) => comment.id === focused);
  if (at < 0) return (items.find(isFree) ?? items[0])?.comment.id ?? null;
  for (let i = at + by; i >= 0 && i < items.length; i += by) {
    const item = items[i];
    if (item !== undefined && isFree(item)) return item.comment.id;
  }
  return focused;
}

/** Puts things back where they stood in an earlier order: before the first of their followers that is still there. */
export function reinserted<T>(present: readonly T[], back: readonly T[], order: readonly string[], idOf: (one: T) => string): T[] {
  const result = [...present];
  // From the end, so that each finds its followers in place.
  for (const one of [...back].sort((a, b) => order.indexOf(idOf(b)) - order.indexOf(idOf(a)))) {
    const followers = new Set(order.slice(order.indexOf(idOf(one)) + 1));
    const at = result.findIndex((other) => followers.has(idOf(other)));
    if (order.includes(idOf(one)) && at >= 0) result.splice(at, 0, one);
    else if (order.includes(idOf(one))) result.push(one);
    else result.unshift(one);
  }
  return result;
}
