import { batch, computed, signal } from '@preact/signals';
import type { QueueAnswer, QueueItem } from '../../contract/moderation.ts';
import { getQueue as askQueue } from '../calls.ts';
import { lastInput } from '../keys/input.ts';
import { staff } from '../session.ts';
import { withClaimInTime } from './claim-time.ts';
import { ALL, listQuery, insertPositionIn, type QueueFilters } from './filters.ts';
import { saveScrollPosition } from './scroll-position.ts';
import { EMPTY_QUEUE, type QueueEvent, type QueueState } from './queue-state.ts';
import { afterEvent } from './reducer.ts';

const PAGE = 50;
/** The next page is read while so many cards are still ahead. */
const PREFETCH = 20;
/** Most that one call gives. */
const MOST = 100;

export const queue = signal<QueueState>(EMPTY_QUEUE);
export const filters = signal<QueueFilters>(ALL);
export const isLoadingMore = signal(false);
/** The card that is to get the keyboard's focus and come into view; the list resets it. */
export const focusWish = signal<string | null>(null);

export const focusedItem = computed(() => queue.value.items.find(({ comment }) => comment.id === queue.value.focused) ?? null);

/** Ids that pages must not bring back: decisions on their way. */
const onTheirWay = new Set<string>();
const apart = (): ReadonlySet<string> => new Set(onTheirWay);

/** Changes the queue. */
export function dispatch(event: QueueEvent): void {
  queue.value = afterEvent(queue.value, event, staff.value?.id ?? '');
}

/** Holds ids back from pages while they are being decided; gives what ends it. */
export function setApart(ids: readonly string[]): () => void {
  for (const id of ids) onTheirWay.add(id);
  return () => {
    for (const id of ids) onTheirWay.delete(id);
  };
}

export const isApart = (id: string): boolean => onTheirWay.has(id);

/**
 * Gives the focused card the keyboard's focus, and scrolls to it. A moderator who decided with the pointer stays
 * there: the page must not move under the pointer.
 */
export function followFocus(): void {
  const at = document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset.id;
  if (lastInput() === 'pointer' && queue.value.placeholders.some(({ item }) => item.comment.id === at)) return;
  focusWish.value = queue.value.focused;
}

let reading: AbortController | null = null;

async function getQueue(query: Parameters<typeof askQueue>[0], signal?: AbortSignal): Promise<QueueAnswer> {
  const page = await askQueue(query, signal);
  return { ...page, items: page.items.map(withClaimInTime) };
}

/** Reads the list from its beginning; a second call cancels the first. */
export async function loadQueue(): Promise<void> {
  reading?.abort();
  const own = new AbortController();
  reading = own;
  saveScrollPosition(null);
  dispatch({ type: 'loading' });
  isLoadingMore.value = false;
  try {
    const page = await getQueue({ ...listQuery(filters.value), limit: PAGE }, own.signal);
    if (!own.signal.aborted) dispatch({ type: 'page', page, isFirst: true, apart: apart() });
  } catch {
    if (!own.signal.aborted) dispatch({ type: 'failed' });
  }
}

/** Reads the next page unless that is under way or there is none. */
export async function loadMore(): Promise<void> {
  const { nextCursor, phase } = queue.value;
  if (isLoadingMore.value || nextCursor === null || phase !== 'ready' || reading === null) return;
  const own = reading;
  isLoadingMore.value = true;
  try {
    const page = await getQueue({ ...listQuery(filters.value), limit: PAGE, cursor: nextCursor }, own.signal);
    if (own.signal.aborted) return;
    batch(() => {
      dispatch({ type: 'page', page, isFirst: false, apart: apart() });
      isLoadingMore.value = false;
    });
    keepAhead();
  } catch {
    if (!own.signal.aborted) isLoadingMore.value = false;
  }
}

/** Reads the next page where there are few cards ahead of the moderator. */
export function keepAhead(): void {
  const { items, focused, nextCursor, phase } = queue.value;
  if (phase !== 'ready') return;
  const at = items.findIndex(({ comment }) => comment.id === focused);
  if (nextCursor !== null && items.length - at <= PREFETCH) void loadMore();
}

/** Brings the list up to date after live events were missed, without moving what the moderator reads. */
export async function catchUp(): Promise<void> {
  if (reading === null || queue.value.phase === 'loading') return;
  if (queue.value.phase === 'failed') return loadQueue();
  const own = reading;
  const limit = Math.min(MOST, Math.max(PAGE, queue.value.items.length + PREFETCH));
  try {
    const page = await getQueue({ ...listQuery(filters.value), limit }, own.signal);
    if (!own.signal.aborted)
      dispatch({ type: 'caughtUp', page, apart: apart(), position: insertPositionIn(filters.value.sort, queue.value.nextCursor !== null) });
  } catch {
    // The next connection or decision brings the list up to date.
  }
}

/** One case as it is now, or null when it is no longer open. @throws like any call. */
export async function readItem(id: string): Promise<QueueItem | null> {
  const { items } = await getQueue({ id });
  return items[0] ?? null;
}
