import type { CommentView, PostAnswer } from '../server/contract/comment.ts';
import type { ThreadEvent } from '../server/contract/live.ts';
import { withEvents, withOwn } from './changes.ts';
import type { Controller } from './controller.ts';
import { Refused } from './sdk.ts';
import { type Sending, withChanged } from './state.ts';

/** What came of a post; a comment of null waits for the connection. */
export type PostOutcome = { ok: true; comment: CommentView | null } | { ok: false; refused: Refused };

/** A network failure is met by trying again after these pauses, ms; then it waits for the connection. */
const PAUSES = [600, 1_800, 4_000];

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms * (0.75 + Math.random() / 2)));

export interface Acts {
  /** Keeps the text under a key of its own, shows it as on its way, and sends it. */
  post(input: { parentId: string | null; rootId: string | null; body: string; name: string; website: string }): Promise<PostOutcome>;
  /** Sends again what waits for the connection. */
  resend(): Promise<void>;
  edit(id: string, body: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Votes, or takes the same vote back; shown at once, put right by the server's answer. */
  vote(id: string, value: 1 | -1): Promise<void>;
  report(id: string, reason: string): Promise<void>;
  /** Live events; where one is missing the list is fetched again. */
  hear(events: readonly ThreadEvent[]): void;
  /** News of one of the reader's own comments. */
  hearOwn(comment: CommentView): void;
}

/**
 * The writing half of a comment box. A text is kept from the first letter until the server has it; the key
 * it is sent under is kept with it, so that sending twice never makes two.
 */
export function createActs(box: Controller): Acts {
  const { sdk, settled, kept, keptHere } = box;
  const isOpenedAt = Date.now();
  let resending = false;

  function keepSending(sending: readonly Sending[]): void {
    box.set({ ...box.state, sending });
    if (sending.length === 0) keptHere.remove('sending');
    else keptHere.set('sending', sending);
  }

  const call = (one: Sending, website: string): Promise<PostAnswer> => {
    const { parentId, body, name } = one;
    const { site, thread } = settled;
    const author = name === '' ? {} : { author: { name } };
    const elapsed = Date.now() - isOpenedAt;
    return sdk.call('/comments', {
      method: 'POST',
      key: one.key,
      body: { site, thread, body, elapsed, website, ...(parentId === null ? {} : { parentId }), ...author },
    });
  };

  /** Sends one kept text until the server has answered. */
  async function send(one: Sending, website = ''): Promise<PostOutcome> {
    for (let attempt = 0; ; attempt++) {
      try {
        const { comment, readerToken } = await call(one, website);
        if (readerToken !== undefined) {
          kept.set('token', readerToken);
          box.onToken();
        }
        box.set(withOwn({ ...box.state, readerId: comment.author?.id ?? box.state.readerId }, comment));
        keepSending(box.state.sending.filter(({ key }) => key !== one.key));
        box.tell('posted', { id: comment.id, status: comment.status });
        return { ok: true, comment };
      } catch (error) {
        if (error instanceof Refused && error.code === 'invalid-token' && box.token() !== null) {
          // The reader was forgotten there: the same text goes as a new guest's.
          kept.remove('token');
          continue;
        }
        if (error instanceof Refused) {
          keepSending(box.state.sending.filter(({ key }) => key !== one.key));
          return { ok: false, refused: error };
        }
        const pause = PAUSES[attempt];
        if (pause === undefined || !navigator.onLine || box.isDestroyed) {
          keepSending(box.state.sending.map((other) => (other.key === one.key ? { ...other, state: 'waiting' } : other)));
          return { ok: true, comment: null };
        }
        await sleep(pause);
      }
    }
  }

  return {
    post(input) {
      const { website, ...rest } = input;
      const one: Sending = { ...rest, key: crypto.randomUUID(), state: 'sending' };
      if (one.name !== '') kept.set('name', one.name);
      keepSending([...box.state.sending, one]);
      box.saveDraft(one.parentId, '');
      return send(one, website);
    },
    async resend() {
      if (resending || !navigator.onLine) return;
      resending = true;
      for (const one of box.state.sending.filter((other) => other.state === 'waiting')) {
        const outcome = await send(one);
        // Refused after all: the words go back into the box.
        if (!outcome.ok) box.saveDraft(one.parentId, one.body);
      }
      resending = false;
    },
    async edit(id, body) {
      const { comment } = await sdk.call<{ comment: CommentView }>(`/comments/${id}`, { method: 'PATCH', body: { body } });
      box.set(withOwn(box.state, comment));
    },
    async remove(id) {
      const { comment } = await sdk.call<{ comment: CommentView }>(`/comments/${id}`, { method: 'DELETE' });
      box.set(withOwn(box.state, comment));
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
        box.set({ ...box.state, votes: before });
        await box.load();
        throw error;
      }
    },
    hear(events) {
      const next = withEvents(box.state, events);
      if (next === null) void box.load();
      else box.set(next);
    },
    hearOwn: (comment) => box.set(withOwn(box.state, comment)),
    async report(id, reason) {
      await becomeReader();
      await sdk.call(`/comments/${id}/reports`, { method: 'POST', body: { reason } });
    },
  };

  /** Votes and reports need a reader: who has none yet becomes a guest without a name of their own. */
  async function becomeReader(): Promise<void> {
    if (box.token() !== null) return;
    const name = box.name() || ANONYMOUS[settled.lang];
    const { reader, readerToken } = await sdk.call<{ reader: { id: string }; readerToken: string }>('/readers/guest', {
      method: 'POST',
      body: { site: settled.site, name },
    });
    kept.set('token', readerToken);
    box.set({ ...box.state, readerId: reader.id });
    box.onToken();
  }
}

/** The name of a guest who only votes. */
const ANONYMOUS = { 'zh-CN': '热心读者', 'zh-TW': '熱心讀者', en: 'A reader' } as const;
