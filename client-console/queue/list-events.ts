import type { QueueItem } from '../../contract/moderation.ts';
import { latestOpenedOf, newItemsIn } from './catch-up.ts';
import { withPlaceholdersFor } from './placeholders.ts';
import { focusAfterLeaving, reinserted } from './positions.ts';
import { type CardNote, EMPTY_QUEUE, idOf, type InsertPosition, isFreeFor, type QueueEvent, type QueueState } from './queue-state.ts';

export function withPage(state: QueueState, { page, isFirst, apart }: Extract<QueueEvent, { type: 'page' }>, me: string): QueueState {
  const before = isFirst ? EMPTY_QUEUE : state;
  const known = new Set([...before.items, ...before.fresh].map(idOf));
  const items = [...before.items, ...page.items.filter((item) => !known.has(idOf(item)) && !apart.has(idOf(item)))];
  const first = items.find((item) => isFreeFor(me, item)) ?? items[0];
  const focused = items.some((item) => idOf(item) === before.focused) ? before.focused : (first?.comment.id ?? null);
  const latestOpened = latestOpenedOf(page.items, before.latestOpened);
  return { ...before, items, focused, latestOpened, nextCursor: page.nextCursor, phase: 'ready' };
}

export function withCatchUp(
  state: QueueState,
  { page, apart, position }: Extract<QueueEvent, { type: 'caughtUp' }>,
  me: string,
): QueueState {
  const open = new Map(page.items.filter((item) => !apart.has(idOf(item))).map((item) => [idOf(item), item]));
  // Only a list that was read to its end shows which cases are no longer in it.
  const isOver = (item: QueueItem): boolean => page.nextCursor === null && !open.has(idOf(item));
  const now = (item: QueueItem): QueueItem => open.get(idOf(item)) ?? item;
  const over = new Set([...state.items, ...state.fresh].filter(isOver).map(idOf));
  const missed = newItemsIn(state, page, apart);
  // The card that the moderator is reading stays, with a note that it was settled.
  const isSettled = state.focused !== null && over.delete(state.focused);
  const notes = isSettled ? new Map(state.notes).set(state.focused ?? '', { kind: 'stale', settled: true, by: null }) : state.notes;
  const next = without({ ...state, notes }, over, me);
  const items = [...next.items.map(now), ...(position === 'end' ? missed : [])];
  const fresh = [...(position === 'fresh' ? missed : []), ...next.fresh.map(now)];
  const caught: QueueState = {
    ...next,
    items,
    fresh,
    latestOpened: latestOpenedOf(page.items, state.latestOpened),
    phase: 'ready',
  };
  return items.length === 0 ? withFreshShown(caught) : caught;
}

export function withAdded(before: QueueState, item: QueueItem, position: InsertPosition): QueueState {
  const id = idOf(item);
  const state = { ...before, latestOpened: latestOpenedOf([item], before.latestOpened) };
  if (state.items.some((one) => idOf(one) === id)) return withChanged(state, item, null);
  if (state.items.length === 0 && state.phase === 'ready') return { ...state, items: [item], focused: id };
  if (position === 'later') return state;
  const others = state.fresh.filter((one) => idOf(one) !== id);
  if (position === 'end') return { ...state, items: [...state.items, item], fresh: others };
  return { ...state, fresh: [item, ...others] };
}

export function withFreshShown(state: QueueState): QueueState {
  if (state.fresh.length === 0) return state;
  return { ...state, items: [...state.fresh, ...state.items], fresh: [], focused: state.fresh[0]?.comment.id ?? state.focused };
}

export function without(state: QueueState, ids: ReadonlySet<string>, me: string, note: CardNote | null = null): QueueState {
  const stays = (item: QueueItem): boolean => !ids.has(idOf(item));
  const items = state.items.filter(stays);
  const fresh = state.fresh.filter(stays);
  const notes = new Map([...state.notes].filter(([id]) => !ids.has(id)));
  const selected = new Set([...state.selected].filter((id) => !ids.has(id)));
  const free = new Set(items.filter((item) => isFreeFor(me, item)).map(idOf));
  const focused = focusAfterLeaving(state.items.map(idOf), state.focused, ids, (id) => free.has(id));
  const placeholders = withPlaceholdersFor(state, ids, note);
  const next = { ...state, items, fresh, notes, selected, focused, placeholders };
  return items.length === 0 ? withFreshShown(next) : next;
}

export function withReturned(state: QueueState, { items: back, order, focus }: Extract<QueueEvent, { type: 'returned' }>): QueueState {
  if (back.length === 0) return state;
  const ids = new Set(back.map(({ item }) => idOf(item)));
  const kept = state.items.filter((item) => !ids.has(idOf(item)));
  const items = reinserted(
    kept,
    back.map(({ item }) => item),
    order,
    idOf,
  );
  const notes = new Map(state.notes);
  for (const { item, note } of back) {
    if (note === null) notes.delete(idOf(item));
    else notes.set(idOf(item), note);
  }
  const first = back[0]?.item.comment.id ?? null;
  const focused = focus || state.focused === null ? first : state.focused;
  return { ...state, items, notes, focused, fresh: state.fresh.filter((item) => !ids.has(idOf(item))) };
}

export function withChanged(state: QueueState, item: QueueItem, note: CardNote | null): QueueState {
  const id = idOf(item);
  const notes = new Map(state.notes);
  if (note === null) notes.delete(id);
  else notes.set(id, note);
  const swap = (one: QueueItem): QueueItem => (idOf(one) === id ? item : one);
  return { ...state, items: state.items.map(swap), fresh: state.fresh.map(swap), notes };
}

export function withSettled(state: QueueState, { id, note, stays }: Extract<QueueEvent, { type: 'settled' }>, me: string): QueueState {
  if (!stays || !state.items.some((item) => idOf(item) === id)) return without(state, new Set([id]), me, note);
  const selected = new Set([...state.selected].filter((one) => one !== id));
  return { ...state, selected, notes: new Map(state.notes).set(id, note) };
}
