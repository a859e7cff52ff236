import type { CommentView } from '../../contract/comment.ts';
import { floorsOf, TOP } from '../domain/depth.ts';
import { bytesOf, type ByteBudget } from '../domain/page-size.ts';
import type { Comment, CommentId } from '../domain/types.ts';
import { presentPublic } from '../presenters/present-comment.ts';
import type { Store } from '../store/port.ts';
import { serializeByReader } from './serialize-by-reader.ts';

/** So many comments are read at a time: texts may be long. */
const AT_ONCE = 32;
/** Most floors that are read for a page beyond those that are shown at once. */
const MOST_MORE = 400;

type Reads = Pick<Store, 'comments'>;

/** Reads comments in this order as long as there is room for them; `of` says the room of the one at a place. */
async function readWhile(
  store: Reads,
  ids: readonly CommentId[],
  fits: (bytes: number, at: number) => boolean,
): Promise<Map<CommentId, CommentView>> {
  const views = new Map<CommentId, CommentView>();
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    await serializeByReader();
    const found = await store.comments.get(some);
    for (const [i, id] of some.entries()) {
      const comment = found.get(id);
      if (comment === undefined) continue;
      const view = presentPublic(comment);
      if (!fits(bytesOf([id, view]), from + i)) return views;
      views.set(id, view);
    }
  }
  return views;
}

/** What is shown of a stack before it is unfolded: the one that is answered, and the first ones. */
function shownAtOnce(comment: Comment): CommentId[] {
  const floors = floorsOf(comment);
  return [...(comment.answersId === undefined ? [] : [comment.answersId]), ...floors.slice(-1), ...floors.slice(0, TOP)];
}

/** The floors of some comments, those of all that are nearest first, then the next ones. */
function nearestFirst(comments: readonly Comment[]): Set<CommentId> {
  const stacks = comments.map((comment) => floorsOf(comment));
  const deepest = Math.max(0, ...stacks.map(({ length }) => length));
  const ids = new Set<CommentId>();
  for (let up = 1; up <= deepest; up++) {
    for (const floors of stacks) {
      const id = floors.at(-up);
      if (id !== undefined && floors.length >= up) ids.add(id);
    }
  }
  return ids;
}

/**
 * What stands above the comments of a page, each once: what is shown at once as far as there is room, and as much of
 * the rest as `more` bytes hold. What is not in it is read from the permalink of the floor below.
 */
export async function readFloors(
  store: Reads,
  comments: readonly Comment[],
  budget: ByteBudget,
  more: ByteBudget,
): Promise<Record<CommentId, CommentView>> {
  const onPage = new Set(comments.map(({ id }) => id));
  const first = new Set(comments.flatMap(shownAtOnce).filter((id) => !onPage.has(id)));
  const rest = [...nearestFirst(comments)].filter((id) => !onPage.has(id) && !first.has(id)).slice(0, MOST_MORE);
  const views = await readWhile(
    store,
    [...first, ...rest],
    (bytes, at) => budget.take(bytes) && (at < first.size ? more.take(Math.min(bytes, more.remaining())) : more.take(bytes)),
  );
  return Object.fromEntries(views);
}

/** What stands above one comment, from the top down: the first ones and as many of the nearest as there is room for. */
export async function readChain(store: Reads, comment: Comment, budget: ByteBudget): Promise<CommentView[]> {
  const floors = floorsOf(comment);
  const ids = new Set([...floors.slice(-1), ...floors.slice(0, TOP), ...floors.toReversed()]);
  const views = await readWhile(store, [...ids], (bytes) => budget.take(bytes));
  return [...views.values()].sort((one, other) => one.depth - other.depth);
}
