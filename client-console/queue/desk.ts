import { signal } from '@preact/signals';
import type { QueueItem } from '../../contract/moderation.ts';
import type { Action } from '../calls.ts';
import { formatText, texts } from '../i18n/texts.ts';
import { ask } from '../parts/dialog.tsx';
import { toast } from '../toasts.ts';
import { claimedBy } from './claims.ts';
import { decideOn, type Wish } from './decide.ts';
import { dispatch, focusedItem, followFocus, keepAhead, queue } from './store.ts';

/** Above so many one is asked first. */
const ASK_ABOVE = 20;

/** Whose reason for refusing is being asked for: a card, or the selection. */
export const askingFor = signal<{ id: string } | 'selection' | null>(null);
/** What a reason's key does while the reasons are open; the open picker sets it. */
export const pickReason = signal<((reason: string) => void) | null>(null);
/** Is the remark's field to get the keyboard's focus? Reset by whoever grants it. */
export const noteWish = signal(false);
/** Remarks for the audit, kept until they are used: going on to another card and back loses none. */
const drafts = signal<ReadonlyMap<string, string>>(new Map());
/** The card whose details are open. */
export const detailsOf = signal<string | null>(null);

const MOST_DRAFTS = 200;
const draftKey = (of: { id: string } | 'selection'): string => (of === 'selection' ? of : of.id);

/** The remark as far as it is written. */
export const draftOf = (of: { id: string } | 'selection'): string => drafts.value.get(draftKey(of)) ?? '';

/** Keeps a remark; an empty one is dropped. */
export function keepDraft(of: { id: string } | 'selection', text: string): void {
  const next = new Map(drafts.value);
  next.delete(draftKey(of));
  if (text !== '') next.set(draftKey(of), text);
  for (const oldest of next.keys()) {
    if (next.size <= MOST_DRAFTS) break;
    next.delete(oldest);
  }
  drafts.value = next;
}

/** Asks for the reason, ready for a remark. */
export function askNote(of: { id: string } | 'selection' | null): void {
  if (askingFor.value === null) askReason(of);
  noteWish.value = askingFor.value !== null;
}

/** Asks for the reason; of the selection where there is one. A second call for the same closes it again. */
export function askReason(of: { id: string } | 'selection' | null): void {
  askingFor.value = of !== null && isAskingFor(of) ? null : of;
}

/** Is the reason for refusing this being asked for? */
export function isAskingFor(of: { id: string } | 'selection'): boolean {
  const now = askingFor.value;
  return now !== null && draftKey(now) === draftKey(of);
}

/** What keys act on: the selection, else the card in focus. */
export function target(): { id: string } | 'selection' | null {
  if (queue.value.selected.size > 0) return 'selection';
  const { focused } = queue.value;
  return focused === null ? null : { id: focused };
}

/** Decides on a card, or on the selection after asking when it is large. Gives whether it was done. */
export async function decideTarget(
  on: { id: string } | 'selection' | null,
  action: Wish['action'],
  reason?: string,
  remark?: string,
): Promise<boolean> {
  if (on === null) return false;
  // A remark counts for the decision that it was written beside.
  const note = remark ?? (isAskingFor(on) ? draftOf(on).trim() : '');
  askReason(null);
  const ids =
    on === 'selection' ? queue.value.items.map(({ comment }) => comment.id).filter((id) => queue.value.selected.has(id)) : [on.id];
  const fitting = ids.filter((id) => mayDo(id, action));
  if (fitting.length === 0) {
    if (ids.length > 0) toast(texts().notes.refusedPlain, { kind: 'note' });
    return false;
  }
  if (fitting.length > ASK_ABOVE) {
    const { notes, actions } = texts();
    const title = formatText(notes.confirmMany, { n: fitting.length, action: actionLabel(action, actions) });
    if (!(await ask({ title, hint: notes.confirmManyHint, confirm: actionLabel(action, actions) }))) return false;
  }
  if (!(await mayDisturb(fitting, action))) return false;
  if (on === 'selection') dispatch({ type: 'selectionCleared' });
  const held = await decideOn(fitting, { action, ...(reason === undefined ? {} : { reason }), ...(note === '' ? {} : { note }) });
  // A card's remark stays for the case that the decision is undone; the next selection is another.
  if (held && on === 'selection' && note !== '') keepDraft(on, '');
  return held;
}

/** Cards of colleagues that the moderator has already said yes to; with whose claim it was. */
const disturbed = new Set<string>();

/** Asks once before cards are decided that colleagues work on; true where nobody does, or the moderator is sure. */
function mayDisturb(ids: readonly string[], action: Action): true | Promise<boolean> {
  const taken = ids.flatMap((id) => {
    // A card that only says who was first is decided no more.
    const by = queue.value.notes.get(id)?.settled === true ? null : claimedBy(id);
    return by === null || disturbed.has(`${id} ${by.id}`) ? [] : [{ key: `${id} ${by.id}`, name: by.name }];
  });
  const [first] = taken;
  if (first === undefined) return true;
  const { notes, actions } = texts();
  const title =
    taken.length === 1 ? formatText(notes.confirmTaken, { name: first.name }) : formatText(notes.confirmTakenMany, { n: taken.length });
  return ask({ title, hint: notes.confirmTakenHint, confirm: actionLabel(action, actions) }).then((isSure) => {
    if (isSure) for (const { key } of taken) disturbed.add(key);
    return isSure;
  });
}

const actionLabel = (action: Action, actions: Readonly<Record<Action, string>>): string => actions[action];

/** What is not public cannot be hidden, what was escalated not again. */
export function mayDo(id: string, action: Action): boolean {
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
  dispatch({ type: 'toggled', id });
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
