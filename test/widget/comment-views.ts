import type { CommentView, ThreadView } from '../../contract/comment.ts';
import type { ThreadEvent } from '../../contract/live.ts';
import { EMPTY, type State } from '../../client-widget/state.ts';

/** A comment as the server sends it; ids tell the order in time. */
export function view(id: string, more: Partial<CommentView> = {}): CommentView {
  return {
    ...{ id, threadKey: 'k', parentId: null, rootId: id, depth: 0, status: 'published', html: `<p>${id}</p>`, editedAt: null },
    ...{ votes: { up: 0, down: 0 }, replyCount: 0, pinned: false, featured: false, createdAt: '2026-11-20T08:00:00.000Z' },
    author: { id: 'r-other', name: '读者', avatar: null, badge: null, region: null },
    ...more,
  };
}

export const replyTo = (parent: CommentView, id: string, more: Partial<CommentView> = {}): CommentView =>
  view(id, { parentId: parent.id, rootId: parent.rootId, depth: parent.depth + 1, ...more });

const thread: ThreadView = {
  id: 't',
  key: 'k',
  url: null,
  title: null,
  closed: false,
  mode: 'post',
  slowMode: 0,
  commentCount: 0,
  seq: 0,
  live: 'socket',
};

/** A page that is ready and shows these comments. */
export function showing(comments: CommentView[], more: Partial<State> = {}): State {
  const whole = comments.map((comment) => ({ replies: { items: [], nextCursor: null }, ...comment }));
  return { ...EMPTY, phase: 'ready', thread: { ...thread, commentCount: comments.length }, comments: whole, readerId: 'r-me', ...more };
}

export const published = (seq: number, comment: CommentView): ThreadEvent => ({ seq, type: 'comment.published', comment });
export const mine = { id: 'r-me', name: '我', avatar: null, badge: null, region: null };
