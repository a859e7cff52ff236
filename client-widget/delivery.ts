import { randomHex } from '../client-shared/random-hex.ts';
import type { CommentView } from '../contract/comment.ts';
import { postUntilAnswered, spread } from './delivery/attempts.ts';
import { giveBack, onPosted, onRefused } from './delivery/outcome.ts';
import { createWaitingList } from './delivery/waiting-list.ts';
import { Refused } from './sdk.ts';
import type { Sending } from './state.ts';
import type { Delivery } from './types/actions.ts';
import type { Controller } from './types/controller.ts';

/** While the reader looks on, a failed attempt is followed by another after these pauses, ms; then the text waits. */
const PAUSES = [600, 1_800, 4_000];
/** What waits is tried again after so long, ms, each time after twice as long as before, at most the second. */
const [WAIT, LONGEST_WAIT] = [5_000, 60_000];

const sameText = (parentId: string | null, body: string): string => JSON.stringify([parentId, body]);

/**
 * Sends texts until the server has answered: what was typed is kept from the first letter until then.
 * @param onLate called when a text that had waited has become a comment
 */
export function createDelivery(box: Controller, onLate: (comment: CommentView) => void): Delivery {
  // performance.now() is never set back, unlike the time of day.
  const openedAt = performance.now();
  const list = createWaitingList(box);
  const underWay = new Set<string>();
  /** Given up texts and their keys: an attempt may have reached the server, the same text must not come twice. */
  const givenUp = new Map<string, string>();
  let wait = WAIT;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isResending = false;

  async function send(one: Sending, pauses: readonly number[], website = ''): Promise<CommentView | null> {
    if (underWay.has(one.key)) return null;
    underWay.add(one.key);
    try {
      const answer = await postUntilAnswered(box, one, pauses, website, () => list.has(one));
      wait = WAIT;
      onPosted(box, list, one, answer);
      return answer.comment;
    } catch (error) {
      if (list.has(one)) {
        if (error instanceof Refused) onRefused(box, list, one, error);
        else list.setState(one, 'waiting');
      }
      return null;
    } finally {
      underWay.delete(one.key);
    }
  }

  function resendLater(): void {
    clearTimeout(timer);
    if (box.isDestroyed || !box.state.sending.some(({ state }) => state === 'waiting')) return;
    timer = setTimeout(() => void resend(), spread(wait));
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  async function resend(isWished = false): Promise<void> {
    if (isWished) wait = WAIT;
    if (isResending || box.isDestroyed) return;
    isResending = true;
    for (const one of box.state.sending.filter(({ state }) => state === 'waiting')) {
      if (isWished) list.setState(one, 'sending');
      // One that was given up or sent meanwhile is passed over.
      const comment = list.has(one) ? await send(one, []) : null;
      if (comment !== null) onLate(comment);
    }
    isResending = false;
    resendLater();
  }

  return {
    async post({ website, ...rest }) {
      const key = givenUp.get(sameText(rest.parentId, rest.body)) ?? randomHex(16);
      const one: Sending = { ...rest, key, elapsed: performance.now() - openedAt, state: 'sending' };
      // A member's name is the server's to say.
      if (one.name !== '') box.kept.set('name', one.name);
      list.add(one);
      box.saveDraft(one.parentId, '');
      const comment = await send(one, PAUSES, website);
      resendLater();
      return comment;
    },
    resend,
    cancel(key) {
      const one = box.state.sending.find((other) => other.key === key);
      if (one === undefined) return;
      givenUp.set(sameText(one.parentId, one.body), key);
      box.set(list.without(one));
      giveBack(box, one.parentId, one.body);
    },
    giveBack: (parentId, body, refusal) => giveBack(box, parentId, body, refusal),
  };
}
