import type { CursorKey } from '../../domain/cursor.ts';
import { foldText, queryGrams } from '../../domain/text.ts';
import type { Ms, SiteId } from '../../domain/types.ts';
import type { CommentStore } from '../port-comments.ts';
import { CHAIN_ENDS, UNSEEN } from './comments.ts';
import type { MongoContext } from './context.ts';
import { NEWEST, OLDEST } from './conversations.ts';
import type { CommentDocument } from './documents.ts';
import { toComment } from './documents.ts';
import { isPair, type Piece, pieceOf, NOT_INDEXED } from './search-blocks.ts';
import { documentsOfHits } from './search-hits.ts';
import type { Branch, Walk } from './walk.ts';
import { inOrder, keyOf, page, sliceOf, walk } from './walk.ts';
import { COMMENT_STATUSES } from '../../domain/enumerations.ts';

/** Of a long text so many pairs are looked for: the rest is seen in the comments themselves. */
const MOST_PIECES = 4;

/** Holds the folded text, now or where it was reported: confirms what was found by its pieces. */
export function holds(folded: string): Branch {
  const isIn = (field: unknown): object => ({ $gte: [{ $indexOfCP: [field, { $literal: folded }] }, 0] });
  return { $expr: { $or: [isIn('$folded'), isIn({ $ifNull: ['$reported', ''] })] } };
}

/** The sites meant: these, or all that have a thread. */
export async function sitesMeant({ models }: MongoContext, siteIds: readonly SiteId[] | null): Promise<readonly SiteId[]> {
  return siteIds ?? models.threads.distinct('siteId');
}

/** The index that a list walks, and where. */
type Run = Pick<Walk<CommentDocument>, 'hint' | 'branches'>;

/** The pieces by which the text is found; none where they do not help, and the list is walked along its order. */
function piecesOf(folded: string): Piece[] {
  const grams = queryGrams(folded);
  const pairs = grams.filter(isPair);
  if (pairs.length > 0) return pairs.slice(0, MOST_PIECES).map(pieceOf);
  const han = grams.find((gram) => /\p{Script=Han}/u.test(gram));
  return han === undefined ? [] : [{ first: han, second: null }];
}

type Query = Parameters<CommentStore['search']>[0];

/** The index that a search without pieces walks: the narrowest that its order allows. */
function runOf({ threadId, readerId, status }: Query, siteIds: readonly SiteId[]): Run {
  const statuses = status === undefined ? COMMENT_STATUSES : [status];
  if (readerId !== undefined) return { hint: 'reader', branches: statuses.map((one) => ({ readerId, status: one })) };
  if (threadId !== undefined) {
    const all = [true, false].flatMap((listed) => [true, false].map((pinned) => ({ threadId, listed, pinned })));
    return { hint: 'tower_time', branches: all };
  }
  return { hint: 'site', branches: statuses.flatMap((one) => siteIds.map((siteId) => ({ status: one, siteId }))) };
}

/** When the comments were made. */
function spanOf({ from, to }: { from?: Ms | undefined; to?: Ms | undefined }): Record<string, unknown>[] {
  return [...(from === undefined ? [] : [{ createdAt: { $gte: from } }]), ...(to === undefined ? [] : [{ createdAt: { $lt: to } }])];
}

function filterOf(q: Query, folded: string | null): Branch {
  const filters: Record<string, unknown>[] = [];
  if (q.siteIds !== null) filters.push({ siteId: { $in: q.siteIds } });
  if (q.status !== undefined) filters.push({ status: { $eq: q.status } });
  if (q.threadId !== undefined) filters.push({ threadId: { $eq: q.threadId } });
  filters.push(...spanOf(q));
  if (folded !== null) filters.push(holds(folded));
  return filters.length === 0 ? {} : { $and: filters };
}

/** @returns the search in comments, newest first, and the walk along all of them, oldest first. */
export function createSearch(context: MongoContext): Pick<CommentStore, 'search' | 'walk'> {
  const { models } = context;
  const shared = { model: models.comments, sort: NEWEST, without: UNSEEN };

  /** What waits is read one by one; then, as it may be indexed meanwhile, what is in the blocks. */
  async function byPieces(q: Query, siteIds: readonly SiteId[], pieces: readonly Piece[], filter: Branch, after: CursorKey | null) {
    const limit = q.limit + 1;
    const rest = { filter, after, limit };
    const waiting = siteIds.map((siteId) => ({ position: NOT_INDEXED, siteId }));
    const notIndexed = await walk({ ...shared, ...rest, hint: 'position', branches: waiting });
    const indexed = await documentsOfHits(models, { ...q, siteIds, pieces, ...rest });
    return inOrder(NEWEST, [...notIndexed, ...indexed], limit);
  }

  return {
    async search(q) {
      const text = q.text === undefined ? '' : foldText(q.text);
      const folded = text === '' ? null : text;
      const siteIds = q.readerId === undefined ? await sitesMeant(context, q.siteIds) : [];
      const pieces = folded === null || siteIds.length === 0 ? [] : piecesOf(folded);
      const filter = filterOf(q, folded);
      if (pieces.length > 0) {
        const after = keyOf('search', q.cursor, ['number', 'string']);
        const documents = await byPieces(q, siteIds, pieces, filter, after);
        return sliceOf('search', documents, q.limit, (last) => NEWEST.map(({ of }) => of(last)), toComment);
      }
      const run = runOf(q, siteIds);
      if (run.branches.length === 0) return { items: [], nextCursor: null };
      return page({
        ...shared,
        ...run,
        filter,
        limit: q.limit,
        list: 'search',
        shape: ['number', 'string'],
        cursor: q.cursor,
        give: toComment,
      });
    },

    walk(q) {
      const { siteId, threadId } = q;
      const filters = [...(threadId === undefined ? [] : [{ siteId: { $eq: siteId } }]), ...spanOf(q)];
      return page({
        model: models.comments,
        shaped: CHAIN_ENDS,
        without: UNSEEN,
        ...(threadId === undefined
          ? { hint: 'site', branches: COMMENT_STATUSES.map((status) => ({ status, siteId })) }
          : { hint: 'thread_age', branches: [{ threadId }] }),
        filter: filters.length === 0 ? {} : { $and: filters },
        sort: OLDEST,
        limit: q.limit,
        list: 'walk',
        shape: ['number', 'string'],
        cursor: q.cursor,
        give: toComment,
      });
    },
  };
}
