import type { CommentView } from '../../contract/comment.ts';
import { withFresh } from '../changes.ts';
import { withFirstPageAgain, withNextPage, withReplies } from '../pages.ts';
import { repliesOf, type State } from '../state.ts';
import type { Announcement, ListActions } from '../types/actions.ts';
import type { Controller } from '../types/controller.ts';

interface RepliesAnswer {
  comments: CommentView[];
  nextCursor: string | null;
}

const countShown = ({ comments }: State): number => comments.reduce((sum, comment) => sum + 1 + repliesOf(comment).items.length, 0);

export function createListActions(box: Controller, notify: (announcement: Announcement) => void): ListActions {
  const { sdk } = box;
  const isTower = box.settings.view === 'tower';

  /** Shows more comments, and announces how many came. */
  function showLoaded(next: State): void {
    const before = countShown(box.state);
    box.set(next);
    notify({ kind: 'loaded', count: countShown(next) - before });
  }

  return {
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
      if (box.state.nextCursor === nextCursor) showLoaded(withNextPage(box.state, page));
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
      showLoaded(withReplies(box.state, id, answer.comments, answer.nextCursor));
    },
  };
}
