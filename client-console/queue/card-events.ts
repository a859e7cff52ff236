import type { QueueItem } from '../../contract/moderation.ts';
import { without } from './list-events.ts';
import { type Claim, idOf, type QueueState } from './queue-state.ts';

export function withClaim(state: QueueState, ids: readonly string[], claim: Claim | null): QueueState {
  const swap = (item: QueueItem): QueueItem => (ids.includes(idOf(item)) ? { ...item, claim } : item);
  return { ...state, items: state.items.map(swap), fresh: state.fresh.map(swap) };
}

export function withClaimsEnded(state: QueueState, now: number): QueueState {
  const isOver = ({ claim }: QueueItem): boolean => claim !== null && Date.parse(claim.until) <= now;
  if (!state.items.some(isOver) && !state.fresh.some(isOver)) return state;
  const end = (item: QueueItem): QueueItem => (isOver(item) ? { ...item, claim: null } : item);
  return { ...state, items: state.items.map(end), fresh: state.fresh.map(end) };
}

/** Going on takes settled cards away: they were only there to be read. */
export function withFocus(state: QueueState, id: string | null, me: string): QueueState {
  if (id === null || id === state.focused || !state.items.some((item) => idOf(item) === id)) return state;
  const { focused } = state;
  const moved = { ...state, focused: id };
  return focused !== null && state.notes.get(focused)?.settled === true ? without(moved, new Set([focused]), me) : moved;
}

export function withToggled(state: QueueState, id: string): QueueState {
  if (state.notes.get(id)?.settled === true) return state;
  const selected = new Set(state.selected);
  if (!selected.delete(id)) selected.add(id);
  return { ...state, selected, anchor: id };
}

export function withRange(state: QueueState, id: string): QueueState {
  const ids = state.items.map(idOf);
  const from = ids.indexOf(state.anchor ?? id);
  const to = ids.indexOf(id);
  if (from < 0 || to < 0) return withToggled(state, id);
  const range = ids.slice(Math.min(from, to), Math.max(from, to) + 1).filter((one) => state.notes.get(one)?.settled !== true);
  return { ...state, selected: new Set([...state.selected, ...range]) };
}
