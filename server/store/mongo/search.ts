import { foldText, queryGrams } from '../../domain/text.ts';
import type { CommentStatus, SiteId } from '../../domain/types.ts';
import type { CommentStore } from '../port.ts';
import { isPair } from './comment-fields.ts';
import { UNSEEN } from './comments.ts';
import type { MongoContext } from './context.ts';
import { NEWEST } from './conversations.ts';
import type { CommentDocument } from './documents.ts';
import { toComment } from './documents.ts';
import type { Branch, Walk } from './walk.ts';
import { page } from './walk.ts';

const EVERY_STATUS: readonly CommentStatus[] = ['published', 'pending', 'rejected', 'spam', 'removed', 'purged'];
/** A gram that more comments have than this is as good as any other. */
const COUNTED_MOST = 2_000;

/** Holds the folded text: confirms what was found by its pieces. */
export function holds(folded: string): Branch {
  return { $expr: { $gte: [{ $indexOfCP: ['$folded', { $literal: folded }] }, 0] } };
}

/** The sites meant: these, or all that have a thread. */
export async function sitesMeant({ models }: MongoContext, siteIds: readonly SiteId[] | null): Promise<readonly SiteId[]> {
  return siteIds ?? models.threads.distinct('siteId');
}

/** The index that a list walks, and where. */
type Run = Pick<Walk<CommentDocument>, 'hint' | 'branches'>;

async function countOf(context: MongoContext, siteIds: readonly SiteId[], grams: Branch | string): Promise<number> {
  const filter = { siteId: { $in: [...siteIds] }, grams };
  return context.models.comments.collection.countDocuments(filter, { limit: COUNTED_MOST, hint: 'grams' });
}

/**
 * Where the text is found by its pieces; null when they do not help, and the list is walked along its order.
 * Of pairs the one that the fewest comments have. A single Han character has comments listed under the pairs
 * that it begins: when they are few, they are read and sorted; when they are many, one is never far away.
 */
async function runOfText(context: MongoContext, siteIds: readonly SiteId[], folded: string): Promise<Run | null> {
  const grams = queryGrams(folded);
  const pairs = grams.filter(isPair);
  const [pair] = pairs;
  if (pair !== undefined) {
    const counts = pairs.length === 1 ? [0] : await Promise.all(pairs.map((each) => countOf(context, siteIds, each)));
    const rarest = pairs[counts.indexOf(Math.min(...counts))] ?? pair;
    return { hint: 'grams', branches: siteIds.map((siteId) => ({ siteId, grams: rarest })) };
  }
  const han = grams.find((gram) => /\p{Script=Han}/u.test(gram));
  if (han === undefined) return null;
  const begun = { $gte: han, $lt: `${han}\u{10FFFF}` };
  if ((await countOf(context, siteIds, begun)) >= COUNTED_MOST) return null;
  return { hint: 'grams', branches: siteIds.map((siteId) => ({ siteId, grams: begun })) };
}

type Query = Parameters<CommentStore['search']>[0];

/** The index that a search walks: the narrowest that its order allows. */
async function runOf(context: MongoContext, q: Query, folded: string | null): Promise<Run> {
  const { threadId, readerId } = q;
  const statuses = q.status === undefined ? EVERY_STATUS : [q.status];
  if (readerId !== undefined) return { hint: 'reader', branches: statuses.map((status) => ({ readerId, status })) };
  const siteIds = await sitesMeant(context, q.siteIds);
  const byText = folded === null || siteIds.length === 0 ? null : await runOfText(context, siteIds, folded);
  if (byText !== null) return byText;
  if (threadId !== undefined) {
    const all = [true, false].flatMap((listed) => [true, false].map((pinned) => ({ threadId, listed, pinned })));
    return { hint: 'tower_time', branches: all };
  }
  return { hint: 'site', branches: statuses.flatMap((status) => siteIds.map((siteId) => ({ status, siteId }))) };
}

function filterOf(q: Query, folded: string | null): Branch {
  const filters: Record<string, unknown>[] = [];
  if (q.siteIds !== null) filters.push({ siteId: { $in: q.siteIds } });
  if (q.status !== undefined) filters.push({ status: { $eq: q.status } });
  if (q.threadId !== undefined) filters.push({ threadId: { $eq: q.threadId } });
  if (q.from !== undefined) filters.push({ createdAt: { $gte: q.from } });
  if (q.to !== undefined) filters.push({ createdAt: { $lt: q.to } });
  if (folded !== null) filters.push(holds(folded));
  return filters.length === 0 ? {} : { $and: filters };
}

/** @returns the search in comments, newest first. */
export function createSearch(context: MongoContext): Pick<CommentStore, 'search'> {
  return {
    async search(q) {
      const text = q.text === undefined ? '' : foldText(q.text);
      const folded = text === '' ? null : text;
      const run = await runOf(context, q, folded);
      if (run.branches.length === 0) return { items: [], nextCursor: null };
      return page({
        model: context.models.comments,
        ...run,
        filter: filterOf(q, folded),
        sort: NEWEST,
        limit: q.limit,
        without: UNSEEN,
        list: 'search',
        shape: ['number', 'string'],
        cursor: q.cursor,
        give: toComment,
      });
    },
  };
}
