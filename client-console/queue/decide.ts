import type { DecisionResult, QueueItem } from '../../contract/moderation.ts';
import type { Action } from '../calls.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { noteText } from '../i18n/terms.ts';
import { toast } from '../toasts.ts';
import { recount, shownCount } from './count.ts';
import { fits } from './filters.ts';
import { newActionId, send, type Sending } from './outbox.ts';
import { whyNotApplied } from './results.ts';
import type { CardNote } from './queue-state.ts';
import { dispatch, filters, followFocus, isApart, keepAhead, loadQueue, queue, readItem, setApart } from './store.ts';
import { remember, toastWithUndo, type TakeBack } from './undo.ts';

/** A decision with its reason. */
export interface Wish {
  action: Exclude<Action, 'undo'>;
  reason?: string | undefined;
  note?: string | undefined;
}

/** Comments on which this page has decided: it ignores their live updates. */
const own = new Set<string>();
export const isOwnDecision = (id: string): boolean => own.has(id);

/**
 * Decides on cards: they leave at once, the next is focused; where the decision was not applied they come back.
 * Without a connection it waits and is sent by itself.
 * @returns whether it was applied to any of them
 */
export function decideOn(ids: readonly string[], wish: Wish): Promise<boolean> {
  const { items, notes } = queue.value;
  const wanted = items.filter(({ comment }) => ids.includes(comment.id));
  const settled = wanted.filter(({ comment }) => notes.get(comment.id)?.settled === true);
  const unsettled = wanted.filter((item) => !settled.includes(item));
  const open = unsettled.filter(({ comment }) => !isApart(comment.id));
  if (settled.length > 0) takeAway(settled);
  if (open.length < unsettled.length) toast(texts().unsent.oneAtATime, { kind: 'note' });
  if (open.length === 0) return Promise.resolve(false);
  const order = items.map(({ comment }) => comment.id);
  // A hidden comment still needs a decision: its card stays.
  if (wish.action !== 'hide') takeAway(open);
  followFocus();
  keepAhead();
  const openIds = open.map(({ comment }) => comment.id);
  const sending = send({ items: open.map(({ comment: { id, revision } }) => ({ id, revision })), ...wish, act: newActionId() });
  const work = carryOut(open, order, wish.action, sending);
  remember(work, { ids: openIds, sending });
  return work.then((takeBack) => takeBack !== null);
}

/** Takes cards off the list. */
export function takeAway(items: readonly QueueItem[]): void {
  dispatch({ type: 'left', ids: new Set(items.map(({ comment }) => comment.id)) });
}

async function carryOut(cards: QueueItem[], order: readonly string[], action: Wish['action'], sending: Sending): Promise<TakeBack | null> {
  const ids = cards.map(({ comment }) => comment.id);
  const release = setApart(ids);
  for (const id of ids) own.add(id);
  const results = await sending.results;
  release();
  if (sending.isWithdrawn()) {
    returnTakenBack(cards, order, results);
    return null;
  }
  const applied = cards.flatMap((item) => {
    const result = results.find(({ id }) => id === item.comment.id);
    return result?.result === 'applied' ? [{ item, revision: result.revision ?? item.comment.revision + 1 }] : [];
  });
  if (action === 'hide') for (const { item, revision } of applied) dispatch({ type: 'changed', item: hidden(item, revision), note: null });
  toastDone(
    action,
    applied.map(({ item }) => item),
  );
  for (const item of cards) {
    const result = results.find(({ id }) => id === item.comment.id);
    if (result?.result !== 'applied') await bringBack(item, order, result);
  }
  void refillWhenEmpty();
  return applied.length === 0 ? null : () => takeBack(applied, order);
}

type Returned = readonly { item: QueueItem; note: CardNote | null }[];

/** Puts cards back where they were, those that fit the filters as they are by now. */
function giveBack(items: Returned, order: readonly string[], focus: boolean): void {
  const fitting = items.filter(({ item }) => fits(item, filters.value));
  if (fitting.length > 0) dispatch({ type: 'returned', items: fitting, order, focus });
}

/** A card whose decision was not applied comes back with a note that gives the reason. */
async function bringBack(item: QueueItem, order: readonly string[], result: DecisionResult | undefined): Promise<void> {
  own.delete(item.comment.id);
  const { item: now, note } = await whyNot(item, result);
  giveBack([{ item: now, note }], order, false);
  toast(noteText(note), { tone: 'bad', kind: 'note' });
}

async function whyNot(item: QueueItem, result: DecisionResult | undefined): Promise<{ item: QueueItem; note: CardNote }> {
  if (result?.result !== 'stale') return { item, note: whyNotApplied(result) };
  // Stale but still waiting: its text or its reports changed, and it is to be looked at again.
  const now = result.status === 'pending' ? await readItem(item.comment.id).catch(() => null) : null;
  if (now !== null) return { item: now, note: { kind: 'changed', settled: false } };
  return { item, note: whyNotApplied(result) };
}

function hidden(item: QueueItem, revision: number): QueueItem {
  const { comment } = item;
  return {
    ...item,
    comment: { ...comment, revision, status: 'pending', publicHtml: null },
    reasons: [...new Set([...item.reasons, 'hidden'])],
  };
}

function toastDone(action: Wish['action'], done: readonly QueueItem[]): void {
  const { done: t, common } = texts();
  const [first] = done;
  if (first === undefined) return;
  const text =
    done.length === 1
      ? formatText(t.one, { done: t[action], name: first.comment.author?.name || common.anonymous })
      : formatText(t.many, { done: t[action], n: done.length });
  toastWithUndo(text);
}

/** Reads an empty list again where the service counts open cases: cases may have come in while the last ones were decided. */
async function refillWhenEmpty(): Promise<void> {
  await recount();
  const { items, phase } = queue.value;
  if (items.length === 0 && phase === 'ready' && (shownCount.value ?? 0) > 0) await loadQueue();
}

/** Undoes a decision; the cards return to where they were. @throws like any call. */
async function takeBack(cards: readonly { item: QueueItem; revision: number }[], order: readonly string[]): Promise<void> {
  const { results } = send({ items: cards.map(({ item, revision }) => ({ id: item.comment.id, revision })), action: 'undo' });
  returnTakenBack(
    cards.map(({ item }) => item),
    order,
    await results,
  );
}

function returnTakenBack(cards: readonly QueueItem[], order: readonly string[], results: readonly DecisionResult[]): void {
  const back = cards.flatMap((item) => {
    const result = results.find(({ id }) => id === item.comment.id);
    if (result?.result !== 'applied') return [];
    const comment = { ...item.comment, revision: result.revision ?? item.comment.revision, status: result.status ?? item.comment.status };
    return [{ item: { ...item, comment, claim: null }, note: null }];
  });
  if (back.length > 0) {
    giveBack(back, order, true);
    followFocus();
    toast(texts().done.undone, { kind: 'decision' });
  }
  const failed = results.find(({ result }) => result !== 'applied');
  if (failed !== undefined) toast(noteText(whyNotApplied(failed)), { tone: 'bad', kind: 'note' });
  void recount();
}
