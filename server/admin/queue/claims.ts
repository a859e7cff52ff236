import { effect } from '@preact/signals';
import { claim, releaseClaims, renewClaims } from '../calls.ts';
import { fill, words } from '../i18n/say.ts';
import { route } from '../router.ts';
import { staff } from '../session.ts';
import { toast } from '../toasts.ts';
import { dispatch, queue } from './store.ts';

/** Claims last two minutes; renewed well before. */
const RENEW_EVERY = 30_000;
/** Passing over a card is not working on it, ms. */
const SETTLED_AFTER = 500;
const BATCH = 20;

/** Taken as a batch: kept until decided, not given back by moving on. */
const batchClaims = new Set<string>();
let focusClaim: string | null = null;

const isOpen = (id: string): boolean =>
  queue.value.items.some(({ comment }) => comment.id === id && queue.value.notes.get(id)?.settled !== true);
const held = (): string[] => [...new Set([...batchClaims, ...(focusClaim === null ? [] : [focusClaim])])].filter(isOpen);

/** A claim is a hint to colleagues: that it failed is no reason to disturb. */
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

/** Who reads another screen works on no card. */
const lookedAt = (): string | null => (route.value.screen === 'queue' ? queue.value.focused : null);

function letGo(id: string): void {
  if (!batchClaims.has(id) && isOpen(id)) quietly(releaseClaims([id]));
}

/**
 * Claims the card that is looked at, renews the claims while the page is visible, and gives them back when
 * moving on. Gives the way to end it, which gives all back.
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
      const free = focusClaim !== null && isOpen(focusClaim) && !isTakenByOthers(focusClaim);
      if (free && focusClaim !== null) quietly(claim([focusClaim]));
    }, SETTLED_AFTER);
  });
  const renewing = setInterval(() => {
    const ids = held();
    for (const id of batchClaims) if (!isOpen(id)) batchClaims.delete(id);
    if (ids.length > 0 && !document.hidden) quietly(renewClaims(ids));
  }, RENEW_EVERY);
  const leave = (): void => {
    const ids = held();
    if (ids.length > 0) quietly(releaseClaims(ids, true));
  };
  addEventListener('pagehide', leave);
  return () => {
    stopFollowing();
    clearTimeout(timer);
    clearInterval(renewing);
    removeEventListener('pagehide', leave);
    const ids = held();
    batchClaims.clear();
    focusClaim = null;
    if (ids.length > 0) quietly(releaseClaims(ids));
  };
}

function isTakenByOthers(id: string): boolean {
  const taken = queue.value.items.find(({ comment }) => comment.id === id)?.claim;
  return taken !== null && taken !== undefined && taken.staff.id !== staff.value?.id && Date.parse(taken.until) > Date.now();
}

/** Takes the next cases from the focus on for oneself, so that colleagues leave them. */
export async function claimNext(): Promise<void> {
  const { items, focused } = queue.value;
  const from = Math.max(
    0,
    items.findIndex(({ comment }) => comment.id === focused),
  );
  const wanted = items
    .slice(from)
    .map(({ comment }) => comment.id)
    .filter((id) => isOpen(id) && !isTakenByOthers(id))
    .slice(0, BATCH);
  if (wanted.length === 0) {
    toast(words().queue.nothingToClaim);
    return;
  }
  try {
    const { ids, until } = await claim(wanted);
    for (const id of ids) batchClaims.add(id);
    const me = staff.value;
    if (me !== null && until !== null) dispatch({ type: 'claimed', ids, claim: { staff: { id: me.id, name: me.name }, until } });
    toast(ids.length === 0 ? words().queue.nothingToClaim : fill(words().queue.claimedNext, { n: ids.length }));
  } catch {
    toast(words().common.actionFailed, { tone: 'bad' });
  }
}

/** Does the moderator hold this case as part of a batch? */
export const isInBatch = (id: string): boolean => batchClaims.has(id);
