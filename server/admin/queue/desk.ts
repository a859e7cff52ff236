import { signal } from '@preact/signals';
import type { QueueItem } from '../../contract/moderation.ts';
import type { Action } from '../calls.ts';
import { fill, words } from '../i18n/say.ts';
import { ask } from '../parts/dialog.tsx';
import { toast } from '../toasts.ts';
import { decideOn } from './decide.ts';
import { MOST_SELECTED } from './state.ts';
import { dispatch, focusedItem, followFocus, keepAhead, queue } from './store.ts';

/** Above so many one is asked first. */
const ASK_ABOVE = 20;

/** Whose reason for refusing is being asked for: a card, or the selection. */
export const askingFor = signal<{ id: string } | 'selection' | null>(null);
/** A remark for the audit, written beside the reasons. */
export const refusalNote = signal('');
/** The card whose details are open. */
export const detailsOf = signal<string | null>(null);

/** Asks for the reason; of the selection where there is one. A second call for the same closes it again. */
export function askReason(of: { id: string } | 'selection' | null): void {
  const now = askingFor.value;
  const isSame = of !== null && now !== null && (of === now || (of !== 'selection' && now !== 'selection' && of.id === now.id));
  refusalNote.value = '';
  askingFor.value = isSame ? null : of;
}

/** What keys act on: the selection, else the card in focus. */
export function target(): { id: string } | 'selection' | null {
  if (queue.value.selected.size > 0) return 'selection';
  const { focused } = queue.value;
  return focused === null ? null : { id: focused };
}

/** Decides on a card, or on the selection after asking when it is large. */
export async function act(on: { id: string } | 'selection' | null, action: Action, reason?: string): Promise<void> {
  if (on === null) return;
  const note = refusalNote.value.trim();
  askReason(null);
  const ids =
    on === 'selection' ? queue.value.items.map(({ comment }) => comment.id).filter((id) => queue.value.selected.has(id)) : [on.id];
  const fitting = ids.filter((id) => mayDo(id, action));
  if (fitting.length === 0) {
    if (ids.length > 0) toast(words().notes.refusedPlain, { kind: 'note' });
    return;
  }
  if (fitting.length > ASK_ABOVE) {
    const { notes, actions } = words();
    const title = fill(notes.confirmMany, { n: fitting.length, action: wordOfAction(action, actions) });
    if (!(await ask({ title, hint: notes.confirmManyHint, confirm: wordOfAction(action, actions) }))) return;
  }
  if (on === 'selection') dispatch({ type: 'selectionCleared' });
  decideOn(fitting, action, { ...(reason === undefined ? {} : { reason }), ...(note === '' ? {} : { note }) });
}

const wordOfAction = (action: Action, actions: Readonly<Record<Action, string>>): string => actions[action];

/** What is not public cannot be hidden, what was escalated not again. */
function mayDo(id: string, action: Action): boolean {
  const item = queue.value.items.find(({ comment }) => comment.id === id);
  if (item === undefined) return false;
  if (queue.value.notes.get(id)?.settled === true) return true;
  if (action === 'hide') return item.comment.publicHtml !== null;
  return action !== 'escalate' || !item.escalated;
}

/** Moves on to the next or previous card. */
export function moveOn(by: 1 | -1): void {
  askReason(null);
  dispatch({ type: 'moved', by });
  followFocus();
  keepAhead();
}

/** Selects or unselects a card. */
export function toggleSelected(id: string): void {
  const before = queue.value.selected;
  dispatch({ type: 'toggled', id });
  if (queue.value.selected === before && before.size >= MOST_SELECTED)
    toast(fill(words().notes.tooMany, { n: MOST_SELECTED }), { kind: 'note' });
}

/** Goes past a card; one that was settled elsewhere goes away by that. */
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
