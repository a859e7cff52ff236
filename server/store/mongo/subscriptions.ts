import { trusted } from 'mongoose';
import type { EventType, PlacedEvent } from '../../domain/events.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import type { Ms } from '../../domain/types.ts';
import type { ClaimedSubscription, DeferredEvent, ParkedEvent, SubscriptionLag, SubscriptionStore } from '../port-subscriptions.ts';
import type { MongoContext } from './context.ts';
import type { DeferredDocument, SubscriptionDocument } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import { lastPosition } from './event-log.ts';

/** Unread events are counted to so many. */
const MOST_UNREAD = 10_000;

const toDeferred = ({ event, attempts, dueAt, error, parkedAt }: DeferredDocument): DeferredEvent => {
  const placed: PlacedEvent = JSON.parse(event);
  return { event: placed, attempts, dueAt, error, parkedAt };
};

/** Upserts in one round trip; what a process that died has kept already is replaced. */
async function keep({ models }: MongoContext, name: string, deferred: readonly DeferredEvent[]): Promise<void> {
  if (deferred.length === 0) return;
  await models.deferredEvents.bulkWrite(
    deferred.map(({ event, ...rest }) => ({
      replaceOne: {
        filter: { _id: `${name} ${event.position}` },
        replacement: { subscription: name, position: event.position, event: JSON.stringify(event), ...rest },
        upsert: true,
      },
    })),
  );
}

async function openSubscription({ models, outbox }: MongoContext, name: string, start: 'head' | 'beginning'): Promise<void> {
  if (await models.subscriptions.exists({ _id: name })) return;
  await outbox.flush();
  const position = start === 'head' ? await lastPosition(models) : 0;
  try {
    await models.subscriptions.insertMany([{ _id: name, position, holder: null, leasedUntil: 0 }], { lean: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

async function subscriptionState({ models }: MongoContext, name: string): Promise<{ position: number; nextDue: Ms | null } | null> {
  const [found, [first]] = await Promise.all([
    models.subscriptions.findById(name, { position: 1 }).lean<Pick<SubscriptionDocument, 'position'> | null>(),
    models.deferredEvents
      .find({ subscription: name, parkedAt: null }, { dueAt: 1 })
      .sort({ dueAt: 1 })
      .limit(1)
      .hint('due')
      .lean<{ dueAt: Ms }[]>(),
  ]);
  return found === null ? null : { position: found.position, nextDue: first?.dueAt ?? null };
}

async function claimSubscription(
  { models }: MongoContext,
  { name, holder, now, until }: { name: string; holder: string; now: Ms; until: Ms },
): Promise<ClaimedSubscription | null> {
  const isFree = [
    { holder: null },
    { holder },
    { leasedUntil: trusted({ $lte: now }) },
    { leasedUntil: trusted({ $gt: beyond(now, until - now) }) },
  ];
  const taken = await models.subscriptions
    .findOneAndUpdate({ _id: name, $or: isFree }, { $set: { holder, leasedUntil: until } }, { returnDocument: 'after' })
    .lean<SubscriptionDocument | null>();
  if (taken === null) return null;
  const { position } = taken;
  const found = await models.deferredEvents
    .find({ subscription: name, $or: [{ parkedAt: null }, { position: trusted({ $gt: position }) }] })
    .sort({ position: 1 })
    .hint('position')
    .lean<DeferredDocument[]>();
  return { position, deferred: found.map(toDeferred) };
}

async function recordSubscription(
  context: MongoContext,
  { name, holder, until, position, keep: kept, forget }: Parameters<SubscriptionStore['record']>[0],
): Promise<boolean> {
  // Looked at first: what a process keeps that has lost the subscription would come twice.
  if (kept.length > 0 && !(await context.models.subscriptions.exists({ _id: name, holder }))) return false;
  await keep(context, name, kept);
  const lease = until === null ? { holder: null, leasedUntil: 0 } : { leasedUntil: until };
  const moved = await context.models.subscriptions.updateOne({ _id: name, holder }, { $set: lease, $max: { position } });
  if (moved.matchedCount === 0) return false;
  if (forget.length > 0) await context.models.deferredEvents.deleteMany({ subscription: name, position: trusted({ $in: [...forget] }) });
  return true;
}

async function listParked({ models }: MongoContext, limit: number): Promise<{ events: ParkedEvent[]; total: number }> {
  const isParked = { parkedAt: trusted({ $gt: 0 }) };
  const [found, total] = await Promise.all([
    models.deferredEvents
      .find(isParked)
      .sort({ parkedAt: -1, subscription: 1, position: 1 })
      .limit(limit)
      .hint('parked')
      .lean<DeferredDocument[]>(),
    models.deferredEvents.countDocuments(isParked).hint('parked'),
  ]);
  return { events: found.map((one) => ({ subscription: one.subscription, ...toDeferred(one) })), total };
}

async function retryParked({ models }: MongoContext, now: Ms): Promise<number> {
  const again = { $set: { parkedAt: null, attempts: 0, dueAt: now } };
  return (await models.deferredEvents.updateMany({ parkedAt: trusted({ $gt: 0 }) }, again)).modifiedCount;
}

async function lagOf({ models }: MongoContext, name: string, types: readonly EventType[]): Promise<SubscriptionLag> {
  const found = await models.subscriptions.findById(name, { position: 1 }).lean<Pick<SubscriptionDocument, 'position'> | null>();
  if (found === null) return { unread: 0, deferred: 0, parked: 0 };
  const unread = { position: trusted({ $gt: found.position }), type: trusted({ $in: types }) };
  const [count, deferred, parked] = await Promise.all([
    models.events.countDocuments(unread).limit(MOST_UNREAD).hint('position'),
    models.deferredEvents.countDocuments({ subscription: name, parkedAt: null }).hint('due'),
    models.deferredEvents.countDocuments({ subscription: name, parkedAt: trusted({ $gt: 0 }) }).hint('due'),
  ]);
  return { unread: count, deferred, parked };
}

/** @returns who follows the log of events, and how far. */
export function createSubscriptions(context: MongoContext): SubscriptionStore {
  return {
    open: (name, start) => openSubscription(context, name, start),
    state: (name) => subscriptionState(context, name),
    claim: (q) => claimSubscription(context, q),
    record: (q) => recordSubscription(context, q),
    parked: (limit) => listParked(context, limit),
    retryParked: (now) => retryParked(context, now),
    lag: (name, types) => lagOf(context, name, types),
  };
}
