import type { CommentView } from '../contract/comment.ts';
import type { ThreadEvent } from '../contract/live.ts';
import type { ReasonCode } from '../server/domain/decision-words.ts';
import { findShown, withChanged, withEvents, withFresh, withOwn } from './changes.ts';
import type { Controller } from './controller.ts';
import { withFirstPageAgain, withNextPage, withReplies } from './pages.ts';
import { Refused } from './sdk.ts';
import { createDelivery, type Delivery, isAboutName } from './delivery.ts';
import { repliesOf, type State } from './state.ts';

interface RepliesAnswer {
  comments: CommentView[];
  nextCursor: string | null;
}

/** What a reader can do; each call throws what the server's answer throws. */
export interface Actions extends Delivery {
  /** The text of an own comment as it was typed. */
  source(id: string): Promise<string>;
  edit(id: string, body: string): Promise<CommentView>;
  remove(id: string): Promise<void>;
  /** Votes, or takes the same vote back; shown at once, put right by the server's answer. */
  vote(id: string, value: 1 | -1): Promise<void>;
  report(id: string, reason: ReasonCode): Promise<void>;
  /** Live events; false where one is missing. */
  applyEvents(events: readonly ThreadEvent[]): boolean;
  /** News of one of the reader's own comments. */
  applyOwnComment(comment: CommentView): void;
  showFresh(): void;
  /** Puts the comments in another order. */
  sortBy(sort: State['sort']): Promise<void>;
  loadMore(): Promise<void>;
  /** Asks for news, where none come by themselves. */
  askAgain(): Promise<void>;
  loadReplies(root: CommentView): Promise<void>;
  /** Sets what is called with each announcement. */
  onAnnouncement(announce: (news: Announcement) => void): void;
}

const countShown = ({ comments }: State): number => comments.reduce((sum, comment) => sum + 1 + repliesOf(comment).items.length, 0);

/** What is announced to the reader: loaded comments, a text that had waited and is sent, a decision on one of their own. */
export type Announcement = { kind: 'loaded'; count: number } | { kind: 'sent' | 'decided'; comment: CommentView };

/** The writing half of a comment box. */
export function createActions(box: Controller): Actions {
  const { sdk, settings, kept } = box;
  const isTower = settings.view === 'tower';
  let becoming: Promise<void> | null = null;
  let onNews: (news: Announcement) => void = () => undefined;
  const delivery = createDelivery(box, (comment) => onNews({ kind: 'sent', comment }));

  /** How many comments came with a change. */
  function loaded(next: State): void {
    const before = countShown(box.state);
    box.set(next);
    onNews({ kind: 'loaded', count: countShown(next) - before });
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
      sdk.call<{ reader: { id: string }; readerToken: string }>('/readers/guest', { method: 'POST', body: { site: settings.site, name } });
    const name = box.name();
    const { reader, readerToken } = await guestOf(name || ANONYMOUS[settings.lang]).catch((error: unknown) => {
      if (name === '' || !(error instanceof Refused && isAboutName(error))) throw error;
      kept.remove('name');
      return guestOf(ANONYMOUS[settings.lang]);
    });
    kept.set('token', readerToken);
    box.set({ ...box.state, readerId: reader.id });
    box.onToken();
  }

  return {
    ...delivery,
    onAnnouncement(announce) {
      onNews = announce;
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
    applyEvents(events) {
      const { own } = box.state;
      const next = withEvents(box.state, events, isTower);
      if (next === null) return false;
      box.set(next);
      for (const { id, status } of own) {
        const isOut = status !== 'published' && !next.own.some((one) => one.id === id);
        const comment = isOut ? findShown(next, id) : undefined;
        if (comment !== undefined) onNews({ kind: 'decided', comment });
      }
      return true;
    },
    applyOwnComment(comment) {
      const before = box.state.own.find(({ id }) => id === comment.id);
      box.set(withOwn(box.state, comment, isTower));
      if (before !== undefined && before.status !== comment.status) onNews({ kind: 'decided', comment });
    },
    showFresh: () => box.set(withFresh(box.state, isTower)),
    async sortBy(sort) {
      const { sort: before } = box.state;
      box.set({ ...box.state, sort });
      await box.fetchList(sort).catch((error: unknown) => {
        box.set({ ...box.state, sort: before });
        throw error;
      });
      box.kept.set('sort', sort);
    },
    async loadMore() {
      const { sort, nextCursor } = box.state;
      if (nextCursor === null) return;
      const page = await sdk.list({ sort, cursor: nextCursor });
      if (box.state.nextCursor === nextCursor) loaded(withNextPage(box.state, page));
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
      loaded(withReplies(box.state, id, answer.comments, answer.nextCursor));
    },
  };
}

/** The name of a guest who only votes. */
const ANONYMOUS = { 'zh-CN': '热心读者', 'zh-TW': '熱心讀者', en: 'A reader' } as const;
