import type { ServerToStaff } from '../../contract/live.ts';
import { DECISION_ACTIONS } from '../../server/domain/decision-words.ts';
import { clockText } from '../i18n/format.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { connectLive } from '../live.ts';
import { goTo } from '../router.ts';
import { staff } from '../session.ts';
import { NOTICE_SHOWN_FOR, toast } from '../toasts.ts';
import { claimFromNow, withClaimInTime } from './claim-time.ts';
import { isOwnDecision } from './decide.ts';
import { onStats, recount } from './count.ts';
import { fits, insertPositionIn } from './filters.ts';
import type { CardNote } from './queue-state.ts';
import { catchUp, dispatch, filters, isApart, queue, readItem } from './store.ts';

type Payload<N extends keyof ServerToStaff> = Parameters<ServerToStaff[N]>[0];

/** Decisions after which a case is no longer open. */
const CLOSING: ReadonlySet<string> = new Set(['approve', 'reject', 'spam', 'purge', 'restore', 'void']);

/** Follows the live events for moderators; gives what ends it. */
export function followLiveUpdates(): () => void {
  return connectLive(
    (socket) => {
      socket.on('queue.added', ({ item }) => onAdded(item));
      socket.on('queue.claimed', ({ ids, claim }) =>
        dispatch({ type: 'claimed', ids, claim: claim === null ? null : claimFromNow(claim) }),
      );
      socket.on('queue.decided', onDecided);
      socket.on('thread.burst', onBurst);
      socket.on('stats', onStats);
    },
    () => {
      void catchUp();
      void recount();
    },
  );
}

function onAdded(item: Payload<'queue.added'>['item']): void {
  if (queue.value.phase !== 'ready' || isApart(item.comment.id) || !fits(item, filters.value)) return;
  dispatch({ type: 'added', item: withClaimInTime(item), position: insertPositionIn(filters.value.sort, queue.value.nextCursor !== null) });
}

/** Shows that an article gets many comments at once; a button filters the queue by that article. */
function onBurst({ threadId, site, title, until }: Payload<'thread.burst'>): void {
  const { queue: t } = texts();
  const text = title === '' ? t.burstUntitled : t.burst;
  const run = (): void => goTo('queue', [], { site, thread: threadId });
  toast(formatText(text, { title, t: clockText(until) }), { kind: 'burst', lasts: NOTICE_SHOWN_FOR, action: { label: t.burstGo, run } });
}

function onDecided({ id, action, by }: Payload<'queue.decided'>): void {
  const isMine = by.id === staff.value?.id;
  if (isApart(id) || (isMine && isOwnDecision(id))) return;
  const { items, fresh, focused } = queue.value;
  if (!CLOSING.has(action)) return void bringUpToDate(id);
  if (![...items, ...fresh].some(({ comment }) => comment.id === id)) return;
  const known = DECISION_ACTIONS.find((one) => one === action);
  const note: CardNote =
    known === undefined
      ? { kind: 'gone', settled: true }
      : { kind: 'stale', settled: true, by: { ...by, action: known, at: new Date().toISOString() } };
  // The card that the moderator is reading stays, with a note that names the colleague who was first.
  dispatch({ type: 'settled', id, note, stays: focused === id && !isMine });
}

/** Updates a case that stays open: it may fit the filters by now, or no longer. */
async function bringUpToDate(id: string): Promise<void> {
  const now = await readItem(id).catch(() => null);
  if (now === null || isApart(id)) return;
  const isHere = [...queue.value.items, ...queue.value.fresh].some(({ comment }) => comment.id === id);
  if (!fits(now, filters.value)) dispatch({ type: 'left', ids: new Set([id]) });
  else if (isHere) dispatch({ type: 'changed', item: now, note: null });
  else onAdded(now);
}
