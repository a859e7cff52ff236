import { trusted } from 'mongoose';
import type { Id, Ms, StaffId } from '../../domain/types.ts';
import type { ApiToken, StaffSession } from '../../domain/accounts.ts';
import type { Effects } from '../../domain/effects.ts';
import type { AccountStore } from '../port-admin.ts';
import type { MongoContext } from './context.ts';
import type { SessionDocument, TokenDocument } from './documents.ts';
import { toSession, toToken } from './documents.ts';
import { createStaffAccounts } from './staff.ts';

/** Seeing and using are noted this often at most. */
const NOTED_EVERY: Ms = 60_000;

/** So many networks of an account are kept: more are no longer those of one person. */
const KEPT_NETWORKS = 20;

async function openSession({ outbox, models }: MongoContext, session: StaffSession, fx: Effects): Promise<void> {
  const { tokenHash, ...rest } = session;
  const items = outbox.items(fx);
  await models.sessions.insertMany([{ _id: tokenHash, ...rest, outbox: items }], { lean: true });
  await outbox.settle('sessions', tokenHash, items);
}

async function touchSession(
  { models }: MongoContext,
  tokenHash: string,
  now: Ms,
  idleSince: Ms,
  isUsed = true,
): Promise<StaffSession | null> {
  const live = { _id: tokenHash, expiresAt: trusted({ $gt: now }), seenAt: trusted({ $gte: idleSince }) };
  const found = await models.sessions.findOne(live).lean<SessionDocument | null>();
  if (found === null || !isUsed || now - found.seenAt < NOTED_EVERY) return found === null ? null : toSession(found);
  const seen = await models.sessions
    .findOneAndUpdate(live, { $max: { seenAt: now } }, { returnDocument: 'after' })
    .lean<SessionDocument | null>();
  return seen === null ? null : toSession(seen);
}

async function endSession({ models }: MongoContext, tokenHash: string): Promise<void> {
  await models.sessions.deleteOne({ _id: tokenHash });
}

async function confirmSession({ models }: MongoContext, tokenHash: string, at: Ms): Promise<void> {
  await models.sessions.updateOne({ _id: tokenHash }, { $set: { confirmedAt: at } });
}

async function sessionsOf({ models }: MongoContext, staffId: StaffId, now: Ms, idleSince: Ms): Promise<StaffSession[]> {
  const found = await models.sessions
    .find({ staffId, expiresAt: trusted({ $gt: now }), seenAt: trusted({ $gte: idleSince }) })
    .sort({ seenAt: -1, _id: 1 })
    .lean<SessionDocument[]>();
  return found.map(toSession);
}

async function endSessionsOf({ models }: MongoContext, staffId: StaffId, but: string | null = null): Promise<number> {
  const { deletedCount } = await models.sessions.deleteMany({ staffId, ...(but === null ? {} : { _id: trusted({ $ne: but }) }) });
  return deletedCount;
}

async function knowsNetwork({ models }: MongoContext, account: string, network: string, now: Ms): Promise<boolean> {
  return (await models.signInNetworks.exists({ _id: `${account} ${network}`, until: trusted({ $gt: now }) })) !== null;
}

async function noteNetwork({ models }: MongoContext, account: string, network: string, until: Ms): Promise<void> {
  await models.signInNetworks.updateOne({ _id: `${account} ${network}` }, { $set: { account }, $max: { until } }, { upsert: true });
  const older = await models.signInNetworks
    .find({ account }, { _id: 1 })
    .sort({ until: -1, _id: 1 })
    .skip(KEPT_NETWORKS)
    .hint('account')
    .lean<{ _id: string }[]>();
  if (older.length > 0) await models.signInNetworks.deleteMany({ _id: trusted({ $in: older.map(({ _id }) => _id) }) });
}

async function createToken({ outbox, models }: MongoContext, token: ApiToken, fx: Effects): Promise<ApiToken> {
  const { id, ...rest } = token;
  const items = outbox.items(fx);
  await models.tokens.insertMany([{ _id: id, ...rest, gone: false, outbox: items }], { lean: true });
  await outbox.settle('tokens', id, items);
  return token;
}

async function useToken({ models }: MongoContext, tokenHash: string, now: Ms): Promise<ApiToken | null> {
  const found = await models.tokens.findOne({ tokenHash, gone: false }).lean<TokenDocument | null>();
  if (found === null) return null;
  if (found.usedAt === null || now - found.usedAt >= NOTED_EVERY) {
    await models.tokens.updateOne({ _id: found._id }, { $max: { usedAt: now } });
    found.usedAt = now;
  }
  return toToken(found);
}

async function listTokens({ models }: MongoContext, staffId: StaffId): Promise<ApiToken[]> {
  const found = await models.tokens.find({ staffId, gone: false }).sort({ createdAt: 1, _id: 1 }).lean<TokenDocument[]>();
  return found.map(toToken);
}

async function deleteToken({ outbox, models }: MongoContext, staffId: StaffId, id: Id, fx: Effects): Promise<boolean> {
  const items = outbox.items(fx);
  const deleted = await models.tokens.updateOne(
    { _id: id, staffId, gone: false },
    { $set: { gone: true }, $push: { outbox: { $each: items } } },
  );
  if (deleted.matchedCount === 0) return false;
  await outbox.settle('tokens', id, items);
  return true;
}

/** @returns staff, their sessions and their API tokens. */
export function createAccounts(context: MongoContext): AccountStore {
  return {
    ...createStaffAccounts(context),
    openSession: (session, fx) => openSession(context, session, fx),
    touchSession: (...given) => touchSession(context, ...given),
    endSession: (tokenHash) => endSession(context, tokenHash),
    confirmSession: (tokenHash, at) => confirmSession(context, tokenHash, at),
    sessionsOf: (staffId, now, idleSince) => sessionsOf(context, staffId, now, idleSince),
    endSessionsOf: (staffId, but) => endSessionsOf(context, staffId, but),
    knowsNetwork: (account, network, now) => knowsNetwork(context, account, network, now),
    noteNetwork: (account, network, until) => noteNetwork(context, account, network, until),
    createToken: (token, fx) => createToken(context, token, fx),
    useToken: (tokenHash, now) => useToken(context, tokenHash, now),
    tokensOf: (staffId) => listTokens(context, staffId),
    deleteToken: (staffId, id, fx) => deleteToken(context, staffId, id, fx),
  };
}
