import type { QueueItem } from '../../contract/moderation.ts';
import type { CardNote, Placeholder, QueueState } from './queue-state.ts';

/** A row of the list: a card, or the placeholder of one that has left. */
export type Row = { id: string; item: QueueItem } & ({ isPlaceholder: false } | { isPlaceholder: true; note: CardNote | null });

/** Cards and placeholders in the order in which they are shown. */
export function rowsOf(items: readonly QueueItem[], placeholders: readonly Placeholder[]): Row[] {
  const below = new Map<string | null, Placeholder[]>();
  for (const one of placeholders) below.set(one.after, [...(below.get(one.after) ?? []), one]);
  const rows: Row[] = [];
  const addBelow = (id: string | null): void => {
    for (const { item, note } of below.get(id) ?? []) {
      rows.push({ id: item.comment.id, item, isPlaceholder: true, note });
      addBelow(item.comment.id);
    }
  };
  addBelow(null);
  for (const item of items) {
    rows.push({ id: item.comment.id, item, isPlaceholder: false });
    addBelow(item.comment.id);
  }
  return rows;
}

/** The placeholders once these cards have left, too; `note` says why they left. */
export function withPlaceholdersFor(state: QueueState, ids: ReadonlySet<string>, note: CardNote | null): readonly Placeholder[] {
  const added: Placeholder[] = [];
  let above: string | null = null;
  for (const { id, item, isPlaceholder } of rowsOf(state.items, state.placeholders)) {
    if (!isPlaceholder && ids.has(id)) added.push({ item, note: note ?? state.notes.get(id) ?? null, after: above });
    above = id;
  }
  return added.length === 0 ? state.placeholders : [...state.placeholders, ...added];
}

/** The placeholders without some; what stood below one of these now stands below the row above it. */
export function withoutPlaceholders(placeholders: readonly Placeholder[], ids: ReadonlySet<string>): readonly Placeholder[] {
  const aboveOf = new Map(placeholders.map(({ item, after }) => [item.comment.id, after]));
  const rowAbove = (id: string | null): string | null => {
    let at = id;
    while (at !== null && ids.has(at)) at = aboveOf.get(at) ?? null;
    return at;
  };
  return placeholders.filter(({ item }) => !ids.has(item.comment.id)).map((one) => ({ ...one, after: rowAbove(one.after) }));
}

/** The queue without the placeholders of cards that are back. */
export function withoutReturned(state: QueueState): QueueState {
  if (state.placeholders.length === 0) return state;
  const shown = new Set(state.items.map(({ comment }) => comment.id));
  const placeholders = state.placeholders.filter(({ item }) => !shown.has(item.comment.id));
  return placeholders.length === state.placeholders.length ? state : { ...state, placeholders };
}
