import { trusted } from 'mongoose';
import type { Cut, Slice } from '../port-types.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import { foldText, queryGrams } from '../../domain/text.ts';
import type { Claim, Comment, CommentId, Ms, SiteId, StaffId } from '../../domain/types.ts';
import type { Effects } from '../../domain/effects.ts';
import { NotFound } from '../port.ts';
import type { ModerationStore, QueueFilter } from '../port-admin.ts';
import type { QueueSort } from '../../domain/queue-lists.ts';
import { indexedGrams } from './comment-fields.ts';
import { findComments, UNSEEN } from './comments.ts';
import type { MongoContext } from './context.ts';
import type { CommentDocument, OutboxItem } from './documents.ts';
import { toComment } from './documents.ts';
import { OPEN_TAG, PLAIN_TAG, QUEUE_TAGS, REASON_TAG, tagsAskedFor } from './queue-tags.ts';
import { holds, sitesMeant } from './search.ts';
import { isPair } from './search-blocks.ts';
import type { Branch, SortField, Walk } from './walk.ts';
import { countOf, page, walk } from './walk.ts';
import { driverCollection } from './driver.ts';

type Field = SortField<CommentDocument>;

const byPriority: Field = { path: 'review.priority', direction: -1, of: ({ review }) => review?.priority ?? 0 };
const byAge = (direction: 1 | -1): Field => ({ path: 'review.openedAt', direction, of: ({ review }) => review?.openedAt ?? 0 });
const byId = (direction: 1 | -1): Field => ({ path: '_id', direction, of: ({ _id }) => _id });
const SORTS: { readonly [S in QueueSort]: readonly Field[] } = {
  priority: [byPriority, byAge(1), byId(1)],
  newest: [byAge(-1), byId(-1)],
  oldest: [byAge(1), byId(1)],
};
const SHAPES = { priority: ['number', 'number', 'string'], newest: ['number', 'string'], oldest: ['number', 'string'] } as const;
const OPEN = { 'review.state': 'open' };

type QueueWalk = Omit<Walk<CommentDocument>, 'after' | 'limit'>;

/** Has the document all of these tags? In a form that no index answers, so that the walk's own stays chosen. */
function hasAll(tags: readonly string[]): Branch {
  return { $expr: { $setIsSubset: [{ $literal: tags }, '$queueTags'] } };
}

/** Does one of the reasons begin with the text? */
function hasReasonLike(start: string): Branch {
  const begins = { $eq: [{ $indexOfCP: ['$$this', { $literal: start }] }, 0] };
  return { $expr: { $anyElementTrue: { $map: { input: '$review.reasons', in: begins } } } };
}

/** The index runs that hold what the filter asks for, in the order of the sort; null when nothing can fit. */
export async function queueWalk(context: MongoContext, filter: QueueFilter, sort: QueueSort): Promise<QueueWalk | null> {
  const siteIds = await sitesMeant(context, filter.siteIds);
  const text = filter.text === undefined ? '' : foldText(filter.text);
  const gram = queryGrams(text).find(isPair);
  const reasons = filter.reason === undefined ? null : await context.reasons.like(filter.reason);
  const [first = OPEN_TAG, ...more] = tagsAskedFor(filter);
  const byText = gram !== undefined && sort === 'priority';
  const byReason = !byText && reasons !== null && (first === OPEN_TAG || first === PLAIN_TAG);

  const tests: Branch[] = [];
  const asked = byText || byReason ? [first, ...more] : more;
  if (asked.some((tag) => tag !== OPEN_TAG)) tests.push(hasAll(asked));
  if (filter.reason !== undefined && !byReason) tests.push(hasReasonLike(filter.reason));
  if (text !== '') tests.push(holds(text));

  const runs = byReason
    ? reasons.map((reason) => ({ queueTags: REASON_TAG + reason }))
    : [byText ? { ...OPEN, grams: gram } : { queueTags: first }];
  const branches = siteIds.flatMap((siteId) => runs.map((run): Branch => ({ ...run, siteId })));
  if (branches.length === 0) return null;
  const ordered = sort === 'priority' ? 'queue_priority' : 'queue_age';
  return {
    model: context.models.comments,
    hint: byText ? 'queue_grams' : ordered,
    branches,
    sort: SORTS[sort],
    filter: tests.length === 0 ? {} : { $and: tests },
    without: UNSEEN,
  };
}

/** Does the filter ask for cases that are not escalated, and for something else that the index alone decides? */
function isPlainAmongOthers(filter: QueueFilter): boolean {
  if (filter.escalated !== false || filter.text !== undefined) return false;
  return filter.reason !== undefined || tagsAskedFor(filter)[0] !== PLAIN_TAG;
}

function openFilter(filter: QueueFilter | undefined, siteIds: readonly SiteId[] | null): Record<string, unknown> {
  const open: Record<string, unknown> = { 'review.state': { $eq: 'open' } };
  if (siteIds !== null) open.siteId = { $in: siteIds };
  if (filter !== undefined) open.queueTags = { $all: tagsAskedFor(filter) };
  return open;
}

async function claimOne(
  { models }: MongoContext,
  id: CommentId,
  by: Claim,
  now: Ms,
  filter: QueueFilter | undefined,
  items: OutboxItem[],
): Promise<CommentDocument | null> {
  const free = freeFor(by, now);
  const stages = [{ $set: { 'review.claim': { $literal: by }, outbox: { $concatArrays: ['$outbox', { $literal: items }] } } }];
  const mayTake: Record<string, unknown> = { _id: { $eq: id }, ...openFilter(filter, filter?.siteIds ?? null), $or: free };
  return driverCollection(models.comments).findOneAndUpdate(mayTake, stages, {
    returnDocument: 'after',
  }) as Promise<CommentDocument | null>;
}

async function claimAll(
  context: MongoContext,
  candidates: readonly CommentId[],
  q: { by: Claim; now: Ms; filter?: QueueFilter; limit: number },
  fx: Effects,
): Promise<Comment[]> {
  const claimed: Comment[] = [];
  for (const id of candidates) {
    if (claimed.length >= q.limit) break;
    const items = claimed.length === 0 ? context.outbox.items(fx) : [];
    const document = await claimOne(context, id, q.by, q.now, q.filter, items);
    if (document === null) continue;
    claimed.push(toComment(document));
    await context.outbox.settle('comments', id, items);
  }
  return claimed;
}

async function sizeOf(context: MongoContext, filter: QueueFilter, most?: number): Promise<number> {
  const found = await queueWalk(context, filter, 'priority');
  return found === null ? 0 : countOf(found, most);
}

/** Opens the case, with the pieces of the text as it then is. Gives the comment as it was. @throws NotFound. */
async function openOne({ models }: MongoContext, id: CommentId, add: Added, items: readonly OutboxItem[]): Promise<CommentDocument> {
  for (;;) {
    const read = await models.comments
      .findById(id, { content: 1, revision: 1, reported: 1 })
      .lean<Pick<CommentDocument, 'content' | 'revision' | 'reported'> | null>();
    if (read === null) throw new NotFound('no such comment');
    const before = await models.comments
      .findOneAndUpdate({ _id: id, revision: read.revision }, openingStages(add, items, indexedGrams(read.content, read.reported)), {
        updatePipeline: true,
        returnDocument: 'before',
      })
      .lean<CommentDocument | null>();
    if (before !== null) return before;
  }
}

async function listQueue(
  context: MongoContext,
  { filter, sort, limit, cursor }: { filter: QueueFilter; sort: QueueSort } & Cut,
): Promise<Slice<Comment>> {
  const found = await queueWalk(context, filter, sort);
  const rest = { list: `queue:${sort}`, shape: SHAPES[sort], cursor, give: toComment, limit };
  if (found === null) return { items: [], nextCursor: null };
  return page({ ...found, ...rest });
}

async function sizeOfQueue(context: MongoContext, filter: QueueFilter, most?: number): Promise<number> {
  if (!isPlainAmongOthers(filter)) return sizeOf(context, filter, most);
  // What is escalated is little: taken off the count of all it is cheaper than reading what is not.
  const { escalated: _, ...all } = filter;
  const escalated = await sizeOf(context, { ...all, escalated: true });
  const size = await sizeOf(context, all, most === undefined ? undefined : most + escalated);
  return Math.max(0, size - escalated);
}

async function claimCases(context: MongoContext, q: Parameters<ModerationStore['claim']>[0], fx: Effects): Promise<Comment[]> {
  if (q.ids !== undefined) return claimAll(context, [...new Set(q.ids)], q, fx);
  const claimed: Comment[] = [];
  const found = await queueWalk(context, q.filter ?? { siteIds: null }, 'priority');
  if (found === null) return claimed;
  const free = { $or: freeFor(q.by, q.now) };
  // Colleagues may take the first ones between the look and the claim: look again as long as there are any.
  while (claimed.length < q.limit) {
    const without = { _id: { $nin: claimed.map(({ id }) => id) } };
    const filter = { $and: [found.filter ?? {}, free, without] };
    const documents = await walk({ ...found, filter, after: null, limit: q.limit - claimed.length });
    if (documents.length === 0) break;
    const ids = documents.map(({ _id }) => _id);
    const taken = await claimAll(
      context,
      ids,
      { ...q, limit: q.limit - claimed.length },
      claimed.length === 0 ? fx : { events: [], audit: [] },
    );
    claimed.push(...taken);
  }
  return claimed;
}

async function renewClaims({ models }: MongoContext, staffId: StaffId, ids: CommentId[], now: Ms, until: Ms): Promise<CommentId[]> {
  const kept: CommentId[] = [];
  for (const id of ids) {
    const own: Record<string, unknown> = {
      _id: { $eq: id },
      'review.state': 'open',
      'review.claim.staffId': { $eq: staffId },
      'review.claim.until': { $gt: now },
    };
    const { matchedCount } = await driverCollection(models.comments).updateOne(own, { $set: { 'review.claim.until': until } });
    if (matchedCount === 1) kept.push(id);
  }
  return kept;
}

async function releaseClaims({ models }: MongoContext, staffId: StaffId, ids: CommentId[] | null): Promise<CommentId[]> {
  const of = ids === null ? {} : { _id: trusted({ $in: ids }) };
  const own = await models.comments.find({ 'review.claim.staffId': staffId, ...of }, { _id: 1 }).lean<{ _id: CommentId }[]>();
  const given: CommentId[] = [];
  for (const { _id } of own) {
    const { modifiedCount } = await models.comments.updateOne({ _id, 'review.claim.staffId': staffId }, { $set: { 'review.claim': null } });
    if (modifiedCount === 1) given.push(_id);
  }
  return given;
}

async function openCase(
  context: MongoContext,
  id: CommentId,
  add: Parameters<ModerationStore['openCase']>[1],
  fx: Effects,
): Promise<{ comment: Comment; opened: boolean }> {
  await context.reasons.note({ reasons: [add.reason] });
  const items = context.outbox.items(fx);
  const before = await openOne(context, id, add, items);
  await context.outbox.settle('comments', id, items);
  const [after] = await findComments(context, [id]);
  return { comment: toComment(after ?? before), opened: before.review?.state !== 'open' };
}

/** @returns the moderators' queue with its claims. */
export function createModeration(context: MongoContext): ModerationStore {
  return {
    queue: (q) => listQueue(context, q),
    queueSize: (filter, most) => sizeOfQueue(context, filter, most),
    claim: (q, fx) => claimCases(context, q, fx),
    renew: (staffId, ids, now, until) => renewClaims(context, staffId, ids, now, until),
    release: (staffId, ids) => releaseClaims(context, staffId, ids),
    openCase: (id, add, fx) => openCase(context, id, add, fx),
  };
}

/** Cases that one may claim: of nobody, one's own, or of a claim that is over. */
function freeFor(by: Claim, now: Ms): object[] {
  const isOver = [{ 'review.claim.until': { $lte: now } }, { 'review.claim.until': { $gt: beyond(now, by.until - now) } }];
  return [{ 'review.claim': null }, { 'review.claim.staffId': by.staffId }, ...isOver];
}

type Added = Parameters<ModerationStore['openCase']>[1];

/** The update that opens the case or adds to the open one. */
function openingStages(add: Added, items: readonly OutboxItem[], grams: readonly string[]): { $set: Record<string, unknown> }[] {
  const isOpen = { $eq: ['$review.state', 'open'] };
  const joined = (field: string, value: string): Record<string, unknown> => ({
    $cond: [{ $in: [{ $literal: value }, field] }, field, { $concatArrays: [field, [{ $literal: value }]] }],
  });
  const more = {
    $mergeObjects: [
      '$review',
      {
        kinds: joined('$review.kinds', add.kind),
        reasons: joined('$review.reasons', add.reason),
        score: { $max: ['$review.score', add.score] },
        priority: { $max: ['$review.priority', add.priority] },
        ...(add.clusterId === undefined ? {} : { clusterId: { $literal: add.clusterId } }),
        ...(add.appeal === undefined ? {} : { appeal: { $literal: add.appeal } }),
      },
    ],
  };
  // There is one appeal a comment, whatever case it was in.
  const kept = { $cond: [{ $eq: [{ $type: '$review.appeal' }, 'missing'] }, {}, { appeal: '$review.appeal' }] };
  const fresh = {
    state: 'open',
    escalated: false,
    kinds: [add.kind],
    reasons: [add.reason],
    score: add.score,
    priority: add.priority,
    openedAt: add.now,
    claim: null,
    ...(add.clusterId === undefined ? {} : { clusterId: add.clusterId }),
    ...(add.appeal === undefined ? {} : { appeal: add.appeal }),
  };
  return [
    {
      $set: {
        review: { $cond: [isOpen, more, { $mergeObjects: [kept, { $literal: fresh }] }] },
        outbox: { $concatArrays: ['$outbox', { $literal: items }] },
      },
    },
    { $set: { queueTags: QUEUE_TAGS, grams: { $literal: grams } } },
  ];
}
