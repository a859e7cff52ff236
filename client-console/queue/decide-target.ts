import { formatText } from '../../client-shared/i18n.ts';
import type { Action } from '../calls.ts';
import { texts } from '../i18n/texts.ts';
import { ask } from '../parts/dialog.tsx';
import { toast } from '../toasts.ts';
import { claimedBy } from './claims.ts';
import { decideOn, type Wish } from './decide.ts';
import { draftOf, keepDraft } from './note-drafts.ts';
import { askReason, isAskingFor } from './reason-question.ts';
import { isPermitted } from './permitted.ts';
import { dispatch, queue } from './store.ts';
import type { Target } from './target.ts';

/** For more cards than these the moderator is asked first. */
const ASK_ABOVE = 20;

/** Decides on a card, or on the selection after asking when it is large. Gives whether it was done. */
export async function decideTarget(on: Target | null, action: Wish['action'], reason?: string, writtenNote?: string): Promise<boolean> {
  if (on === null) return false;
  // A note counts for the decision beside which it was written.
  const note = writtenNote ?? (isAskingFor(on) ? draftOf(on).trim() : '');
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
  // A card's note stays for the case that the decision is undone; the next selection is another one.
  if (held && on === 'selection' && note !== '') keepDraft(on, '');
  return held;
}

/** Cards of colleagues on which the moderator has already agreed to decide, each with the colleague. */
const disturbed = new Set<string>();

/** Asks once before cards are decided on which colleagues work; true where none does, or the moderator is sure. */
function mayDisturb(ids: readonly string[], action: Action): true | Promise<boolean> {
  const taken = ids.flatMap((id) => {
    // A card that was settled elsewhere only shows who was first.
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
  if (!isPermitted(item, action)) return false;
  if (action === 'hide') return item.comment.publicHtml !== null;
  return action !== 'escalate' || !item.escalated;
}
