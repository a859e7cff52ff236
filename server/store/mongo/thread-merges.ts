import { trusted } from 'mongoose';
import type { ThreadStore } from '../port-sites.ts';
import { Duplicate, NotFound, StaleRevision } from '../port.ts';
import type { ThreadDocument } from './documents.ts';
import { toThread } from './documents.ts';
import type { ThreadMoveDocument } from './move-documents.ts';
import { isDuplicateKey } from './errors.ts';
import { carryOut, finishMoves, lead, type MovesContext, movedTo, openUntil, threadsOf } from './thread-moves.ts';

/** See the port. A record of the move is stored before anything else, so that another process can carry it out. */
async function move(
  context: MovesContext,
  id: string,
  expected: number,
  { key, ...rest }: Parameters<ThreadStore['move']>[2],
  fx: Parameters<ThreadStore['move']>[3],
): ReturnType<ThreadStore['move']> {
  const { models, outbox } = context;
  const before = await models.threads.findById(id).lean<ThreadDocument | null>();
  if (before === null) throw new NotFound('no such thread');
  if (before.revision !== expected) throw new StaleRevision('the thread was changed meanwhile');
  const { siteId } = before;
  const isOther = key !== before.key;
  if (isOther) {
    if (await models.threads.exists({ siteId, key })) throw new Duplicate('a thread has this key');
    // While the thread has its key, what leads there does no harm.
    await lead(context, siteId, before.key, id);
    const record = { siteId, into: id, state: 'moving' as const, openUntil: openUntil(context.now()) };
    await models.threadMoves.updateOne({ _id: id }, { $set: record, $setOnInsert: { outbox: [] } }, { upsert: true });
  }
  const items = outbox.items(fx);
  const set = { $set: { ...rest, key, revision: expected + 1 }, $push: { outbox: { $each: items } } };
  let changed: ThreadDocument | null;
  try {
    changed = await models.threads
      .findOneAndUpdate({ _id: id, revision: expected }, set, { returnDocument: 'after' })
      .lean<ThreadDocument | null>();
  } catch (error) {
    if (isDuplicateKey(error)) throw new Duplicate('a thread has this key', { cause: error });
    throw error;
  }
  if (changed === null) throw new StaleRevision('the thread was changed meanwhile');
  if (isOther) {
    await models.movedKeys.deleteOne({ siteId, key });
    await carryOut(context, id);
  }
  await outbox.settle('threads', id, items);
  return toThread(changed);
}

/**
 * See the port. Of two threads that are merged into each other at the same moment each sees the record of the other, and
 * at least one of the two merges is withdrawn before anything of it is stored.
 */
async function merge(
  context: MovesContext,
  fromId: string,
  intoId: string,
  fx: Parameters<ThreadStore['merge']>[2],
): ReturnType<ThreadStore['merge']> {
  const { models } = context;
  const found = await models.threads.find({ _id: trusted({ $in: [fromId, intoId] }) }).lean<ThreadDocument[]>();
  const siteId = found[0]?.siteId;
  if (found.length !== 2 || siteId === undefined || found[1]?.siteId !== siteId) throw new NotFound('no such two threads');
  const record = { siteId, into: intoId, state: 'new' as const, openUntil: openUntil(context.now()) };
  try {
    await models.threadMoves.updateOne(
      { _id: fromId, $or: [{ state: 'new' }, { into: fromId }] },
      { $set: record, $setOnInsert: { outbox: [] } },
      { upsert: true },
    );
  } catch (error) {
    if (isDuplicateKey(error)) throw new NotFound('the thread was merged meanwhile', { cause: error });
    throw error;
  }
  const others = await models.threadMoves.exists({ _id: intoId, into: trusted({ $ne: intoId }) });
  if (others !== null) {
    await models.threadMoves.deleteOne({ _id: fromId, state: 'new' });
    throw new StaleRevision('the other thread is being merged');
  }
  // Its last comment may have been deleted before the record was there to be seen.
  if (!(await models.threads.exists({ _id: intoId }))) {
    await models.threadMoves.deleteOne({ _id: fromId, state: 'new' });
    throw new NotFound('the other thread is gone');
  }
  const effects = JSON.stringify(fx);
  const begun = await models.threadMoves
    .findOneAndUpdate({ _id: fromId, state: 'new', into: intoId }, { $set: { state: 'moving', effects } })
    .lean<ThreadMoveDocument | null>();
  if (begun === null) throw new StaleRevision('the thread is being merged into another');
  await carryOut(context, fromId);
  const into = (await threadsOf(context, [fromId])).get(fromId);
  if (into === undefined) throw new NotFound('no such thread');
  return into;
}

/** @returns what moves and merges threads; these may take long. */
export function createThreadMoves(context: MovesContext): Pick<ThreadStore, 'move' | 'merge' | 'finishMoves' | 'oldKeys' | 'addOldKeys'> {
  const { models } = context;
  return {
    move: (id, expected, to, fx) => move(context, id, expected, to, fx),
    merge: (fromId, intoId, fx) => merge(context, fromId, intoId, fx),
    finishMoves: () => finishMoves(context),
    async oldKeys(threadIds) {
      const rows = await models.movedKeys
        .find({ threadId: trusted({ $in: threadIds }) }, { threadId: 1, key: 1 })
        .sort({ threadId: 1, key: 1 })
        .lean<{ threadId: string; key: string }[]>();
      const byThread = Map.groupBy(rows, ({ threadId }) => threadId);
      return new Map([...byThread].map(([id, own]) => [id, own.map(({ key }) => key)]));
    },
    async addOldKeys(id, keys) {
      const thread = await models.threads.findById(id).lean<ThreadDocument | null>();
      if (thread === null) throw new NotFound('no such thread');
      const { siteId } = thread;
      const own = await models.threads.find({ siteId, key: trusted({ $in: keys }) }, { key: 1 }).lean<{ key: string }[]>();
      const leading = await movedTo(context, siteId, keys);
      const names = new Set(own.map(({ key }) => key));
      const isTaken = (key: string): boolean => names.has(key) || (leading.get(key) ?? { id }).id !== id;
      for (const key of keys) if (key !== thread.key && !isTaken(key)) await lead(context, siteId, key, id);
      // Pages that showed one of the keys as without a thread are others now.
      context.onWritten([{ type: 'thread.updated', channel: `thread:${id}`, siteId }]);
      return keys.filter((key) => key !== thread.key && isTaken(key));
    },
  };
}
