import { LRUCache } from 'lru-cache';
import { mongo } from 'mongoose';
import { ENDS } from '../../domain/depth.ts';
import { erasedMark } from '../../domain/own-data.ts';
import type { PostGuard } from '../../domain/pace.ts';
import type { Comment, CommentId, Content, Ms, ThreadId } from '../../domain/types.ts';
import type { CommentPatch, CommentStore, Created, StoredAnswer } from '../port-comments.ts';
import type { Effects } from '../../domain/effects.ts';
import type { NewComment } from '../port-types.ts';
import { Duplicate, NotFound, StaleRevision } from '../port.ts';
import { type Batch, createBatch } from './batch.ts';
import { commentDocument, countOf, indexedGrams, publishedField, searchFields } from './comment-fields.ts';
import type { MongoContext } from './context.ts';
import { FOLLOWING } from './counters.ts';
import type { CommentDocument, OutboxItem } from './documents.ts';
import { toComment } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import { guardsOf, refusalOf } from './post-guards.ts';
import { QUEUE_TAGS } from './queue-tags.ts';
import { reportedFolded, textsOf } from './reported-texts.ts';
import { NOT_INDEXED } from './search-blocks.ts';
import { driverCollection } from './driver.ts';
import { bringLate, type MovesContext, successorOf, withChannel } from './thread-moves.ts';

const NO_VOTES = { up: 0, down: 0 };
/** Fields that lists and look-ups never give. */
export const UNSEEN = [
  'grams',
  'position',
  'backlog',
  'hosts',
  'folded',
  'reported',
  'revisions',
  'outbox',
  'queueTags',
  'answer',
  'guards',
] as const;
const SEEN = Object.fromEntries(UNSEEN.map((field) => [field, 0]));
/** The ids above a comment are many times what the comment has where the chain is long: only its ends leave the database. */
export const CHAIN_ENDS = {
  $set: {
    ancestors: {
      $cond: [
        { $gt: ['$depth', 2 * ENDS] },
        { $concatArrays: [{ $slice: ['$ancestors', ENDS] }, { $slice: ['$ancestors', -ENDS] }] },
        '$ancestors',
      ],
    },
  },
};

/** The comments of these ids as they are stored, without what only the store needs. */
export async function findComments(context: MongoContext, ids: readonly CommentId[]): Promise<CommentDocument[]> {
  if (ids.length === 0) return [];
  return driverCollection(context.models.comments)
    .aggregate<CommentDocument>([{ $match: { _id: { $in: [...new Set(ids)] } } }, CHAIN_ENDS, { $project: SEEN }])
    .toArray();
}

/** Takes values as they are into an update that is a pipeline, where `$name` would mean a field. */
function literally(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([path, value]) => [path, { $literal: value }]),
  );
}

/** Inserts comments that arrive together in one round trip; one that is refused does not hinder the others. */
function createInserter({ models }: MongoContext) {
  return createBatch(async (documents: CommentDocument[]): Promise<(null | Error)[]> => {
    try {
      await driverCollection(models.comments).insertMany(documents as object[], { ordered: false });
      return documents.map(() => null);
    } catch (error) {
      if (!(error instanceof mongo.MongoBulkWriteError) || error.writeErrors === undefined) throw error;
      const refused = Array.isArray(error.writeErrors) ? error.writeErrors : [error.writeErrors];
      if (refused.length === 0) throw error;
      const results: (null | Error)[] = documents.map(() => null);
      for (const { index, code, errmsg } of refused) results[index] = new mongo.MongoServerError({ message: errmsg ?? '', code });
      return results;
    }
  }, 64);
}

function setOf(document: CommentDocument, expected: number, patch: CommentPatch, reported: string): Record<string, unknown> {
  const { published, content, review, author, ...plain } = patch;
  const latest = content === undefined ? document.content : content;
  const set: Record<string, unknown> = { ...plain, revision: expected + 1 };
  if (author !== undefined) Object.assign(set, { author, readerId: author?.readerId ?? null });
  if (review !== undefined) set.review = review === null || review.state === 'open' ? review : { ...review, claim: null };
  const isOpen = (review === undefined ? document.review : review)?.state === 'open';
  if (review !== undefined || content !== undefined) set.grams = isOpen ? indexedGrams(latest, reported) : [];
  if (reported !== (document.reported ?? '')) set.reported = reported;
  if (content !== undefined) {
    Object.assign(set, { content, hosts: [], position: NOT_INDEXED, ...searchFields(content) });
    const { position, backlog = [] } = document;
    if (position !== NOT_INDEXED) set.backlog = [...backlog, position];
    if (isNewText(document, content))
      Object.assign(set, { textRevision: expected + 1, textAt: patch.editedAt ?? document.editedAt ?? document.createdAt });
  }
  const before = toComment(document).published;
  const after = published === undefined ? before : published;
  if (published !== undefined || content !== undefined) {
    Object.assign(set, { published: publishedField(after, latest), public: after !== null });
  }
  return set;
}

/** The same text rendered anew is no other text. */
function isNewText(document: CommentDocument, content: Content | null): boolean {
  return content !== null && content.body !== document.content?.body;
}

function pastTexts(document: CommentDocument, patch: CommentPatch): unknown {
  if (patch.content === undefined) return '$revisions';
  // A purge takes every text the comment has had.
  if (patch.content === null) return [];
  if (document.content === null || !isNewText(document, patch.content)) return '$revisions';
  const { body, text } = document.content;
  const past = { revision: document.textRevision, body, text, at: document.textAt };
  return { $concatArrays: ['$revisions', [{ $literal: past }]] };
}

interface InsertContext extends MongoContext {
  addCount: MovesContext['addCount'];
  inserter: Batch<CommentDocument, null>;
  /** Threads and parents that were seen: what was there once needs no second look. A comment that comes too late for a merged thread follows it. */
  threads: LRUCache<ThreadId, true>;
  parents: LRUCache<CommentId, true>;
}

async function inItsThread(context: InsertContext, comment: NewComment): Promise<NewComment> {
  const { threads, models, parents } = context;
  const { threadId, parentId } = comment;
  const [thread, parent] = await Promise.all([
    threads.has(threadId) || models.threads.exists({ _id: threadId }),
    parentId === null || parents.has(parentId) || models.comments.exists({ _id: parentId }),
  ]);
  const successor = thread ? null : await successorOf(context, threadId);
  if (!thread && successor === null) throw new NotFound('no such thread');
  if (!parent) throw new NotFound('no such parent');
  if (parentId !== null) parents.set(parentId, true);
  if (successor !== null) return { ...comment, threadId: successor.id, threadKey: successor.key };
  threads.set(threadId, true);
  return comment;
}

/** What is between this look and the insert is a moment, which the job that erases waits for. */
async function isOfErased({ models }: MongoContext, { author }: NewComment): Promise<boolean> {
  return author !== null && (await models.erasures.exists({ _id: erasedMark(author.readerId) })) !== null;
}

async function findAnswer({ models }: MongoContext, siteId: string, key: string): Promise<StoredAnswer | null> {
  const found = await models.comments.findOne({ siteId, 'answer.key': key }, { answer: 1 }).lean<Pick<CommentDocument, 'answer'> | null>();
  return found?.answer ?? null;
}

async function refusedInsert(context: MongoContext, error: unknown, comment: NewComment, kept?: StoredAnswer): Promise<Created> {
  if (!isDuplicateKey(error)) throw error;
  const first = kept === undefined ? null : await findAnswer(context, comment.siteId, kept.key);
  if (first !== null) return { created: false, answer: first };
  const refusal = refusalOf(error);
  if (refusal === null) throw new Duplicate('a comment has this id', { cause: error });
  return refusal;
}

async function createComment(
  context: InsertContext,
  given: NewComment,
  fx: Effects,
  kept?: StoredAnswer,
  guard?: PostGuard,
): Promise<Created> {
  const [comment, isErased] = await Promise.all([
    inItsThread(context, given),
    isOfErased(context, given),
    context.reasons.note(given.review),
  ]);
  if (isErased) return { created: false, refused: 'erased' };
  const counted = countOf({ ...comment, _id: comment.id }, comment.published === null ? 0 : 1);
  const items = context.outbox.items({ ...fx, events: withChannel(fx.events, given.threadId, comment.threadId) }, counted);
  const document = commentDocument(comment, NO_VOTES, items);
  if (kept !== undefined) document.answer = kept;
  if (guard !== undefined && comment.author !== null) document.guards = guardsOf(comment, comment.author.readerId, guard);
  try {
    await context.inserter.add(document);
  } catch (error) {
    return refusedInsert(context, error, comment, kept);
  }
  context.indexQueue.noticed(comment.siteId, 1);
  await context.outbox.settle('comments', comment.id, items);
  // The thread may have been merged, or have got another key, since the comment was composed.
  await bringLate(context, comment);
  return { created: true };
}

/** What was reported and is no longer the latest text, once the patch is applied. */
async function reportedAfter(
  { reported }: MongoContext,
  document: CommentDocument,
  expected: number,
  { content, editedAt }: CommentPatch,
): Promise<string> {
  if (content === null) return '';
  if (content === undefined || !isNewText(document, content)) return document.reported ?? '';
  const latest = { revision: expected + 1, body: content.body, text: content.text, at: editedAt ?? document.createdAt };
  return reportedFolded([...textsOf(document), latest], await reported.reportsOn(document._id));
}

async function applyPatch(
  context: MongoContext,
  document: CommentDocument,
  expected: number,
  patch: CommentPatch,
  items: OutboxItem[],
): Promise<CommentDocument | null> {
  const first = {
    ...literally(setOf(document, expected, patch, await reportedAfter(context, document, expected, patch))),
    revisions: pastTexts(document, patch),
    outbox: { $concatArrays: ['$outbox', { $literal: items }] },
    // A text that was taken back or changed no longer refuses others; parallel posts have ended by now.
    guards: '$$REMOVE',
  };
  return context.models.comments
    .findOneAndUpdate(
      { _id: document._id, revision: expected, threadId: document.threadId },
      [{ $set: first }, FOLLOWING, { $set: { queueTags: QUEUE_TAGS } }],
      {
        updatePipeline: true,
        returnDocument: 'after',
      },
    )
    .lean<CommentDocument | null>();
}

async function changeComment(context: MongoContext, id: CommentId, expected: number, patch: CommentPatch, fx: Effects): Promise<Comment> {
  const document = await context.models.comments.findById(id).lean<CommentDocument | null>();
  if (document === null) throw new NotFound('no such comment');
  if (document.revision !== expected) throw new StaleRevision('the comment was changed meanwhile');
  await context.reasons.note(patch.review);
  const isPublic = patch.published === undefined ? document.public : patch.published !== null;
  const counted = countOf({ ...document, revision: expected + 1 }, Number(isPublic) - Number(document.public));
  const items = context.outbox.items(fx, counted);
  const changed = await applyPatch(context, document, expected, patch, items);
  if (changed === null) {
    // Its thread was merged at this very moment: the same again, counted where it now is.
    const now = await context.models.comments.findById(id, { threadId: 1 }).lean<Pick<CommentDocument, 'threadId'> | null>();
    if (now !== null && now.threadId !== document.threadId) return changeComment(context, id, expected, patch, fx);
    throw new StaleRevision('the comment was changed meanwhile');
  }
  if (patch.content !== undefined) context.indexQueue.noticed(changed.siteId, 1);
  await Promise.all([context.outbox.settle('comments', id, items), context.indexQueue.takeOut(changed)]);
  // Somebody may have reported the former text at this very moment.
  if (isNewText(document, patch.content ?? null)) await context.reported.findByReported(id);
  return toComment(changed);
}

async function getComments(context: MongoContext, ids: CommentId[]): Promise<Map<CommentId, Comment>> {
  const found = await findComments(context, ids);
  return new Map(found.map((document) => [document._id, toComment(document)]));
}

async function listRevisions({ models }: MongoContext, id: CommentId): Promise<{ revision: number; body: string; at: Ms }[]> {
  const found = await models.comments
    .findById(id, { revisions: 1, content: 1, textRevision: 1, textAt: 1 })
    .lean<Pick<CommentDocument, 'revisions' | 'content' | 'textRevision' | 'textAt'> | null>();
  return found === null ? [] : textsOf(found).map(({ revision, body, at }) => ({ revision, body, at }));
}

/** @returns the reads and writes of single comments: making, changing and reading them. */
export function createComments(
  parts: MongoContext & Pick<MovesContext, 'addCount'>,
): Pick<CommentStore, 'create' | 'answer' | 'change' | 'get' | 'revisions'> {
  const context: InsertContext = {
    ...parts,
    inserter: createInserter(parts),
    threads: new LRUCache({ max: 10_000 }),
    parents: new LRUCache({ max: 50_000 }),
  };
  return {
    create: (comment, fx, kept, guard) => createComment(context, comment, fx, kept, guard),
    answer: (siteId, key) => findAnswer(context, siteId, key),
    change: (id, expected, patch, fx) => changeComment(context, id, expected, patch, fx),
    get: (ids) => getComments(context, ids),
    revisions: (id) => listRevisions(context, id),
  };
}
