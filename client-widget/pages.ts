import type { CommentView, ListAnswer, PermalinkAnswer } from '../contract/comment.ts';
import { findShown, merged, withChanged, withOwn, withRemoved } from './changes.ts';
import { repliesOf, type State } from './state.ts';

/** Adds the next page without the comments that are there already. */
export function withNextPage(state: State, page: ListAnswer): State {
  const ids = new Set([...state.comments, ...state.fresh].map(({ id }) => id));
  const comments = [...state.comments, ...page.comments.filter(({ id }) => !ids.has(id))];
  return { ...state, nextCursor: page.nextCursor, comments, ancestors: { ...state.ancestors, ...page.ancestors } };
}

/** Adds the comments above one comment, as its own answer names them. */
export function withFloors(state: State, { ancestors, answered }: Pick<PermalinkAnswer, 'ancestors' | 'answered'>): State {
  const floors = [...ancestors, ...(answered ? [answered] : [])];
  return { ...state, ancestors: { ...state.ancestors, ...Object.fromEntries(floors.map((floor) => [floor.id, floor])) } };
}

/** More answers of a conversation, in the order in which they were given: ids are sortable by time. */
export function withReplies(state: State, rootId: string, more: readonly CommentView[], nextCursor: string | null): State {
  return withChanged(state, rootId, (comment) => {
    const byId = new Map([...repliesOf(comment).items, ...more].map((reply) => [reply.id, reply]));
    return { ...comment, replies: { items: [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), nextCursor } };
  });
}

/**
 * Applies the first page, fetched again while it is read, where no live events come: new comments wait behind the
 * button for new ones, removed ones go, known ones are updated.
 */
export function withFirstPageAgain(state: State, page: ListAnswer, isTower: boolean): State {
  const { thread, comments, ancestors, nextCursor } = page;
  const onPage = new Set(comments.map(({ id }) => id));
  // Older comments are on later pages.
  const oldest = nextCursor === null ? '' : (comments.map(({ id }) => id).sort()[0] ?? '');
  const isWhole = state.sort === 'newest';
  // The reader's own may have become public after this page was kept by a cache.
  const stays = new Set([...state.hot, ...state.own.map(({ id }) => id)]);
  const gone = state.comments.filter(({ id }) => isWhole && id >= oldest && !onPage.has(id) && !stays.has(id));
  let next = gone.reduce<State>((left, { id }) => withRemoved(left, id), { ...state, ancestors: { ...state.ancestors, ...ancestors } });
  for (const comment of [...comments].reverse()) {
    const known = findShown(next, comment.id);
    if (known !== undefined) next = withChanged(next, comment.id, (old) => merged(old, comment));
    else if (comment.author?.id === state.readerId) next = withOwn(next, comment, isTower);
    else next = { ...next, fresh: [...next.fresh, comment] };
    if (known === undefined || repliesOf(known).nextCursor !== null) continue;
    const more = repliesOf(comment).items.filter(({ id }) => findShown(next, id) === undefined);
    next = { ...next, fresh: [...next.fresh, ...more] };
  }
  return { ...next, thread, seq: thread.seq };
}
