import type { SearchAnswer } from '../../contract/moderation.ts';
import type { Action } from '../calls.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { noteText } from '../i18n/terms.ts';
import { ask } from '../parts/dialog.tsx';
import { newActionId, send, type Sending } from '../queue/outbox.ts';
import { whyNotApplied } from '../queue/results.ts';
import { remember, toastWithUndo, type TakeBack } from '../queue/undo.ts';
import { afterAction } from '../text/after-action.ts';
import { toast } from '../toasts.ts';

export type Found = SearchAnswer['comments'][number];
type Show = (comment: Found) => void;

/** Applies an action to a comment outside the queue: the page shows the result at once, and the comment as it was where the action was not applied. Erasing asks first. */
export async function applyAction(
  comment: Found,
  action: Exclude<Action, 'undo'>,
  show: Show,
  more: { reason?: string; note?: string } = {},
): Promise<void> {
  const t = texts();
  if (action === 'purge') {
    const isSure = await ask({
      title: t.comments.purgeTitle,
      hint: t.comments.purgeHint,
      confirm: t.actions.purge,
      isDanger: true,
    });
    if (!isSure) return;
  }
  show(afterAction(comment, action));
  const { id, revision } = comment;
  const sending = send({ items: [{ id, revision }], action, ...more, act: newActionId() });
  const work = carryOut(comment, action, show, sending);
  remember(work, { ids: [id], sending });
  await work;
}

async function carryOut(comment: Found, action: Exclude<Action, 'undo'>, show: Show, sending: Sending): Promise<TakeBack | null> {
  const { done, common } = texts();
  const [result] = await sending.results;
  if (result?.result !== 'applied') {
    show(comment);
    toast(noteText(whyNotApplied(result)), { tone: 'bad', kind: 'note' });
    return null;
  }
  const status = result.status ?? comment.status;
  const revision = result.revision ?? comment.revision + 1;
  if (sending.isWithdrawn()) {
    show({ ...comment, status, revision });
    toast(done.undo, { kind: 'decision' });
    return null;
  }
  const now = { ...afterAction(comment, action), status, revision };
  // A comment that its author had removed before a decision waits for one again.
  if (action === 'restore' && status === 'pending') now.publicHtml = null;
  show(action === 'purge' ? { ...now, author: null, body: '', findings: [], reported: [] } : now);
  const text = formatText(done.one, { done: done[action], name: comment.author?.name || common.anonymous });
  if (action === 'purge') {
    toast(text, { kind: 'decision' });
    return null;
  }
  toastWithUndo(text);
  return () => takeBack(comment, now.revision, show);
}

async function takeBack(comment: Found, revision: number, show: Show): Promise<void> {
  const [result] = await send({ items: [{ id: comment.id, revision }], action: 'undo' }).results;
  if (result?.result !== 'applied') {
    toast(noteText(whyNotApplied(result)), { tone: 'bad', kind: 'note' });
    return;
  }
  show({ ...comment, revision: result.revision ?? comment.revision, status: result.status ?? comment.status });
  toast(texts().done.undo, { kind: 'decision' });
}
