import type { CommentView, PostAnswer } from '../contract/comment.ts';
import { withOwn, withRemoved } from './changes.ts';
import type { Controller } from './controller.ts';
import { Refused } from './sdk.ts';
import type { Sending, State } from './state.ts';

/** While the reader looks on, a failed try is followed by another after these pauses, ms; then the text waits. */
const PAUSES = [600, 1_800, 4_000];
/** What waits is tried again after so long, ms, each time after twice as long as before, at most the second. */
const [WAIT, LONGEST_WAIT] = [5_000, 60_000];

/** Spread by a quarter either way, so that not all browsers come back at once. */
const spread = (ms: number): number => ms * (0.75 + Math.random() / 2);
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, spread(ms)));

/** Without `randomUUID`, which pages without https do not have. */
const randomKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Was it the name that the server refused? */
export const isAboutName = ({ problem }: Refused): boolean =>
  problem.code === 'name-not-allowed' || (problem.errors ?? []).some(({ path }) => path === 'author.name' || path === 'name');

/** What is on its way to the server, and what comes back. */
export interface Delivery {
  /**
   * Keeps the text under a key of its own, shows it as on its way, and sends it. Gives the comment, or null
   * when the text waits for a connection or was returned to its field.
   */
  post(input: { parentId: string | null; rootId: string | null; body: string; name: string; website: string }): Promise<CommentView | null>;
  /** Sends again what waits; `isWished`: the reader asked for it, and sees that it is under way. */
  resend(isWished?: boolean): Promise<void>;
  /** Gives up what waits: its text goes back to its field. */
  cancel(key: string): void;
  /** Puts a text into a field before what is typed there, with what a refusal says where there was one. */
  giveBack(parentId: string | null, body: string, refusal?: Refused): void;
}

/**
 * Sends texts until the server has answered: what was typed is kept from the first letter until then.
 * @param onLate called when a text that had waited has become a comment
 */
export function createDelivery(box: Controller, onLate: (comment: CommentView) => void): Delivery {
  const { sdk, settings, kept, keptHere } = box;
  // Not the time of day, which may be set back.
  const openedAt = performance.now();
  const isTower = settings.view === 'tower';
  /** Keys of this window; another one of the same page keeps its own beside them. */
  const known = new Set(box.state.sending.map(({ key }) => key));
  const underWay = new Set<string>();
  /** Given up texts and their keys: a try may have reached the server, the same text must not come twice. */
  const givenUp = new Map<string, string>();
  let wait = WAIT;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isResending = false;

  function withSending(state: State, sending: readonly Sending[]): State {
    const others = (keptHere.get<Sending[]>('sending') ?? []).filter(({ key }) => !known.has(key));
    const all = [...others, ...sending];
    if (all.length === 0) keptHere.remove('sending');
    else keptHere.set('sending', all);
    return { ...state, sending };
  }

  const isKept = (one: Sending): boolean => box.state.sending.some(({ key }) => key === one.key);
  const without = (one: Sending): Sending[] => box.state.sending.filter(({ key }) => key !== one.key);

  function mark(one: Sending, state: Sending['state']): void {
    const { sending } = box.state;
    box.set(
      withSending(
        box.state,
        sending.map((other) => (other.key === one.key ? { ...other, state } : other)),
      ),
    );
  }

  const call = (one: Sending, website: string, puzzle: { challenge: string; nonce: string } | null): Promise<PostAnswer> => {
    const { parentId, body, name } = one;
    const { site, thread } = settings;
    const elapsed = Math.max(0, Math.round(one.elapsed) || 0);
    return sdk.call('/comments', {
      method: 'POST',
      key: one.key,
      body: { site, thread, body, elapsed, website, puzzle, author: { name }, ...(parentId === null ? {} : { parentId }) },
    });
  };

  async function untilAnswered(one: Sending, pauses: readonly number[], website: string): Promise<PostAnswer> {
    let work: { challenge: string; nonce: string } | null = null;
    for (let attempt = 0; ; ) {
      try {
        return await call(one, website, work);
      } catch (error) {
        if (error instanceof Refused) {
          const { code, challenge, bits = 0 } = error.problem;
          if (code === 'invalid-token' && box.token() !== null) {
            // The reader was forgotten there: the same text goes as a new guest's.
            kept.remove('token');
            continue;
          }
          if (work !== null || challenge === undefined) throw error;
          const solver = await box.getCode('puzzle').catch(() => null);
          if (solver !== null) {
            work = { challenge, nonce: await solver.solve(challenge, bits) };
            continue;
          }
        }
        const pause = pauses[attempt++];
        if (pause === undefined || !navigator.onLine || box.isDestroyed) throw error;
        await sleep(pause);
        if (!isKept(one) || box.isDestroyed) throw error;
      }
    }
  }

  function arrived(one: Sending, { comment, readerToken }: PostAnswer): void {
    if (readerToken !== undefined) kept.set('token', readerToken);
    const next = withOwn({ ...box.state, readerId: comment.author?.id ?? box.state.readerId }, comment, isTower);
    box.set(withSending(next, without(one)));
    if (readerToken !== undefined) box.onToken();
    box.emit('posted', { id: comment.id, status: comment.status });
  }

  function giveBack(parentId: string | null, text: string, refusal?: Refused): void {
    const typed = box.draft(parentId);
    const body = typed.includes(text) ? typed : `${text}\n\n${typed}`.trimEnd();
    box.saveDraft(parentId, body);
    const isName = refusal !== undefined && isAboutName(refusal);
    const wait = refusal?.problem.code === 'too-fast' ? (refusal.problem.retryAfter ?? 1) : null;
    box.set({ ...box.state, returned: { parentId, body, why: refusal?.message ?? null, isName, wait } });
  }

  /** A refused text goes back to where it was written; what the refusal says of the page is taken over. */
  function refused(one: Sending, refusal: Refused): void {
    const { code, readerToken } = refusal.problem;
    box.set(withSending(box.state, without(one)));
    if (readerToken !== undefined) {
      // Whose first comment was refused is known from now on, and may appeal.
      kept.set('token', readerToken);
      box.onToken();
    }
    const { thread } = box.state;
    if (code === 'comments-closed' && thread !== null) box.set({ ...box.state, thread: { ...thread, closed: true } });
    if (code === 'unsupported-parent' && one.parentId !== null) box.set(withRemoved(box.state, one.parentId));
    // Votes and reports do not wait for another name.
    if (isAboutName(refusal)) kept.remove('name');
    giveBack(one.parentId, one.body, refusal);
    // It is kept there as refused: its author sees it, and may appeal at once.
    if (code === 'comment-rejected') void box.fetchMe().then((me) => box.set({ ...box.state, ...me }));
  }

  async function send(one: Sending, pauses: readonly number[], website = ''): Promise<CommentView | null> {
    if (underWay.has(one.key)) return null;
    underWay.add(one.key);
    try {
      const answer = await untilAnswered(one, pauses, website);
      wait = WAIT;
      arrived(one, answer);
      return answer.comment;
    } catch (error) {
      if (isKept(one)) {
        if (error instanceof Refused) refused(one, error);
        else mark(one, 'waiting');
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
      if (isWished) mark(one, 'sending');
      // One given up or sent meanwhile is passed over.
      const comment = isKept(one) ? await send(one, []) : null;
      if (comment !== null) onLate(comment);
    }
    isResending = false;
    resendLater();
  }

  const sameText = (parentId: string | null, body: string): string => JSON.stringify([parentId, body]);

  return {
    async post({ website, ...rest }) {
      const key = givenUp.get(sameText(rest.parentId, rest.body)) ?? randomKey();
      const one: Sending = { ...rest, key, elapsed: performance.now() - openedAt, state: 'sending' };
      known.add(key);
      kept.set('name', one.name);
      box.set(withSending(box.state, [...box.state.sending, one]));
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
      box.set(withSending(box.state, without(one)));
      giveBack(one.parentId, one.body);
    },
    giveBack,
  };
}
