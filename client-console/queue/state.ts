import type { z } from 'zod';
import type { ClaimView, DecisionResult, QueueAnswer, QueueItem } from '../../contract/moderation.ts';
import { latestOpenedOf, newItemsIn } from './catch-up.ts';
import { focusAfterLeaving, adjacentTo, reinserted } from './positions.ts';
import { withoutPlaceholders, withPlaceholdersFor, type Placeholder, withoutReturned } from './placeholders.ts';

export type Claim = z.infer<typeof ClaimView>;

/** What a card has to tell about itself beside its comment. A `settled` one can no longer be decided. */
export type CardNote =
  | { kind: 'stale'; settled: true; by: DecisionResult['decidedBy'] | null }
  | { kind: 'gone'; settled: true }
  | { kind: 'changed' | 'ownAppeal'; settled: false }
  | { kind: 'refused'; settled: false; detail: string | null };

/** What the queue screen shows. */
export interface QueueState {
  items: readonly QueueItem[];
  /** Came in meanwhile; shown when the moderator asks, so that nothing moves under their eyes. */
  fresh: readonly QueueItem[];
  /** Places that cards have left, kept until neither pointer nor focus is on them. */
  placeholders: readonly Placeholder[];
  /** The latest moment at which a case was opened that was seen here; '' before any was. */
  latestOpened: string;
  nextCursor: string | null;
  /** The card that keys act on. */
  focused: string | null;
  selected: ReadonlySet<string>;
  /** Where a range of selected cards begins. */
  anchor: string | null;
  notes: ReadonlyMap<string, CardNote>;
  phase: 'loading' | 'ready' | 'failed';
}

export const EMPTY_QUEUE: QueueState = {
  items: [],
  fresh: [],
  placeholders: [],
  latestOpened: '',
  nextCursor: null,
  focused: null,
  selected: new Set(),
  anchor: null,
  notes: new Map(),
  phase: 'loading',
};

/** Where a case that came in belongs: held back, at the end, or nowhere yet. */
export type InsertPosition = 'fresh' | 'end' | 'later';

export type QueueEvent =
  | { type: 'loading' }
  | { type: 'failed' }
  /** A page of the list; `apart` are ids that must not come back by it: being decided, or passed on. */
  | { type: 'page'; page: QueueAnswer; isFirst: boolean; apart: ReadonlySet<string> }
  /** The beginning of the list as it is now, after news were missed; `place` where what came in belongs. */
  | { type: 'caughtUp'; page: QueueAnswer; apart: ReadonlySet<string>; place: InsertPosition }
  /** A case came in; `place` where it belongs: held back, at the end, or nowhere yet. */
  | { type: 'added'; item: QueueItem; place: InsertPosition }
  | { type: 'freshShown' }
  | { type: 'left'; ids: ReadonlySet<string> }
  /** Vacant places go: all, or those that nobody is on. */
  | { type: 'swept'; ids: ReadonlySet<string> | 'all' }
  /** Cards come back to where they stood in `order`; `focus` when the moderator asked for it. */
  | { type: 'returned'; items: readonly { item: QueueItem; note: CardNote | null }[]; order: readonly string[]; focus: boolean }
  /** A card that is shown is brought up to date. */
  | { type: 'changed'; item: QueueItem; note: CardNote | null }
  /** Somebody else decided: under the moderator's eyes the card stays and says so, else it goes. */
  | { type: 'settled'; id: string; note: CardNote; stays: boolean }
  | { type: 'claimed'; ids: readonly string[]; claim: Claim | null }
  /** Claims whose time is over are none any more; `now` in ms. */
  | { type: 'claimsEnded'; now: number }
  | { type: 'focused'; id: string }
  | { type: 'moved'; by: 1 | -1 }
  | { type: 'toggled'; id: string }
  | { type: 'rangeTo'; id: string }
  | { type: 'selectionCleared' };

const idOf = (item: QueueItem): string => item.comment.id;

/** The queue after an event; `me` looks at it: one's own claim on a card does not keep one away from it. */
export function afterEvent(state: QueueState, event: QueueEvent, me: string): QueueState {
  return withoutReturned(changedBy(state, event, me));
}

/** Does nobody but `me` work on it? */
export const isFreeFor = (me: string, { claim }: QueueItem): boolean => claim === null || claim.staff.id === me;

function changedBy(state: QueueState, event: QueueEvent, me: string): QueueState {
  switch (event.type) {
    case 'loading':
      return { ...EMPTY_QUEUE };
    case 'failed':
      return { ...state, phase: 'failed' };
    case 'page':
      return withPage(state, event, me);
    case 'caughtUp':
      return withCatchUp(state, event, me);
    case 'added':
      return withAdded(state, event.item, event.place);
    case 'freshShown':
      return withFreshShown(state);
    case 'left':
      return without(state, event.ids, me);
    case 'swept':
      return state.placeholders.length === 0
        ? state
        : { ...state, placeholders: event.ids === 'all' ? [] : withoutPlaceholders(state.placeholders, event.ids) };
    case 'returned':
      return withReturned(state, event);
    case 'changed':
      return withChanged(state, event.item, event.note);
    case 'settled':
      return withSettled(state, event, me);
    case 'claimed':
      return withClaim(state, event.ids, event.claim);
    case 'claimsEnded':
      return withClaimsEnded(state, event.now);
    case 'focused':
      return withFocus(state, event.id, me);
    case 'moved':
      return withFocus(
        state,
        adjacentTo(state.items, state.focused, event.by, (item) => isFreeFor(me, item)),
        me,
      );
    case 'toggled':
      return withToggled(state, event.id);
    case 'rangeTo':
      return withRange(state, event.id);
    case 'selectionCleared':
      return { ...state, selected: new Set(), anchor: null };
  }
}

function withPage(state: QueueState, { page, isFirst, apart }: Extract<QueueEvent, { type: 'page' }>, me: string): QueueState {
  const before = isFirst ? EMPTY_QUEUE : state;
  const known = new Set([...before.items, ...before.fresh].map(idOf));
  const items = [...before.items, ...page.items.filter((item) => !known.has(idOf(item)) && !apart.has(idOf(item)))];
  const first = items.find((item) => isFreeFor(me, item)) ?? items[0];
  const focused = items.some((item) => idOf(item) === before.focused) ? before.focused : (first?.comment.id ?? null);
  const latestOpened = latestOpenedOf(page.items, before.latestOpened);
  return { ...before, items, focused, latestOpened, nextCursor: page.nextCursor, phase: 'ready' };
}

function withCatchUp(state: QueueState, { page, apart, place }: Extract<QueueEvent, { type: 'caughtUp' }>, me: string): QueueState {
  const open = new Map(page.items.filter((item) => !apart.has(idOf(item))).map((item) => [idOf(item), item]));
  // Only a list that was read to its end tells what is no longer in it.
  const isOver = (item: QueueItem): boolean => page.nextCursor === null && !open.has(idOf(item));
  const now = (item: QueueItem): QueueItem => open.get(idOf(item)) ?? item;
  const over = new Set([...state.items, ...state.fresh].filter(isOver).map(idOf));
  const missed = newItemsIn(state, page, apart);
  // What is being read is not pulled away: it stays and says that it was settled.
  const isSettled = state.focused !== null && over.delete(state.focused);
  const notes = isSettled ? new Map(state.notes).set(state.focused ?? '', { kind: 'stale', settled: true, by: null }) : state.notes;
  const next = without({ ...state, notes }, over, me);
  const items = [...next.items.map(now), ...(place === 'end' ? missed : [])];
  const fresh = [...(place === 'fresh' ? missed : []), ...next.fresh.map(now)];
  const caught: QueueState = {
    ...next,
    items,
    fresh,
    latestOpened: latestOpenedOf(page.items, state.latestOpened),

    phase: 'ready',
  };
  return items.length === 0 ? withFreshShown(caught) : caught;
}

function withAdded(before: QueueState, item: QueueItem, place: InsertPosition): QueueState {
  const id = idOf(item);
  const state = { ...before, latestOpened: latestOpenedOf([item], before.latestOpened) };
  if (state.items.some((one) => idOf(one) === id)) return withChanged(state, item, null);
  if (state.items.length === 0 && state.phase === 'ready') return { ...state, items: [item], focused: id };
  if (place === 'later') return state;
  const others = state.fresh.filter((one) => idOf(one) !== id);
  if (place === 'end') return { ...state, items: [...state.items, item], fresh: others };
  return { ...state, fresh: [item, ...others] };
}

function withFreshShown(state: QueueState): QueueState {
  if (state.fresh.length === 0) return state;
  return { ...state, items: [...state.fresh, ...state.items], fresh: [], focused: state.fresh[0]?.comment.id ?? state.focused };
}

function without(state: QueueState, ids: ReadonlySet<string>, me: string, note: CardNote | null = null): QueueState {
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

function withReturned(state: QueueState, { items: back, order, focus }: Extract<QueueEvent, { type: 'returned' }>): QueueState {
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

function withChanged(state: QueueState, item: QueueItem, note: CardNote | null): QueueState {
  const id = idOf(item);
  const notes = new Map(state.notes);
  if (note === null) notes.delete(id);
  else notes.set(id, note);
  const swap = (one: QueueItem): QueueItem => (idOf(one) === id ? item : one);
  return { ...state, items: state.items.map(swap), fresh: state.fresh.map(swap), notes };
}

function withSettled(state: QueueState, { id, note, stays }: Extract<QueueEvent, { type: 'settled' }>, me: string): QueueState {
  if (!stays || !state.items.some((item) => idOf(item) === id)) return without(state, new Set([id]), me, note);
  const selected = new Set([...state.selected].filter((one) => one !== id));
  return { ...state, selected, notes: new Map(state.notes).set(id, note) };
}

function withClaim(state: QueueState, ids: readonly string[], claim: Claim | null): QueueState {
  const swap = (item: QueueItem): QueueItem => (ids.includes(idOf(item)) ? { ...item, claim } : item);
  return { ...state, items: state.items.map(swap), fresh: state.fresh.map(swap) };
}

function withClaimsEnded(state: QueueState, now: number): QueueState {
  const isOver = ({ claim }: QueueItem): boolean => claim !== null && Date.parse(claim.until) <= now;
  if (!state.items.some(isOver) && !state.fresh.some(isOver)) return state;
  const end = (item: QueueItem): QueueItem => (isOver(item) ? { ...item, claim: null } : item);
  return { ...state, items: state.items.map(end), fresh: state.fresh.map(end) };
}

/** Going on takes settled cards away: they were only there to be read. */
function withFocus(state: QueueState, id: string | null, me: string): QueueState {
  if (id === null || id === state.focused || !state.items.some((item) => idOf(item) === id)) return state;
  const { focused } = state;
  const moved = { ...state, focused: id };
  return focused !== null && state.notes.get(focused)?.settled === true ? without(moved, new Set([focused]), me) : moved;
}

function withToggled(state: QueueState, id: string): QueueState {
  if (state.notes.get(id)?.settled === true) return state;
  const selected = new Set(state.selected);
  if (!selected.delete(id)) selected.add(id);
  return { ...state, selected, anchor: id };
}

function withRange(state: QueueState, id: string): QueueState {
  const ids = state.items.map(idOf);
  const from = ids.indexOf(state.anchor ?? id);
  const to = ids.indexOf(id);
  if (from < 0 || to < 0) return withToggled(state, id);
  const range = ids.slice(Math.min(from, to), Math.max(from, to) + 1).filter((one) => state.notes.get(one)?.settled !== true);
  return { ...state, selected: new Set([...state.selected, ...range]) };
}
