import type { AuditView } from '../../contract/moderation.ts';
import { UNDO_WINDOW } from '../../server/domain/queue-limits.ts';
import { Refused } from '../api.ts';
import { getAudit } from '../calls.ts';
import { texts } from '../i18n/texts.ts';
import { noteText } from '../i18n/terms.ts';
import { route } from '../router.ts';
import { staff } from '../session.ts';
import { toast } from '../toasts.ts';
import { recount } from './count.ts';
import { fits } from './filters.ts';
import { send, type Sending } from './outbox.ts';
import { whyNotApplied } from './results.ts';
import { dispatch, filters, followFocus, loadQueue, readItem } from './store.ts';

/** Undoes one thing that a moderator did. Throws like any call that gets no answer. */
export type TakeBack = () => Promise<void>;

interface UndoableAction {
  /** Gives what undoes it; null once it turns out that nothing was applied. */
  work: Promise<TakeBack | null>;
  /** The comments on which it decided. */
  ids: readonly string[];
  sending: Sending | null;
}

/** So many actions are kept for undoing, one after the other; older ones are read from the audit log. */
const MOST = 50;
const undoable: UndoableAction[] = [];

/** Remembers an action, which may not be answered yet. */
export function remember(
  work: Promise<TakeBack | null>,
  { ids = [], sending = null }: Partial<Pick<UndoableAction, 'ids' | 'sending'>> = {},
): void {
  undoable.push({ work, ids, sending });
  if (undoable.length > MOST) undoable.shift();
}

/** Shows what was done, with a button that undoes it. */
export function toastWithUndo(text: string): void {
  toast(text, { kind: 'decision', action: { label: texts().actions.undo, run: () => void undoLast(), key: 'u' } });
}

/**
 * Undoes the last action, also one that is not answered yet or was done before the page was loaded. What
 * could not be asked can be asked again.
 */
export async function undoLast(): Promise<void> {
  let last: UndoableAction | undefined;
  let takeBack: TakeBack | null = null;
  try {
    while (takeBack === null) {
      last = undoable.pop();
      if (last === undefined) return await undoEarlier();
      if (last.sending?.isWaiting() === true) toast(texts().unsent.undoLater, { kind: 'decision' });
      // The code that sent it brings the cards back.
      if (last.sending?.withdraw() === true) return;
      takeBack = await last.work;
    }
    await takeBack();
  } catch (error) {
    if (last !== undefined && takeBack !== null) undoable.push({ ...last, work: Promise.resolve(takeBack) });
    toast(error instanceof Refused ? error.problem.detail : texts().common.noConnection, { tone: 'bad', kind: 'note' });
  }
}

const PAGE = 100;
/** Enough to undo a decision on a cluster of thousands, twice over. */
const MOST_PAGES = 100;

/** This moderator's decisions that can still be undone: those with an action's id, else those of the last action. */
async function undoableOf(actionId: string | null): Promise<AuditView[]> {
  const found: AuditView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { entries, nextCursor } = await getAudit({ by: staff.value?.id, limit: PAGE, cursor });
    const undoable = entries.filter(({ undo }) => undo !== null);
    const wanted = actionId ?? actionIdOf(found[0] ?? undoable[0]);
    found.push(...undoable.filter((entry) => actionIdOf(entry) === wanted));
    // The log goes back in time: behind another action, or an entry that is too old, there is no more of this one.
    const last = entries.at(-1);
    const isTooOld = last === undefined || Date.now() - Date.parse(last.at) > 2 * UNDO_WINDOW;
    if (nextCursor === null || isTooOld || (found.length > 0 && found.at(-1) !== last)) break;
    cursor = nextCursor;
  }
  return found;
}

/** The id of the action to which an entry belongs; an entry that was not made by this console is one by itself. */
const actionIdOf = (entry: AuditView | undefined): string | null =>
  entry === undefined ? null : typeof entry.data.act === 'string' ? entry.data.act : entry.id;

/** On how many comments an action was applied and can be undone. @throws like any call. */
export const countOfAction = async (actionId: string): Promise<number> => (await undoableOf(actionId)).length;

/** Undoes all decisions of one action, as they stand in the audit log. @throws like any call. */
export async function takeBackAction(actionId: string): Promise<void> {
  await takeBackEntries(await undoableOf(actionId));
}

async function undoEarlier(): Promise<void> {
  const entries = await undoableOf(null);
  if (entries.length === 0) toast(texts().done.nothing, { kind: 'decision' });
  else await takeBackEntries(entries);
}

/** Undoes decisions of the audit log; gives whether all of them were undone. @throws like any call. */
export async function takeBackEntries(entries: readonly AuditView[]): Promise<boolean> {
  const items = entries.flatMap(({ subject, undo }) => (undo === null ? [] : [{ id: subject, revision: undo.revision }]));
  const results = await send({ items, action: 'undo' }).results;
  const back = results.filter(({ result }) => result === 'applied').map(({ id }) => id);
  for (const id of back) forgetActionsOn(id);
  if (back.length > 0) toast(texts().done.undone, { kind: 'decision' });
  const failed = results.find(({ result }) => result !== 'applied');
  if (failed !== undefined) toast(noteText(whyNotApplied(failed)), { tone: 'bad', kind: 'note' });
  await showAgain(back);
  return failed === undefined;
}

/** Forgets the actions on a comment: what was undone elsewhere is not undone a second time. */
function forgetActionsOn(id: string): void {
  const at = undoable.findIndex(({ ids }) => ids.length === 1 && ids[0] === id);
  if (at >= 0) undoable.splice(at, 1);
}

/** More cards than this are read as a list. */
const ONE_BY_ONE = 10;

/** Shows cases that were undone and fit the filters on top, the first in focus. */
async function showAgain(ids: readonly string[]): Promise<void> {
  void recount();
  if (ids.length > ONE_BY_ONE) await loadQueue();
  else {
    const read = await Promise.all(ids.map((id) => readItem(id)));
    const items = read.flatMap((item) => (item !== null && fits(item, filters.value) ? [{ item, note: null }] : []));
    if (items.length > 0) dispatch({ type: 'returned', items, order: [], focus: true });
  }
  if (route.value.screen === 'queue') followFocus();
}
