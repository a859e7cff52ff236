import type { DecisionResult, QueueItem } from '../../contract/moderation.ts';
import { Refused } from '../api.ts';
import { type Action, decide } from '../calls.ts';
import { fill, words } from '../i18n/say.ts';
import { noteText } from '../i18n/terms.ts';
import { toast } from '../toasts.ts';
import { whyNotApplied } from './results.ts';
import type { CardNote } from './state.ts';
import { dispatch, followFocus, keepAhead, loadQueue, passOn, queue, rereadItem, setApart } from './store.ts';
import { remember, sayUndoable, type TakeBack } from './undo.ts';

/** Comments that this page has decided on lately: their live news are no news here. */
const own = new Set<string>();
export const isOwnDecision = (id: string): boolean => own.has(id);

/**
 * Decides on cards: they leave at once, the next is focused; where the decision did not hold they come back.
 * @returns whether it held for any of them.
 */
export function decideOn(ids: readonly string[], action: Action, more: { reason?: string; note?: string } = {}): Promise<boolean> {
  const { items, notes } = queue.value;
  const wanted = items.filter(({ comment }) => ids.includes(comment.id));
  const settled = wanted.filter(({ comment }) => notes.get(comment.id)?.settled === true);
  const open = wanted.filter((item) => !settled.includes(item));
  if (settled.length > 0) takeAway(settled);
  if (open.length === 0) return Promise.resolve(false);
  const order = items.map(({ comment }) => comment.id);
  if (action === 'escalate')
    passOn(
      open.map(({ comment }) => comment.id),
      true,
    );
  // A hidden comment is still to be judged: its card stays.
  if (action !== 'hide') takeAway(open);
  followFocus();
  keepAhead();
  const work = carryOut(open, order, action, more);
  remember(work);
  return work.then((applied) => applied !== null);
}

function takeAway(items: readonly QueueItem[]): void {
  dispatch({ type: 'left', ids: new Set(items.map(({ comment }) => comment.id)) });
}

async function carryOut(
  cards: QueueItem[],
  order: readonly string[],
  action: Action,
  more: { reason?: string; note?: string },
): Promise<TakeBack | null> {
  const ids = cards.map(({ comment }) => comment.id);
  const release = setApart(ids);
  for (const id of ids) own.add(id);
  try {
    const results = await decide({ items: cards.map(({ comment: { id, revision } }) => ({ id, revision })), action, ...more });
    release();
    const applied = cards.flatMap((item) => {
      const result = results.find(({ id }) => id === item.comment.id);
      return result?.result === 'applied' ? [{ item, revision: result.revision ?? item.comment.revision + 1 }] : [];
    });
    if (action === 'hide')
      for (const { item, revision } of applied) dispatch({ type: 'changed', item: hidden(item, revision), note: null });
    sayDone(
      action,
      applied.map(({ item }) => item),
    );
    for (const item of cards) {
      const result = results.find(({ id }) => id === item.comment.id);
      if (result?.result !== 'applied') await bringBack(item, order, action, result);
    }
    refillWhenEmpty();
    return applied.length === 0 ? null : () => takeBack(applied, order, action);
  } catch (error) {
    release();
    passOn(ids, false);
    const note: CardNote =
      error instanceof Refused ? { kind: 'refused', settled: false, detail: error.problem.detail } : { kind: 'failed', settled: false };
    dispatch({ type: 'returned', items: cards.map((item) => ({ item, note })), order, focus: false });
    toast(noteText(note), { tone: 'bad', kind: 'note' });
    return null;
  }
}

/** A card whose decision did not hold comes back and says why. */
async function bringBack(item: QueueItem, order: readonly string[], action: Action, result: DecisionResult | undefined): Promise<void> {
  own.delete(item.comment.id);
  if (action === 'escalate') passOn([item.comment.id], false);
  const { item: now, note } = await whyNot(item, result);
  dispatch({ type: 'returned', items: [{ item: now, note }], order, focus: false });
  toast(noteText(note), { tone: 'bad', kind: 'note' });
}

async function whyNot(item: QueueItem, result: DecisionResult | undefined): Promise<{ item: QueueItem; note: CardNote }> {
  if (result?.result !== 'stale') return { item, note: whyNotApplied(result) };
  // Stale but still waiting: its text or its reports changed, and it is to be looked at again.
  const now = result.status === 'pending' ? await rereadItem(item).catch(() => null) : null;
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

function sayDone(action: Action, done: readonly QueueItem[]): void {
  const { done: said, common } = words();
  const [first] = done;
  if (first === undefined) return;
  const text =
    done.length === 1
      ? fill(said.one, { done: said[action], name: first.comment.author?.name ?? common.anonymous })
      : fill(said.many, { done: said[action], n: done.length });
  sayUndoable(text);
}

/** An empty list may be so only because news came while everything was being decided. */
function refillWhenEmpty(): void {
  const { items, phase, total } = queue.value;
  if (items.length === 0 && phase === 'ready' && total > 0) void loadQueue();
}

/** Takes a decision back; the cards return to their places. @throws like any call. */
async function takeBack(cards: readonly { item: QueueItem; revision: number }[], order: readonly string[], action: Action): Promise<void> {
  const results = await decide({ items: cards.map(({ item, revision }) => ({ id: item.comment.id, revision })), action: 'undo' });
  const back = cards.flatMap(({ item }) => {
    const result = results.find(({ id }) => id === item.comment.id);
    if (result?.result !== 'applied') return [];
    const comment = { ...item.comment, revision: result.revision ?? item.comment.revision, status: result.status ?? item.comment.status };
    return [{ item: { ...item, comment, claim: null }, note: null }];
  });
  if (action === 'escalate')
    passOn(
      back.map(({ item }) => item.comment.id),
      false,
    );
  if (back.length > 0) {
    dispatch({ type: 'returned', items: back, order, focus: true });
    followFocus();
    toast(words().done.undone, { kind: 'decision' });
  }
  const failed = results.find(({ result }) => result !== 'applied');
  if (failed !== undefined) toast(noteText(whyNotApplied(failed)), { tone: 'bad', kind: 'note' });
}
