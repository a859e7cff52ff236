import type { DecisionResult } from '../../contract/moderation.ts';
import { MOST_OF_CLUSTER } from '../../server/domain/queue-limits.ts';
import { Refused } from '../api.ts';
import { getQueue } from '../calls.ts';
import { numberText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { noteText } from '../i18n/terms.ts';
import { toast } from '../toasts.ts';
import { recount } from './count.ts';
import { takeAway, type Wish } from './decide.ts';
import { newActionId, send, type Sending } from './outbox.ts';
import { whyNotApplied } from './results.ts';
import { followFocus, loadQueue, queue, setApart } from './store.ts';
import { countOfAction, remember, toastWithUndo, type TakeBack, takeBackAction } from './undo.ts';

/** Decides on all open cases of a cluster at once, also on those that are not loaded; they are undone together. */
export function decideCluster(cluster: string, wish: Wish): void {
  const cards = queue.value.items.filter((item) => item.cluster?.id === cluster);
  const [first] = cards;
  if (first === undefined) return;
  const actionId = newActionId();
  const { id, revision } = first.comment;
  const sending = send({ items: [{ id, revision }], ...wish, cluster, act: actionId });
  const release = setApart(cards.map(({ comment }) => comment.id));
  takeAway(cards);
  remember(
    carryOut(cluster, wish, actionId, sending)
      .catch((error: unknown) => {
        toast(error instanceof Refused ? error.problem.detail : texts().common.noConnection, { tone: 'bad', kind: 'note' });
        return null;
      })
      .finally(() => {
        release();
        void Promise.all([recount(), loadQueue()]).then(followFocus);
      }),
    { sending },
  );
}

async function carryOut(cluster: string, wish: Wish, actionId: string, first: Sending): Promise<TakeBack | null> {
  let results = await first.results;
  if (first.isWithdrawn()) {
    // Only the audit log shows on which other cases of the cluster the lost call decided.
    await takeBackAction(actionId);
    return null;
  }
  let failed: DecisionResult | undefined = results.find(({ result }) => result !== 'applied');
  while (results.length > MOST_OF_CLUSTER) {
    const next = (await getQueue({ cluster, limit: 1 })).items[0];
    if (next === undefined) break;
    const { id, revision } = next.comment;
    results = await send({ items: [{ id, revision }], ...wish, cluster, act: actionId }).results;
    failed ??= results.find(({ result }) => result !== 'applied');
  }
  const n = await countOfAction(actionId);
  if (failed !== undefined) toast(noteText(whyNotApplied(failed)), { tone: 'bad', kind: 'note' });
  if (n === 0) return null;
  const { done } = texts();
  toastWithUndo(formatText(done.many, { done: done[wish.action], n: numberText(n) }));
  return () => takeBackAction(actionId);
}
