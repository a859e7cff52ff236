import { effect } from '@preact/signals';
import { CLAIM_MS } from '../../server/domain/claim.ts';
import { claim, releaseClaims, renewClaims } from '../calls.ts';
import { formatText } from '../../client-shared/i18n.ts';
import { texts } from '../i18n/texts.ts';
import { route } from '../router.ts';
import { staff } from '../session.ts';
import { toast } from '../toasts.ts';
import { isPermitted } from './permitted.ts';
import { type Claim, isFreeFor } from './queue-state.ts';
import { dispatch, followFocus, queue } from './store.ts';

/** Well before a claim ends. */
const RENEW_EVERY = CLAIM_MS / 4;
/** A card counts as being worked on after the focus has been on it so long, ms. */
const SETTLED_AFTER = 500;
const BATCH = 20;

/** Claimed as a batch: kept until decided, not released by moving on. */
const batchClaims = new Set<string>();
let focusClaim: string | null = null;

const isOpen = (id: string): boolean =>
  queue.value.items.some(({ comment }) => comment.id === id && queue.value.notes.get(id)?.settled !== true);
const held = (): string[] => [...new Set([...batchClaims, ...(focusClaim === null ? [] : [focusClaim])])].filter(isOpen);

/** Ignores failures: a claim is only a hint to colleagues. */
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

/** The card that the moderator looks at; null on other screens. */
const lookedAt = (): string | null => (route.value.screen === 'queue' ? queue.value.focused : null);

function letGo(id: string): void {
  if (!batchClaims.has(id) && isOpen(id)) quietly(releaseClaims([id]));
}

/**
 * Claims the card that is looked at, renews the claims while the page is visible, and gives them back when
 * moving on. Gives what ends it and releases all claims.
 */
export function keepClaims(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stopFollowing = effect(() => {
    const looked = lookedAt();
    clearTimeout(timer);
    if (looked === focusClaim) return;
    timer = setTimeout(() => {
      const before = focusClaim;
      focusClaim = lookedAt();
      if (before === focusClaim) return;
      if (before !== null) letGo(before);
      const free = focusClaim !== null && isOpen(focusClaim) && isForMe(focusClaim) && !isTakenByOthers(focusClaim);
      if (free && focusClaim !== null) quietly(claim([focusClaim]));
    }, SETTLED_AFTER);
  });
  const stopEnding = endClaimsInTime();
  const renewing = setInterval(() => {
    for (const id of batchClaims) if (!isOpen(id)) batchClaims.delete(id);
    if (!document.hidden) quietly(renewHeld());
  }, RENEW_EVERY);
  const leave = (): void => {
    const ids = held();
    if (ids.length > 0) quietly(releaseClaims(ids, true));
  };
  addEventListener('pagehide', leave);
  return () => {
    stopFollowing();
    stopEnding();
    clearTimeout(timer);
    clearInterval(renewing);
    removeEventListener('pagehide', leave);
    const ids = held();
    batchClaims.clear();
    focusClaim = null;
    if (ids.length > 0) quietly(releaseClaims(ids));
  };
}

/** Renews what is held; what has ended meanwhile, as in a page that was out of sight, is given up. */
async function renewHeld(): Promise<void> {
  const ids = held();
  if (ids.length === 0) return;
  const renewed = await renewClaims(ids);
  for (const id of ids) if (!renewed.ids.includes(id)) batchClaims.delete(id);
  markOwnClaims(renewed.ids.filter((id) => batchClaims.has(id)));
}

function markOwnClaims(ids: readonly string[]): void {
  const me = staff.value;
  const until = new Date(Date.now() + CLAIM_MS).toISOString();
  if (me !== null && ids.length > 0) dispatch({ type: 'claimed', ids, claim: { staff: { id: me.id, name: me.name }, until } });
}

/** Removes claims from the screen when their time is over; gives what ends that. */
function endClaimsInTime(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    clearTimeout(timer);
    const ends = [...queue.value.items, ...queue.value.fresh].flatMap(({ claim: one }) => (one === null ? [] : [Date.parse(one.until)]));
    if (ends.length === 0) return;
    const first = Math.min(...ends);
    timer = setTimeout(() => dispatch({ type: 'claimsEnded', now: Math.max(Date.now(), first) }), Math.max(0, first - Date.now()));
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}

/** The colleague whose claim is on a card, or null. */
export function claimedBy(id: string): Claim['staff'] | null {
  const item = queue.value.items.find(({ comment }) => comment.id === id);
  return item === undefined || isFreeFor(staff.value?.id ?? '', item) ? null : (item.claim?.staff ?? null);
}

const isTakenByOthers = (id: string): boolean => claimedBy(id) !== null;
/** May this moderator end the case? Nobody claims a case that they cannot end. */
const isForMe = (id: string): boolean => queue.value.items.some((item) => item.comment.id === id && isPermitted(item, 'approve'));

/** Claims the next cases from the focus on, so that colleagues leave them to this moderator, and goes to the first claimed one. */
export async function claimNext(): Promise<void> {
  const { items, focused } = queue.value;
  const from = Math.max(
    0,
    items.findIndex(({ comment }) => comment.id === focused),
  );
  const wanted = items
    .slice(from)
    .map(({ comment }) => comment.id)
    .filter((id) => isOpen(id) && isForMe(id) && !isTakenByOthers(id))
    .slice(0, BATCH);
  if (wanted.length === 0) {
    toast(texts().queue.nothingToClaim);
    goToFirstOfMine();
    return;
  }
  try {
    const { ids } = await claim(wanted);
    for (const id of ids) batchClaims.add(id);
    markOwnClaims(ids);
    goToFirstOfMine();
    toast(ids.length === 0 ? texts().queue.nothingToClaim : formatText(texts().queue.claimedNext, { n: ids.length }));
  } catch {
    toast(texts().common.actionFailed, { tone: 'bad' });
  }
}

function goToFirstOfMine(): void {
  const first = queue.value.items.find(({ comment }) => batchClaims.has(comment.id) && isOpen(comment.id));
  if (first === undefined) return;
  dispatch({ type: 'focused', id: first.comment.id });
  followFocus();
}

/** Does the moderator hold this case as part of a batch? */
export const isInBatch = (id: string): boolean => batchClaims.has(id);
