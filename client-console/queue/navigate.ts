import { signal } from '@preact/signals';
import type { QueueItem } from '../../contract/moderation.ts';
import { askReason } from './reason-question.ts';
import { dispatch, focusedItem, followFocus, keepAhead, queue } from './store.ts';

/** The card whose details are open. */
export const detailsOf = signal<string | null>(null);

/** Moves on to the next or previous card. */
export function moveOn(by: 1 | -1): void {
  askReason(null);
  dispatch({ type: 'moved', by });
  followFocus();
  keepAhead();
}

/** Selects or unselects a card. */
export function toggleSelected(id: string): void {
  dispatch({ type: 'toggled', id });
}

/** Goes past a card; one that was settled elsewhere leaves with that. */
export function skip(id: string): void {
  dispatch({ type: 'focused', id });
  const isLast = queue.value.items.at(-1)?.comment.id === id;
  if (isLast && queue.value.notes.get(id)?.settled === true) {
    dispatch({ type: 'left', ids: new Set([id]) });
    followFocus();
    return;
  }
  moveOn(1);
}

/** Shows more about a card: in the pane where there is room for it, else below the card. */
export function showDetails(item: QueueItem | null = focusedItem.value): void {
  if (item === null) return;
  const pane = document.querySelector<HTMLElement>('.pane');
  if (pane !== null && pane.offsetParent !== null) {
    pane.focus();
    return;
  }
  detailsOf.value = detailsOf.value === item.comment.id ? null : item.comment.id;
}
