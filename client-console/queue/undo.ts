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

/** Takes one act back. Throws like any call when it could not be asked. */
export type TakeBack = () => Promise<void>;

interface UndoableAction {
  /** Gives the way to take it back; null once it turns out that nothing came of it. */
  work: Promise<TakeBack | null>;
  /** The comments that it is about. */
  ids: readonly string[];
  sending: Sending | null;
}

/** So many acts can be taken back one after the other from memory; what is older is asked of the service. */
const MOST = 50;
const undoable: UndoableAction[] = [];

/** Remembers an act that may still be on its way. */
export function remember(
  work: Promise<TakeBack | null>,
  { ids = [], sending = null }: Partial<Pick<UndoableAction, 'ids' | 'sending'>> = {},
): void {
  undoable.push({ work, ids, sending });
  if (undoable.length > MOST) undoable.shift();
}

/** Says what was done, with the way back. */
export function toastWithUndo(text: string): void {
  toast(text, { kind: 'decision', action: { label: texts().actions.undo, run: () => void undoLast(), key: 'u' } });
}

/**
 * Takes the last act back, also one that is still on its way or was done before the page was loaded. What
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
      // The act itself then brings back what it took away.
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
/** Twice the largest act: all of a cluster of thousands, taken back. */
const MOST_PAGES = 100;

/** One’s own decisions of one act that can still be taken back: of the act named, else of the last one. */
async function undoableOf(act: string | null): Promise<AuditView[]> {
  const found: AuditView[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { entries, nextCursor } = await getAudit({ by: staff.value?.id, limit: PAGE, cursor });
    const undoable = entries.filter(({ undo }) => undo !== null);
    const wanted = act ?? actionIdOf(found[0] ?? undoable[0]);
    found.push(...undoable.filter((entry) => actionIdOf(entry) === wanted));
    // The log goes back in time: behind another act, or what is too old, there is no more of this one.
    const last = entries.at(-1);
    const isTooOld = last === undefined || Date.now() - Date.parse(last.at) > 2 * UNDO_WINDOW;
    if (nextCursor === null || isTooOld || (found.length > 0 && found.at(-1) !== last)) break;
    cursor = nextCursor;
  }
  return found;
}

/** The act that an entry belongs to; one that was not done by this console is an act of its own. */
const actionIdOf = (entry: AuditView | undefined): string | null =>
  entry === undefined ? null : typeof entry.data.act === 'string' ? entry.data.act : entry.id;

/** On how many comments an act was applied and can be taken back. @throws like any call. */
export const countOfAction = async (act: string): Promise<number> => (await undoableOf(act)).length;

/** Takes back all that was done in one act, as the service knows it. @throws like any call. */
export async function takeBackAction(act: string): Promise<void> {
  await takeBackEntries(await undoableOf(act));
}

async function undoEarlier(): Promise<void> {
  const entries = await undoableOf(null);
  if (entries.length === 0) toast(texts().done.nothing, { kind: 'decision' });
  else await takeBackEntries(entries);
}

/** Takes back decisions that stand in the log; gives whether all of them could be. @throws like any call. */
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

/** What was taken back elsewhere is not taken back a second time from here. */
function forgetActionsOn(id: string): void {
  const at = undoable.findIndex(({ ids }) => ids.length === 1 && ids[0] === id);
  if (at >= 0) undoable.splice(at, 1);
}

/** More cards than this are read as a list. */
const ONE_BY_ONE = 10;

/** Shows cases that came back and belong to what is shown on top, the first in focus. */
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
