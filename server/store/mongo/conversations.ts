import { trusted } from 'mongoose';
import type { Cut, Slice } from '../port-types.ts';
import type { Cursor, CursorKey } from '../../domain/cursor.ts';
import { decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import type { Comment, CommentId, CommentStatus, ReaderId, SiteId, Sort, ThreadId, ThreadKey } from '../../domain/types.ts';
import type { CommentCut, CommentStore, Conversation } from '../port-comments.ts';
import { CHAIN_ENDS, UNSEEN } from './comments.ts';
import type { MongoContext } from './context.ts';
import type { CommentDocument, ThreadDocument } from './documents.ts';
import { toComment } from './documents.ts';
import type { SortField, Walk } from './walk.ts';
import { keyOf, page, walk, walkOneByOne } from './walk.ts';
import { driverCollection } from './driver.ts';
import { COMMENT_STATUSES } from '../../domain/enumerations.ts';
import { movedTo } from './thread-moves.ts';

type Field = SortField<CommentDocument>;

const byHeat: Field = { path: 'heat', direction: -1, of: ({ heat }) => heat };
const byTime = (direction: 1 | -1): Field => ({ path: 'createdAt', direction, of: ({ createdAt }) => createdAt });
const byId = (direction: 1 | -1): Field => ({ path: '_id', direction, of: ({ _id }) => _id });

/** Newest first, and oldest first; ids break ties. */
export const NEWEST: readonly Field[] = [byTime(-1), byId(-1)];
export const OLDEST: readonly Field[] = [byTime(1), byId(1)];
const SORTS: { readonly [S in Sort]: readonly Field[] } = { hot: [byHeat, byId(-1)], newest: NEWEST, oldest: OLDEST };

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
      shaped: CHAIN_ENDS,
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
        from: driverCollection(context.models.comments).name,
        localField: '_id',
        foreignField: 'rootId',
        pipeline: [
          { $match: { listed: true, depth: { $gt: 0 } } },
          { $sort: { createdAt: 1, _id: 1 } },
          { $limit: most },
          CHAIN_ENDS,
          { $project: Object.fromEntries(UNSEEN.map((path) => [path, 0])) },
        ],
        as: 'answers',
      },
    },
  ];
}

/** Where the answers after this one begin; without one, all of them. */
function repliesCursor(last: CommentDocument | undefined): Cursor {
  return encodeCursor('replies', last === undefined ? [Number.MIN_SAFE_INTEGER, ''] : [last.createdAt, last._id]);
}

/** So many conversations come at a time with their first answers. */
const CONVERSATIONS_AT_ONCE = 8;

interface Page {
  items: CommentDocument[];
  /** Is there something that is not in it? */
  isCut: boolean;
}

/** Takes a document into a page, at least so many of them, while there is room; false when there is none. */
function takes(items: CommentDocument[], document: CommentDocument, { limit, fits }: CommentCut, least: 0 | 1): boolean {
  if (items.length >= limit || (fits?.(toComment(document)) === false && items.length >= least)) return false;
  items.push(document);
  return true;
}

/** Takes documents of walks, one after the other, while there is room. */
async function fill(walks: readonly Walk<CommentDocument>[], { limit, fits }: CommentCut): Promise<Page> {
  const page: Page = { items: [], isCut: false };
  const cursors = walks.map(walkOneByOne);
  // All of them begin at once: nearly always each is needed.
  const begun = cursors.map((cursor) => cursor.hasNext());
  try {
    await Promise.all(begun);
    for (const cursor of cursors) {
      for await (const document of cursor) {
        page.isCut = !takes(page.items, document, { limit, fits }, 1);
        if (page.isCut) return page;
      }
    }
    return page;
  } finally {
    await Promise.all(cursors.map((cursor) => cursor.close()));
  }
}

async function pageOf(
  context: MongoContext,
  view: View,
  q: { threadId: ThreadId; sort: Sort } & CommentCut,
): Promise<Slice<CommentDocument>> {
  const list = `${view}:${q.sort}`;
  const after = q.cursor === undefined ? null : decodeCursor(list, q.cursor, ['boolean', 'number', 'string']);
  const { items, isCut } = await fill(walksOf(context, view, q, after, q.limit + 1), q);
  const last = items.at(-1);
  const key = last === undefined ? null : [last.pinned, ...SORTS[q.sort].map(({ of }) => of(last))];
  return { items, nextCursor: isCut && key !== null ? encodeCursor(list, key) : null };
}

async function previews(
  context: MongoContext,
  roots: readonly CommentDocument[],
  most: number,
  fits: CommentCut['fits'],
): Promise<Map<CommentId, Slice<Comment>>> {
  const found = new Map<CommentId, Slice<Comment>>();
  const withAnswers = roots.filter(({ replyCount }) => replyCount > 0).map(({ _id }) => _id);
  if (withAnswers.length === 0 || most === 0) return found;
  const cursor = driverCollection(context.models.comments).aggregate<{ _id: CommentId; answers: CommentDocument[] }>(
    previewStages(context, withAnswers, most + 1),
    { batchSize: CONVERSATIONS_AT_ONCE },
  );
  for await (const { _id, answers } of cursor) {
    const items: CommentDocument[] = [];
    const isCut = answers.some((answer) => !takes(items, answer, { limit: most, fits }, 0));
    found.set(_id, { items: items.map(toComment), nextCursor: isCut ? repliesCursor(items.at(-1)) : null });
  }
  return found;
}

async function listConversations(context: MongoContext, q: Parameters<CommentStore['conversations']>[0]): Promise<Slice<Conversation>> {
  const roots = await pageOf(context, 'comments', q);
  const answers = await previews(context, roots.items, q.replies, q.fits);
  const items = roots.items.map(
    (root): Conversation => ({
      comment: toComment(root),
      replies: answers.get(root._id) ?? { items: [], nextCursor: null },
    }),
  );
  return { items, nextCursor: roots.nextCursor };
}

async function listTower(context: MongoContext, q: { threadId: ThreadId; sort: Sort } & CommentCut): Promise<Slice<Comment>> {
  const { items, nextCursor } = await pageOf(context, 'tower', q);
  return { items: items.map(toComment), nextCursor };
}

async function listReplies({ models }: MongoContext, q: { commentId: CommentId } & CommentCut): Promise<Slice<Comment>> {
  const after = keyOf('replies', q.cursor, ['number', 'string']);
  const of = await models.comments.findById(q.commentId, { depth: 1 }).lean<{ depth: number } | null>();
  if (of === null) return { items: [], nextCursor: null };
  const [field, hint] = of.depth === 0 ? ['rootId', 'answers_of_root'] : ['parentId', 'answers_of_parent'];
  const found: Walk<CommentDocument> = {
    model: models.comments,
    hint,
    branches: [{ [field]: q.commentId, listed: true, depth: { $gt: 0 } }],
    sort: OLDEST,
    after,
    limit: q.limit + 1,
    shaped: CHAIN_ENDS,
    without: UNSEEN,
  };
  const { items, isCut } = await fill([found], q);
  return { items: items.map(toComment), nextCursor: isCut ? repliesCursor(items.at(-1)) : null };
}

async function listOwnHeld({ models }: MongoContext, threadId: ThreadId, readerId: ReaderId, limit: number): Promise<Comment[]> {
  const documents = await walk({
    model: models.comments,
    hint: 'reader',
    branches: HELD.map((status) => ({ readerId, status })),
    filter: { threadId: { $eq: threadId } },
    sort: NEWEST,
    after: null,
    limit,
    shaped: CHAIN_ENDS,
    without: UNSEEN,
  });
  return documents.map(toComment);
}

function listByReader({ models }: MongoContext, q: { readerId: ReaderId } & Cut): Promise<Slice<Comment>> {
  return page({
    model: models.comments,
    hint: 'reader',
    branches: COMMENT_STATUSES.map((status) => ({ readerId: q.readerId, status })),
    sort: NEWEST,
    limit: q.limit,
    shaped: CHAIN_ENDS,
    without: UNSEEN,
    list: 'reader',
    shape: ['number', 'string'],
    cursor: q.cursor,
    give: toComment,
  });
}

async function countComments({ models }: MongoContext, siteId: SiteId, keys: ThreadKey[]): Promise<Map<ThreadKey, number>> {
  const counts = new Map<ThreadKey, number>(keys.map((key) => [key, 0]));
  const found = await models.threads
    .find({ siteId, key: trusted({ $in: keys }) }, { key: 1, commentCount: 1 })
    .lean<Pick<ThreadDocument, 'key' | 'commentCount'>[]>();
  for (const { key, commentCount } of found) counts.set(key, commentCount);
  const there = new Set(found.map(({ key }) => key));
  const missing = keys.filter((key) => !there.has(key));
  if (missing.length > 0) for (const [key, { commentCount }] of await movedTo({ models }, siteId, missing)) counts.set(key, commentCount);
  return counts;
}

function busiestThreads({ models }: MongoContext, { siteId, from, most, limit }: Parameters<CommentStore['busiest']>[0]) {
  return models.comments
    .aggregate<{ threadId: ThreadId; count: number }>([
      { $match: { status: 'published', siteId, createdAt: { $gte: from } } },
      { $sort: { createdAt: -1, _id: -1 } },
      { $limit: most },
      { $group: { _id: '$threadId', count: { $sum: 1 } } },
      { $sort: { count: -1, _id: -1 } },
      { $limit: limit },
      { $project: { _id: 0, threadId: '$_id', count: 1 } },
    ])
    .hint('site')
    .exec();
}

/** @returns the lists of comments that readers see. */
export function createConversations(
  context: MongoContext,
): Pick<CommentStore, 'conversations' | 'tower' | 'replies' | 'ownHeld' | 'byReader' | 'busiest' | 'counts'> {
  return {
    conversations: (q) => listConversations(context, q),
    tower: (q) => listTower(context, q),
    replies: (q) => listReplies(context, q),
    ownHeld: (threadId, readerId, limit) => listOwnHeld(context, threadId, readerId, limit),
    byReader: (q) => listByReader(context, q),
    busiest: (q) => busiestThreads(context, q),
    counts: (siteId, keys) => countComments(context, siteId, keys),
  };
}
