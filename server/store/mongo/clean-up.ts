import { trusted } from 'mongoose';
import type { Id, Ms } from '../../domain/types.ts';
import type { MaintenanceStore } from '../port-admin.ts';
import type { MongoContext } from './context.ts';
import type { EventDocument } from './documents.ts';
import { headOf } from './event-log.ts';
import { guardsBefore } from './post-guards.ts';
import { repairCounts } from './recount.ts';

/** Longer than any post is under way, and than clocks are apart. */
const GUARDS_KEPT: Ms = 3_600_000;

async function forgetAnswers({ models }: MongoContext, before: Ms, limit: number): Promise<number> {
  const old = await models.comments
    .find({ 'answer.at': trusted({ $lt: before }) }, { _id: 1 })
    .hint('answer_age')
    .limit(limit)
    .lean<{ _id: Id }[]>();
  if (old.length === 0) return 0;
  const ids = old.map(({ _id }) => _id);
  const { modifiedCount } = await models.comments.updateMany({ _id: trusted({ $in: ids }) }, { $unset: { answer: 1 } });
  return modifiedCount;
}

/** Every guest who signs in makes one; it is kept so that a repeat of the request is known. */
async function forgetJoins({ models }: MongoContext, before: Ms, limit: number): Promise<number> {
  const old = await models.jobs
    .find({ kind: 'join', isOpen: false, updatedAt: trusted({ $lt: before }) }, { _id: 1 })
    .hint('join')
    .limit(limit)
    .lean<{ _id: Id }[]>();
  if (old.length === 0) return 0;
  return (await models.jobs.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }) })).deletedCount;
}

/** Marks that parallel posts were decided by. */
async function forgetGuards({ models }: MongoContext, at: Ms, limit: number): Promise<number> {
  const old = await models.comments
    .find({ guards: trusted({ $lt: guardsBefore(at - GUARDS_KEPT) }) }, { _id: 1 })
    .hint('guards')
    .limit(limit)
    .lean<{ _id: Id }[]>();
  if (old.length === 0) return 0;
  const ids = old.map(({ _id }) => _id);
  return (await models.comments.updateMany({ _id: trusted({ $in: ids }) }, { $unset: { guards: 1 } })).modifiedCount;
}

async function endSessions({ models }: MongoContext, at: Ms, limit: number): Promise<number> {
  const ended = await models.sessions
    .find({ expiresAt: trusted({ $lte: at }) }, { _id: 1 })
    .limit(limit)
    .lean<{ _id: string }[]>();
  if (ended.length === 0) return 0;
  return (await models.sessions.deleteMany({ _id: trusted({ $in: ended.map(({ _id }) => _id) }) })).deletedCount;
}

async function forgetNetworks({ models }: MongoContext, at: Ms, limit: number): Promise<number> {
  const old = await models.signInNetworks
    .find({ until: trusted({ $lte: at }) }, { _id: 1 })
    .hint('end')
    .limit(limit)
    .lean<{ _id: string }[]>();
  if (old.length === 0) return 0;
  return (await models.signInNetworks.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }) })).deletedCount;
}

async function forgetOneTime({ models }: MongoContext, at: Ms, limit: number): Promise<number> {
  const old = await models.oneTime
    .find({ expiresAt: trusted({ $lte: at }) }, { _id: 1 })
    .hint('end')
    .limit(limit)
    .lean<{ _id: string }[]>();
  if (old.length === 0) return 0;
  return (await models.oneTime.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }), expiresAt: trusted({ $lte: at }) }))
    .deletedCount;
}

async function endReaderTokens({ models }: MongoContext, at: Ms, limit: number): Promise<number> {
  const over = { 'tokens.expiresAt': trusted({ $gt: 0, $lte: at }) };
  const having = await models.readers.find(over, { _id: 1 }).hint('token_age').limit(limit).lean<{ _id: string }[]>();
  if (having.length === 0) return 0;
  const ids = having.map(({ _id }) => _id);
  const ended = await models.readers.updateMany({ _id: trusted({ $in: ids }) }, { $pull: { tokens: { expiresAt: { $gt: 0, $lte: at } } } });
  return ended.modifiedCount;
}

async function forgetEvents({ models }: MongoContext, before: Ms, unreadBefore: Ms, limit: number): Promise<number> {
  const slowest = await models.subscriptions.findOne().sort({ position: 1 }).lean<{ position: number } | null>();
  const isRead = slowest === null ? {} : { position: trusted({ $lte: slowest.position }) };
  const old = await models.events
    .find(
      { deletable: true, $or: [{ at: trusted({ $lt: before }), ...isRead }, { at: trusted({ $lt: Math.min(before, unreadBefore) }) }] },
      { channel: 1, seq: 1 },
    )
    .sort({ at: 1, _id: 1 })
    .hint('cleanup')
    .limit(limit)
    .lean<Pick<EventDocument, '_id' | 'channel' | 'seq'>[]>();
  let forgotten = 0;
  for (const channel of new Set(old.map((event) => event.channel))) {
    const head = await headOf(models, channel);
    // The last stays, so that numbers go on; the one that stayed the last time goes with these.
    await models.events.updateOne({ channel, seq: head }, { $set: { deletable: false } });
    const seqs = old.filter((event) => event.channel === channel && event.seq < head).map(({ seq }) => seq);
    const gone = trusted({ $in: seqs });
    forgotten += (await models.events.deleteMany({ channel, seq: gone })).deletedCount;
    forgotten += (await models.events.deleteMany({ channel, seq: trusted({ $lt: head }), deletable: false, at: trusted({ $lt: before }) }))
      .deletedCount;
  }
  return forgotten;
}

async function forgetParked({ models }: MongoContext, before: Ms, limit: number): Promise<number> {
  const old = await models.deferredEvents
    .find({ parkedAt: trusted({ $gt: 0, $lt: before }) }, { _id: 1 })
    .hint('parked')
    .limit(limit)
    .lean<{ _id: string }[]>();
  if (old.length === 0) return 0;
  return (await models.deferredEvents.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }) })).deletedCount;
}

async function forgetDeliveries({ models }: MongoContext, before: Ms, limit: number): Promise<number> {
  const old = await models.webhookDeliveries
    .find({ startedAt: trusted({ $lt: before }) }, { _id: 1 })
    .hint('age')
    .limit(limit)
    .lean<{ _id: string }[]>();
  if (old.length === 0) return 0;
  return (await models.webhookDeliveries.deleteMany({ _id: trusted({ $in: old.map(({ _id }) => _id) }) })).deletedCount;
}

/** What was lifted or deleted stays only until its effects are moved. */
async function dropGone({ models }: MongoContext, limit: number): Promise<number> {
  const settled = { gone: true, outbox: trusted({ $size: 0 }) };
  const [bans, tokens, staff, webhooks] = await Promise.all([
    models.bans.find(settled, { _id: 1 }).limit(limit).lean<{ _id: Id }[]>(),
    models.tokens.find(settled, { _id: 1 }).limit(limit).lean<{ _id: Id }[]>(),
    models.staff.find(settled, { _id: 1 }).limit(limit).lean<{ _id: Id }[]>(),
    models.webhooks.find(settled, { _id: 1 }).limit(limit).lean<{ _id: Id }[]>(),
  ]);
  await models.bans.deleteMany({ _id: trusted({ $in: bans.map(({ _id }) => _id) }) });
  await models.tokens.deleteMany({ _id: trusted({ $in: tokens.map(({ _id }) => _id) }) });
  await models.staff.deleteMany({ _id: trusted({ $in: staff.map(({ _id }) => _id) }) });
  await models.webhooks.deleteMany({ _id: trusted({ $in: webhooks.map(({ _id }) => _id) }) });
  return bans.length + tokens.length + staff.length + webhooks.length;
}

/** See the port. */
export async function cleanUp(
  context: MongoContext,
  { now: at, answersBefore, eventsBefore, unreadBefore, deliveriesBefore, limit }: Parameters<MaintenanceStore['cleanUp']>[0],
): Promise<number> {
  await context.outbox.collect();
  context.indexQueue.processAll();
  await repairCounts(context.models, context.now());
  await dropGone(context, limit);
  let deleted = 0;
  const remaining = (): number => Math.max(0, limit - deleted);
  for (const step of [
    () => forgetAnswers(context, answersBefore, remaining()),
    () => forgetJoins(context, answersBefore, remaining()),
    () => forgetGuards(context, at, remaining()),
    () => endSessions(context, at, remaining()),
    () => endReaderTokens(context, at, remaining()),
    () => forgetNetworks(context, at, remaining()),
    () => forgetOneTime(context, at, remaining()),
    () => forgetEvents(context, eventsBefore, unreadBefore, remaining()),
    () => forgetParked(context, unreadBefore, remaining()),
    () => forgetDeliveries(context, deliveriesBefore, remaining()),
  ]) {
    if (remaining() > 0) deleted += await step();
  }
  return deleted;
}
