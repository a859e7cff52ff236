import type { DecisionResult, SearchAnswer } from '../../contract/moderation.ts';
import { Refused } from '../api.ts';
import { type Action, decide } from '../calls.ts';
import { fill, words } from '../i18n/say.ts';
import { noteText } from '../i18n/terms.ts';
import { ask } from '../parts/dialog.tsx';
import { whyNotApplied } from '../queue/results.ts';
import { remember, sayUndoable, type TakeBack } from '../queue/undo.ts';
import { afterAction } from '../text/after-action.ts';
import { toast } from '../toasts.ts';

export type Found = SearchAnswer['comments'][number];
type Show = (comment: Found) => void;

/** Acts on a comment outside the queue: the page shows it at once, and takes it back where it did not hold. Erasing asks first. */
export async function actOn(
  comment: Found,
  action: Exclude<Action, 'undo'>,
  show: Show,
  more: { reason?: string; note?: string } = {},
): Promise<void> {
  const said = words();
  if (action === 'purge') {
    const isSure = await ask({
      title: said.comments.purgeTitle,
      hint: said.comments.purgeHint,
      confirm: said.actions.purge,
      isDanger: true,
    });
    if (!isSure) return;
  }
  show(afterAction(comment, action));
  const work = carryOut(comment, action, show, more);
  remember(work);
  await work;
}

async function carryOut(comment: Found, action: Exclude<Action, 'undo'>, show: Show, more: object): Promise<TakeBack | null> {
  const { done, common } = words();
  const { id, revision } = comment;
  const [result, why] = await decideOne({ id, revision }, action, more);
  if (result?.result !== 'applied') {
    show(comment);
    toast(why ?? done.nothing, { tone: 'bad', kind: 'note' });
    return null;
  }
  const status = result.status ?? comment.status;
  const now = { ...afterAction(comment, action), status, revision: result.revision ?? revision + 1 };
  // What its author had removed before anybody saw it comes back to wait.
  if (action === 'restore' && status === 'pending') now.publicHtml = null;
  show(action === 'purge' ? { ...now, author: null, body: '', findings: [], reported: [] } : now);
  const text = fill(done.one, { done: done[action], name: comment.author?.name ?? common.anonymous });
  if (action === 'purge') {
    toast(text, { kind: 'decision' });
    return null;
  }
  sayUndoable(text);
  return () => takeBack(comment, now.revision, show);
}

async function takeBack(comment: Found, revision: number, show: Show): Promise<void> {
  const [result] = await decide({ items: [{ id: comment.id, revision }], action: 'undo' });
  if (result?.result !== 'applied') {
    toast(noteText(whyNotApplied(result)), { tone: 'bad', kind: 'note' });
    return;
  }
  show({ ...comment, revision: result.revision ?? comment.revision, status: result.status ?? comment.status });
  toast(words().done.undo, { kind: 'decision' });
}

/** One decision's result, or why there is none. */
async function decideOne(
  item: { id: string; revision: number },
  action: Action,
  more: object,
): Promise<readonly [DecisionResult | undefined, string | null]> {
  try {
    const [result] = await decide({ items: [item], action, ...more });
    return [result, result?.result === 'applied' ? null : noteText(whyNotApplied(result))];
  } catch (error) {
    return [undefined, error instanceof Refused ? error.problem.detail : words().common.noConnection];
  }
}
