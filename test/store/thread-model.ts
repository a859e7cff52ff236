/** A thread as plain data: what the lists have to give for the comments that a store holds. */
import fc from 'fast-check';
import { heatOf } from '../../server/domain/heat.ts';
import type { Comment, CommentStatus, Sort, Thread } from '../../server/domain/types.ts';
import type { ImportedComment } from '../../server/store/port-admin.ts';
import { commentIn, contentOf, newId, T0 } from './fixtures.ts';

/** From which a comment of the thread is grown; few values, so that ties are many. */
interface Seed {
  /** Which earlier comment it answers, modulo their number; -1 for none. */
  answers: number;
  at: number;
  up: number;
  down: number;
  pinned: boolean;
  status: CommentStatus;
}

export const SEEDS: fc.Arbitrary<Seed[]> = fc.array(
  fc.record({
    answers: fc.oneof(fc.constant(-1), fc.nat(30)),
    at: fc.nat(3),
    up: fc.nat(2),
    down: fc.nat(1),
    pinned: fc.oneof({ arbitrary: fc.constant(false), weight: 5 }, { arbitrary: fc.constant(true), weight: 1 }),
    status: fc.oneof(
      { arbitrary: fc.constant<CommentStatus>('published'), weight: 4 },
      { arbitrary: fc.constantFrom<CommentStatus>('pending', 'rejected', 'spam', 'removed'), weight: 1 },
    ),
  }),
  { minLength: 10, maxLength: 36 },
);

/** The comments of a thread, each answering an earlier one or none. An hour apart, so that heat has ties too. */
export function grow(thread: Thread, seeds: readonly Seed[]): ImportedComment[] {
  const rows: ImportedComment[] = [];
  for (const { answers, at, up, down, pinned, status } of seeds) {
    const parent = answers < 0 ? undefined : rows[answers % Math.max(rows.length, 1)]?.comment;
    const id = newId();
    const createdAt = T0 + at * 3_600_000;
    const content = contentOf(`第 ${rows.length + 1} 条`);
    const comment = commentIn(thread, {
      id,
      createdAt,
      pinned,
      status,
      content,
      published: status === 'published' ? { content, at: createdAt } : null,
      ...(parent === undefined
        ? {}
        : { parentId: parent.id, rootId: parent.rootId, ancestors: [...parent.ancestors, parent.id], depth: parent.depth + 1 }),
    });
    rows.push({ comment, votes: { up, down } });
  }
  return rows;
}

/** The comments with the counts and the heat that they must have. */
export function modelled(rows: readonly ImportedComment[]): Comment[] {
  return rows.map(({ comment, votes }) => {
    const below = rows.filter(
      (row) =>
        row.comment.published !== null &&
        row.comment.depth > 0 &&
        (comment.depth === 0 ? row.comment.rootId : row.comment.parentId) === comment.id,
    );
    return { ...comment, votes, replyCount: below.length, heat: heatOf(comment.createdAt, votes, below.length) };
  });
}

export const listed = (comment: Comment): boolean => comment.published !== null || comment.replyCount > 0;

/** In the order of the sort, pinned ones first unless the caller asks otherwise. */
export function placesOf(comments: readonly Comment[], sort: Sort, pinnedFirst = true): Comment[] {
  const sign = sort === 'oldest' ? 1 : -1;
  const key = (comment: Comment): number => (sort === 'hot' ? comment.heat : comment.createdAt);
  return comments.toSorted(
    (a, b) => (pinnedFirst ? Number(b.pinned) - Number(a.pinned) : 0) || sign * (key(a) - key(b)) || (a.id < b.id ? -sign : sign),
  );
}
