import { randomUUID } from 'node:crypto';
import { trusted } from 'mongoose';
import type { NewEvent } from '../../domain/events.ts';
import type { Comment, CommentId, Ms, SiteId, Thread, ThreadId, ThreadKey } from '../../domain/types.ts';
import type { MongoContext } from './context.ts';
import type { CommentDocument, CountChange, ThreadDocument } from './documents.ts';
import { SOFT } from './counters.ts';
import { toThread } from './documents.ts';
import type { ThreadMoveDocument } from './move-documents.ts';
import { QUEUE_TAGS } from './queue-tags.ts';

/** So many comments go to another thread at a time. */
const AT_ONCE = 500;
/** So long a post may be under way that another process composed for the thread as it was. */
const LATECOMERS: Ms = 10 * 60_000;
/** A merge that has not begun by then was left by a process that died: nothing of it was stored. */
const ABANDONED: Ms = 60_000;
/** More merges one after another than a thread has been through. */
const MOST_STEPS = 100;

type Reads = Pick<MongoContext, 'models'>;
export type MovesContext = Pick<MongoContext, 'models' | 'outbox' | 'now' | 'onWritten' | 'moved'> & {
  addCount: (change: CountChange) => Promise<unknown>;
};

/** Where a merged thread has gone; null for one that was never merged, or whose successor is gone. */
export async function successorOf({ models }: Reads, id: ThreadId): Promise<Thread | null> {
  let at = id;
  for (let step = 0; step < MOST_STEPS; step++) {
    const move = await models.threadMoves.findById(at).lean<ThreadMoveDocument | null>();
    if (move === null || move.state === 'new' || move.into === at) return null;
    at = move.into;
    const thread = await models.threads.findById(at).lean<ThreadDocument | null>();
    if (thread !== null) return toThread(thread);
  }
  return null;
}

/** The threads to which old keys lead. */
export async function movedTo({ models }: Reads, siteId: SiteId, keys: readonly ThreadKey[]): Promise<Map<ThreadKey, Thread>> {
  const rows = await models.movedKeys.find({ siteId, key: trusted({ $in: keys }) }).lean<{ key: ThreadKey; threadId: ThreadId }[]>();
  if (rows.length === 0) return new Map();
  const ids = [...new Set(rows.map(({ threadId }) => threadId))];
  const threads = await threadsOf({ models }, ids);
  return new Map(
    rows.flatMap(({ key, threadId }) => {
      const thread = threads.get(threadId);
      return thread === undefined ? [] : [[key, thread] as const];
    }),
  );
}

/** The threads of these ids; of merged ones those that they went into. */
export async function threadsOf(context: Reads, ids: readonly ThreadId[]): Promise<Map<ThreadId, Thread>> {
  if (ids.length === 0) return new Map();
  const rows = await context.models.threads.find({ _id: trusted({ $in: ids }) }).lean<ThreadDocument[]>();
  const found = new Map(rows.map((thread) => [thread._id, toThread(thread)]));
  for (const id of ids) {
    const successor = found.has(id) ? null : await successorOf(context, id);
    if (successor !== null) found.set(id, successor);
  }
  return found;
}

/** Events to the readers of a merged thread go to those of the one that it went into. */
export function withChannel(events: readonly NewEvent[], from: ThreadId, into: ThreadId): NewEvent[] {
  return events.map((event) => (event.channel === `thread:${from}` ? { ...event, channel: `thread:${into}` as const } : event));
}

/** From now on the key leads to the thread, where no thread has it for its own. */
export async function lead({ models }: Reads, siteId: SiteId, key: ThreadKey, threadId: ThreadId): Promise<void> {
  await models.movedKeys.updateOne({ siteId, key }, { $set: { threadId } }, { upsert: true });
}

/** What is to be set of a comment that goes to a thread. */
const placeIn = ({ id, key }: Pick<Thread, 'id' | 'key'>): object[] => [
  { $set: { threadId: { $literal: id }, threadKey: { $literal: key } } },
  { $set: { queueTags: QUEUE_TAGS } },
];

type Going = Pick<CommentDocument, '_id'>;

/** Brings some comments of a merged thread to the other, with the counts; gives how many there were. */
async function takeOver(context: MovesContext, from: ThreadId, into: Thread): Promise<number> {
  const { models } = context;
  const found = await models.comments.find({ threadId: from }, { _id: 1 }).hint('thread_age').limit(AT_ONCE).lean<Going[]>();
  const ids = found.map(({ _id }) => _id);
  const [first, ...others] = ids;
  if (first === undefined) return 0;
  await bringVotes(context, ids, into.id);
  await models.importedComments.updateMany({ _id: trusted({ $in: ids }) }, { $set: { threadId: into.id } });
  // By this mark the thread is counted anew when this process dies before the count is right.
  const mark = { id: `moved:${randomUUID()}`, at: context.now(), count: { threadId: into.id, rootId: null, parentId: null, by: 1 } };
  const place = placeIn(into);
  const withMark = [...place, { $set: { outbox: { $concatArrays: ['$outbox', [{ $literal: mark }]] } } }];
  const options = { updatePipeline: true };
  const before = await models.comments
    .findOneAndUpdate({ _id: first, threadId: from }, withMark, { ...options, returnDocument: 'before', projection: { public: 1 } })
    .lean<Pick<CommentDocument, 'public'> | null>();
  // Another process is at the same work.
  if (before === null) return found.length;
  const rest = { _id: trusted({ $in: others }), threadId: from };
  const shown = await models.comments.updateMany({ ...rest, public: true }, place, options);
  await models.comments.updateMany({ ...rest, public: false }, place, options);
  await bringVotes(context, ids, into.id);
  const by = shown.modifiedCount + Number(before.public);
  if (by > 0) await context.addCount({ threadId: into.id, rootId: null, parentId: null, by });
  await models.comments.updateOne({ _id: first }, { $pull: { outbox: { id: mark.id } } }, { writeConcern: SOFT });
  // Moves leave no event for each comment: what is shown of their thread is another all the same.
  context.onWritten([{ type: 'thread.updated', channel: `thread:${into.id}`, siteId: into.siteId }]);
  return found.length;
}

async function bringVotes({ models }: Reads, ids: readonly CommentId[], threadId: ThreadId): Promise<void> {
  await models.importedComments.updateMany({ _id: trusted({ $in: ids }), threadId: trusted({ $ne: threadId }) }, { $set: { threadId } });
  await models.votes.updateMany({ commentId: trusted({ $in: ids }), threadId: trusted({ $ne: threadId }) }, { $set: { threadId } });
}

/** Gives the comments of a thread its key. */
async function giveKey({ models, onWritten }: MovesContext, id: ThreadId): Promise<void> {
  const thread = await models.threads.findById(id).lean<ThreadDocument | null>();
  if (thread === null) return;
  const { key, siteId } = thread;
  await models.comments.updateMany({ threadId: id, threadKey: trusted({ $ne: key }) }, { $set: { threadKey: key } }).hint('thread_age');
  onWritten([{ type: 'thread.updated', channel: `thread:${id}`, siteId }]);
}

/** Brings what is still under a thread's id, or has its old key, to where the move leads. */
export async function bring(context: MovesContext, id: ThreadId): Promise<void> {
  const move = await context.models.threadMoves.findById(id).lean<ThreadMoveDocument | null>();
  if (move === null || move.state === 'new') return;
  if (move.into === id) return giveKey(context, id);
  for (;;) {
    const into = await successorOf(context, id);
    if (into === null) return;
    const taken = await takeOver(context, id, into);
    // The other may itself have been merged while this part was brought there.
    if (taken > 0 && !(await context.models.threads.exists({ _id: into.id }))) await bring(context, into.id);
    if (taken === 0) return;
  }
}

/** Takes a merged thread away and makes its keys lead to the other; the same again changes nothing. */
async function takeAway({ models }: MovesContext, { _id: from, into }: ThreadMoveDocument): Promise<void> {
  await models.movedKeys.updateMany({ threadId: from }, { $set: { threadId: into } });
  for (;;) {
    const thread = await models.threads.findById(from).lean<ThreadDocument | null>();
    if (thread === null) break;
    await lead({ models }, thread.siteId, thread.key, into);
    // What the thread has still to deliver waits on the move.
    const ids = thread.outbox.map(({ id }) => id);
    if (ids.length > 0) await models.threadMoves.updateOne({ _id: from }, { $push: { outbox: { $each: thread.outbox } } });
    await models.threads.deleteOne({
      _id: from,
      key: thread.key,
      outbox: trusted({ $not: { $elemMatch: { id: { $nin: ids } } } }),
    });
  }
  await models.threadMoves.updateMany({ into: from, _id: trusted({ $ne: from }) }, { $set: { into } });
}

/** Brings along what this process has just stored, and had composed before it moved the thread. */
export async function bringLate(context: MovesContext, stored: Pick<Comment, 'threadId' | 'threadKey'>): Promise<void> {
  const to = context.moved.get(stored.threadId);
  if (to === undefined || (to.into === stored.threadId && to.key === stored.threadKey)) return;
  await bring(context, stored.threadId);
}

/** Does a move that was begun, as far as it is not done. Comments that are stored later than this are looked for some time longer. */
export async function carryOut(context: MovesContext, id: ThreadId): Promise<void> {
  const { models } = context;
  const move = await models.threadMoves.findById(id).lean<ThreadMoveDocument | null>();
  if (move === null || move.state === 'new') return;
  const to = (await threadsOf(context, [move.into])).get(move.into);
  if (to !== undefined) context.moved.set(id, { into: to.id, key: to.key });
  if (move.into !== id) await takeAway(context, move);
  await bring(context, id);
  const items = move.effects === undefined ? [] : context.outbox.items(JSON.parse(move.effects));
  const { modifiedCount } = await models.threadMoves.updateOne(
    { _id: id, state: 'moving' },
    { $set: { state: 'done', openUntil: openUntil(context.now()) }, $unset: { effects: 1 }, $push: { outbox: { $each: items } } },
  );
  if (modifiedCount === 1) await context.outbox.settle('threadMoves', id, items);
}

/** See the port. */
export async function finishMoves(context: MovesContext): Promise<number> {
  const { models } = context;
  const open = await models.threadMoves
    .find({ openUntil: trusted({ $exists: true }) })
    .hint('open')
    .lean<ThreadMoveDocument[]>();
  let unfinished = 0;
  for (const { _id, state, into, openUntil } of open) {
    if (state === 'new') {
      if ((openUntil ?? 0) < context.now() + LATECOMERS - ABANDONED) await models.threadMoves.deleteOne({ _id, state });
      continue;
    }
    if (state === 'moving') unfinished++;
    await carryOut(context, _id);
    if (state !== 'done' || (openUntil ?? 0) > context.now()) continue;
    if (into === _id) await models.threadMoves.deleteOne({ _id, state, outbox: trusted({ $size: 0 }) });
    else await models.threadMoves.updateOne({ _id, state }, { $unset: { openUntil: 1 } });
  }
  return unfinished;
}

/** When a move that begins now is no more looked at, unless it is not done by then. */
export const openUntil = (now: Ms): Ms => now + LATECOMERS;
