import { trusted } from 'mongoose';
import type { CursorKey } from '../../domain/cursor.ts';
import { decodeCursor } from '../../domain/cursor.ts';
import type { Comment, CommentId, CommentStatus, ReaderId, Sort, ThreadId, ThreadKey } from '../../domain/types.ts';
import type { CommentStore, Conversation, Cut, Slice } from '../port.ts';
import { UNSEEN } from './comments.ts';
import type { MongoContext } from './context.ts';
import type { CommentDocument, ThreadDocument } from './documents.ts';
import { toComment } from './documents.ts';
import type { SortField, Walk } from './walk.ts';
import { keyOf, page, sliceOf, walk } from './walk.ts';

type Field = SortField<CommentDocument>;

const byHeat: Field = { path: 'heat', direction: -1, of: ({ heat }) => heat };
const byTime = (direction: 1 | -1): Field => ({ path: 'createdAt', direction, of: ({ createdAt }) => createdAt });
const byId = (direction: 1 | -1): Field => ({ path: '_id', direction, of: ({ _id }) => _id });

/** Newest first, and oldest first; ids break ties. */
export const NEWEST: readonly Field[] = [byTime(-1), byId(-1)];
const OLDEST: readonly Field[] = [byTime(1), byId(1)];
const SORTS: { readonly [S in Sort]: readonly Field[] } = { hot: [byHeat, byId(-1)], newest: NEWEST, oldest: OLDEST };

const EVERY_STATUS: readonly CommentStatus[] = ['published', 'pending', 'rejected', 'spam', 'removed', 'purged'];
const HELD: readonly CommentStatus[] = ['pending', 'rejected', 'spam'];

type View = 'comments' | 'tower';

/** The walks that make a page of a thread: its pinned comments, then the others. */
export function walksOf(
  context: MongoContext,
  view: View,
  q: { threadId: ThreadId; sort: Sort },
  after: CursorKey | null,
  limit: number,
): Walk<CommentDocument>[] {
  const tree = view === 'comments' ? 'roots' : 'tower';
  const fixed = view === 'comments' ? { threadId: q.threadId, listed: true, depth: 0 } : { threadId: q.threadId, listed: true };
  const [pinnedBefore, ...rest] = after ?? [true];
  const walks: Walk<CommentDocument>[] = [];
  for (const pinned of pinnedBefore === true ? [true, false] : [false]) {
    walks.push({
      model: context.models.comments,
      hint: `${tree}_${q.sort === 'hot' ? 'heat' : 'time'}`,
      branches: [{ ...fixed, pinned }],
      sort: SORTS[q.sort],
      after: after !== null && pinned === pinnedBefore ? rest : null,
      limit,
      without: UNSEEN,
    });
  }
  return walks;
}

/** The first answers of several conversations in one aggregate: a short walk along the index for each. */
export function previewStages(context: MongoContext, rootIds: readonly CommentId[], most: number): object[] {
  return [
    { $match: { _id: { $in: rootIds } } },
    { $project: { _id: 1 } },
    {
      $lookup: {
        from: context.models.comments.collection.name,
        localField: '_id',
        foreignField: 'rootId',
        pipeline: [
          { $match: { listed: true, depth: { $gt: 0 } } },
          { $sort: { createdAt: 1, _id: 1 } },
          { $limit: most },
          { $project: Object.fromEntries(UNSEEN.map((path) => [path, 0])) },
        ],
        as: 'answers',
      },
    },
  ];
}

const timeKey = ({ createdAt, _id }: CommentDocument): CursorKey => [createdAt, _id];

/** @returns the lists of comments that readers see. */
export function createConversations(
  context: MongoContext,
): Pick<CommentStore, 'conversations' | 'tower' | 'replies' | 'ownHeld' | 'byReader' | 'counts'> {
  const { models } = context;

  async function pageOf<T>(
    view: View,
    q: { threadId: ThreadId; sort: Sort } & Cut,
    give: (document: CommentDocument) => T,
  ): Promise<Slice<T>> {
    const list = `${view}:${q.sort}`;
    const after = q.cursor === undefined ? null : decodeCursor(list, q.cursor, ['boolean', 'number', 'string']);
    const parts = await Promise.all(walksOf(context, view, q, after, q.limit + 1).map(walk));
    const key = (last: CommentDocument): CursorKey => [last.pinned, ...SORTS[q.sort].map(({ of }) => of(last))];
    return sliceOf(list, parts.flat(), q.limit, key, give);
  }

  async function previews(roots: readonly CommentDocument[], most: number): Promise<Map<CommentId, Slice<Comment>>> {
    const withAnswers = roots.filter(({ replyCount }) => replyCount > 0).map(({ _id }) => _id);
    if (withAnswers.length === 0 || most === 0) return new Map();
    const found = await models.comments.collection
      .aggregate<{ _id: CommentId; answers: CommentDocument[] }>(previewStages(context, withAnswers, most + 1))
      .toArray();
    return new Map(found.map(({ _id, answers }) => [_id, sliceOf('replies', answers, most, timeKey, toComment)]));
  }

  return {
    async conversations(q) {
      const roots = await pageOf('comments', q, (document) => document);
      const answers = await previews(roots.items, q.replies);
      const items = roots.items.map(
        (root): Conversation => ({
          comment: toComment(root),
          replies: answers.get(root._id) ?? { items: [], nextCursor: null },
        }),
      );
      return { items, nextCursor: roots.nextCursor };
    },

    tower(q) {
      return pageOf('tower', q, toComment);
    },

    async replies(q) {
      const after = keyOf('replies', q.cursor, ['number', 'string']);
      const of = await models.comments.findById(q.commentId, { depth: 1 }).lean<{ depth: number } | null>();
      if (of === null) return { items: [], nextCursor: null };
      const [field, hint] = of.depth === 0 ? ['rootId', 'answers_of_root'] : ['parentId', 'answers_of_parent'];
      const documents = await walk({
        model: models.comments,
        hint,
        branches: [{ [field]: q.commentId, listed: true, depth: { $gt: 0 } }],
        sort: OLDEST,
        after,
        limit: q.limit + 1,
        without: UNSEEN,
      });
      return sliceOf('replies', documents, q.limit, timeKey, toComment);
    },

    async ownHeld(threadId: ThreadId, readerId: ReaderId, limit: number) {
      const documents = await walk({
        model: models.comments,
        hint: 'reader',
        branches: HELD.map((status) => ({ readerId, status })),
        filter: { threadId: { $eq: threadId } },
        sort: NEWEST,
        after: null,
        limit,
        without: UNSEEN,
      });
      return documents.map(toComment);
    },

    byReader(q) {
      return page({
        model: models.comments,
        hint: 'reader',
        branches: EVERY_STATUS.map((status) => ({ readerId: q.readerId, status })),
        sort: NEWEST,
        limit: q.limit,
        without: UNSEEN,
        list: 'reader',
        shape: ['number', 'string'],
        cursor: q.cursor,
        give: toComment,
      });
    },

    async counts(siteId, keys) {
      const counts = new Map<ThreadKey, number>(keys.map((key) => [key, 0]));
      const found = await models.threads
        .find({ siteId, key: trusted({ $in: keys }) }, { key: 1, commentCount: 1 })
        .lean<Pick<ThreadDocument, 'key' | 'commentCount'>[]>();
      for (const { key, commentCount } of found) counts.set(key, commentCount);
      return counts;
    },
  };
}
