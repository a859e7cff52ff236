import type { CommentView, PostAnswer } from '../server/contract/comment.ts';
import type { ThreadEvent } from '../server/contract/live.ts';
import { findShown, withChanged, withEvents, withFresh, withOwn } from './changes.ts';
import type { Controller } from './controller.ts';
import { withFirstPageAgain, withNextPage, withReplies } from './pages.ts';
import { Refused } from './sdk.ts';
import type { Sending, State } from './state.ts';

/** A network failure is met by trying again after these pauses, ms; then it waits for the connection. */
const PAUSES = [600, 1_800, 4_000];

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms * (0.75 + Math.random() / 2)));

interface RepliesAnswer {
  comments: CommentView[];
  nextCursor: string | null;
}

/** What a reader can do; each call throws what the server's answer throws. */
export interface Acts {
  /**
   * Keeps the text under a key of its own, shows it as on its way, and sends it. Gives the comment, or null
   * when the text waits for the connection or was returned to its box.
   */
  post(input: { parentId: string | null; rootId: string | null; body: string; name: string; website: string }): Promise<CommentView | null>;
  /** Sends again what waits for the connection. */
  resend(): Promise<void>;
  /** The text of an own comment as it was typed. */
  source(id: string): Promise<string>;
  edit(id: string, body: string): Promise<CommentView>;
  remove(id: string): Promise<void>;
  /** Votes, or takes the same vote back; shown at once, put right by the server's answer. */
  vote(id: string, value: 1 | -1): Promise<void>;
  report(id: string, reason: string): Promise<void>;
  /** Live events; false where one is missing. */
  hear(events: readonly ThreadEvent[]): boolean;
  /** News of one of the reader's own comments. */
  hearOwn(comment: CommentView): void;
  showFresh(): void;
  /** Puts the comments in another order. */
  sortBy(sort: State['sort']): Promise<void>;
  loadMore(): Promise<void>;
  /** Asks for news, where none come by themselves. */
  askAgain(): Promise<void>;
  loadReplies(root: CommentView): Promise<void>;
}

/**
 * The writing half of a comment box. A text is kept from the first letter until the server has it; the key
 * it is sent under is kept with it, so that sending twice never makes two.
 */
export function createActs(box: Controller): Acts {
  const { sdk, settled, kept, keptHere } = box;
  const openedAt = Date.now();
  const isTower = settled.view === 'tower';
  let resending = false;
  let becoming: Promise<void> | null = null;

  function withSending(state: State, sending: readonly Sending[]): State {
    if (sending.length === 0) keptHere.remove('sending');
    else keptHere.set('sending', sending);
    return { ...state, sending };
  }

  const without = (state: State, one: Sending): State =>
    withSending(
      state,
      state.sending.filter(({ key }) => key !== one.key),
    );

  const call = (one: Sending, website: string, puzzle: { challenge: string; nonce: string } | null): Promise<PostAnswer> => {
    const { parentId, body, elapsed, name } = one;
    const { site, thread } = settled;
    return sdk.call('/comments', {
      method: 'POST',
      key: one.key,
      body: { site, thread, body, elapsed, website, puzzle, author: { name }, ...(parentId === null ? {} : { parentId }) },
    });
  };

  function arrived(one: Sending, { comment, readerToken }: PostAnswer): void {
    if (readerToken !== undefined) kept.set('token', readerToken);
    box.set(without(withOwn({ ...box.state, readerId: comment.author?.id ?? box.state.readerId }, comment, isTower), one));
    if (readerToken !== undefined) box.onToken();
    box.tell('posted', { id: comment.id, status: comment.status });
  }

  /** Nothing typed is ever lost: a refused text goes back to where it was written, or to the main box where that is gone. */
  function giveBack(one: Sending, refused: Refused): void {
    const isThere = one.parentId !== null && findShown(box.state, one.parentId) !== undefined;
    const parentId = isThere ? one.parentId : null;
    const typed = box.draft(parentId);
    const body = typed === '' ? one.body : `${one.body}\n\n${typed}`;
    box.saveDraft(parentId, body);
    const { code, retryAfter, readerToken } = refused.problem;
    const isName = isAboutName(refused);
    // Votes and reports do not wait for another one.
    if (isName) kept.remove('name');
    const wait = code === 'too-fast' ? (retryAfter ?? 1) : null;
    // Whose first comment was refused is known from now on, and may appeal.
    if (readerToken !== undefined) kept.set('token', readerToken);
    box.set({ ...without(box.state, one), returned: { parentId, body, why: refused.message, isName, wait } });
  }

  /** Sends one kept text until the server has answered or the connection is gone. */
  async function send(one: Sending, website = ''): Promise<CommentView | null> {
    let work: { challenge: string; nonce: string } | null = null;
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await call(one, website, work);
        arrived(one, answer);
        return answer.comment;
      } catch (error) {
        if (error instanceof Refused && error.problem.code === 'invalid-token' && box.token() !== null) {
          // The reader was forgotten there: the same text goes as a new guest's.
          kept.remove('token');
          continue;
        }
        if (error instanceof Refused && work === null && error.problem.challenge !== undefined) {
          const { challenge, bits = 0 } = error.problem;
          const solver = await box.getCode('puzzle').catch(() => null);
          if (solver !== null) {
            work = { challenge, nonce: await solver.solve(challenge, bits) };
            continue;
          }
        } else if (error instanceof Refused) {
          giveBack(one, error);
          return null;
        }
        const pause = PAUSES[attempt];
        if (pause === undefined || !navigator.onLine || box.isDestroyed) {
          const { sending } = box.state;
          box.set(
            withSending(
              box.state,
              sending.map((other) => (other.key === one.key ? { ...other, state: 'waiting' } : other)),
            ),
          );
          return null;
        }
        await sleep(pause);
      }
    }
  }

  /** Votes and reports need a reader: who has none yet becomes a guest without a name of their own. */
  function becomeReader(): Promise<void> {
    if (box.token() !== null) return Promise.resolve();
    becoming ??= makeGuest().finally(() => {
      becoming = null;
    });
    return becoming;
  }

  async function makeGuest(): Promise<void> {
    const guestOf = (name: string) =>
      sdk.call<{ reader: { id: string }; readerToken: string }>('/readers/guest', { method: 'POST', body: { site: settled.site, name } });
    const name = box.name();
    const { reader, readerToken } = await guestOf(name || ANONYMOUS[settled.lang]).catch((error: unknown) => {
      if (name === '' || !(error instanceof Refused && isAboutName(error))) throw error;
      kept.remove('name');
      return guestOf(ANONYMOUS[settled.lang]);
    });
    kept.set('token', readerToken);
    box.set({ ...box.state, readerId: reader.id });
    box.onToken();
  }

  return {
    post({ website, ...rest }) {
      const one: Sending = { ...rest, key: crypto.randomUUID(), elapsed: Date.now() - openedAt, state: 'sending' };
      kept.set('name', one.name);
      box.set(withSending(box.state, [...box.state.sending, one]));
      box.saveDraft(one.parentId, '');
      return send(one, website);
    },
    async resend() {
      if (resending || !navigator.onLine) return;
      resending = true;
      for (const one of box.state.sending.filter((other) => other.state === 'waiting')) await send(one);
      resending = false;
    },
    async source(id) {
      const known = findShown(box.state, id)?.body;
      if (known !== undefined) return known;
      const { comment } = await sdk.call<{ comment: CommentView }>(`/comments/${id}`);
      return comment.body ?? '';
    },
    async edit(id, body) {
      const { comment } = await sdk.call<{ comment: CommentView }>(`/comments/${id}`, { method: 'PATCH', body: { body } });
      box.set(withOwn(box.state, comment, isTower));
      return comment;
    },
    async remove(id) {
      const { comment } = await sdk.call<{ comment: CommentView }>(`/comments/${id}`, { method: 'DELETE' });
      box.set(withOwn(box.state, comment, isTower));
    },
    async vote(id, value) {
      await becomeReader();
      const { votes: before } = box.state;
      const had = before[id];
      const wanted = had === value ? 0 : value;
      const { [id]: _, ...others } = before;
      const by = (sign: 1 | -1): number => Number(wanted === sign) - Number(had === sign);
      const changed = withChanged(box.state, id, (comment) => ({
        ...comment,
        votes: { up: comment.votes.up + by(1), down: comment.votes.down + by(-1) },
      }));
      box.set({ ...changed, votes: wanted === 0 ? others : { ...others, [id]: wanted } });
      try {
        const { votes } = await sdk.call<{ votes: CommentView['votes'] }>(`/comments/${id}/vote`, {
          method: 'PUT',
          body: { value: wanted },
        });
        box.set(withChanged(box.state, id, (comment) => ({ ...comment, votes })));
      } catch (error) {
        const undone = withChanged(box.state, id, ({ votes, ...comment }) => ({
          ...comment,
          votes: { up: votes.up - by(1), down: votes.down - by(-1) },
        }));
        box.set({ ...undone, votes: before });
        throw error;
      }
    },
    async report(id, reason) {
      await becomeReader();
      await sdk.call(`/comments/${id}/reports`, { method: 'POST', body: { reason } });
    },
    hear(events) {
      const next = withEvents(box.state, events, isTower);
      if (next !== null) box.set(next);
      return next !== null;
    },
    hearOwn: (comment) => box.set(withOwn(box.state, comment, isTower)),
    showFresh: () => box.set(withFresh(box.state, isTower)),
    async sortBy(sort) {
      const { sort: before } = box.state;
      box.set({ ...box.state, sort });
      await box.fetchList(sort).catch((error: unknown) => {
        box.set({ ...box.state, sort: before });
        throw error;
      });
    },
    async loadMore() {
      const { sort, nextCursor } = box.state;
      if (nextCursor === null) return;
      const page = await sdk.list({ sort, cursor: nextCursor });
      if (box.state.nextCursor === nextCursor) box.set(withNextPage(box.state, page));
    },
    async askAgain() {
      const { sort } = box.state;
      const [page, me] = await Promise.all([sdk.list({ sort }), box.fetchMe()]);
      if (box.state.sort === sort) box.set(withFirstPageAgain({ ...box.state, ...me }, page, isTower));
    },
    async loadReplies({ id, replies }) {
      // An empty cursor stands for the first ones.
      const query = replies?.nextCursor ? `?${new URLSearchParams({ cursor: replies.nextCursor })}` : '';
      const answer = await sdk.call<RepliesAnswer>(`/comments/${id}/replies${query}`, { isPublic: true });
      box.set(withReplies(box.state, id, answer.comments, answer.nextCursor));
    },
  };
}

/** Was it the name that the server refused? */
const isAboutName = ({ problem }: Refused): boolean =>
  problem.code === 'name-not-allowed' || (problem.errors ?? []).some(({ path }) => path === 'author.name' || path === 'name');

/** The name of a guest who only votes. */
const ANONYMOUS = { 'zh-CN': '热心读者', 'zh-TW': '熱心讀者', en: 'A reader' } as const;
