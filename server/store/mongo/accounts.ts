import { trusted } from 'mongoose';
import type { Ms } from '../../domain/types.ts';
import type { Staff } from '../../domain/accounts.ts';
import type { Effects } from '../port.ts';
import { NotFound } from '../port.ts';
import type { AccountStore } from '../port-admin.ts';
import type { MongoContext } from './context.ts';
import type { SessionDocument, StaffDocument, TokenDocument } from './documents.ts';
import { toSession, toStaff, toToken } from './documents.ts';
import { isDuplicateKey } from './errors.ts';

/** Seeing and using are noted this often at most. */
const NOTED_EVERY: Ms = 60_000;

/** So many networks of an account are kept: more are no longer those of one person. */
const KEPT_NETWORKS = 20;

/** @returns staff, their sessions and their API tokens. */
export function createAccounts({ models, outbox }: MongoContext): AccountStore {
  const { staff, sessions, tokens, signInNetworks } = models;

  async function insertStaff(person: Staff, first: boolean, fx: Effects): Promise<Staff> {
    const { id, ...rest } = person;
    const items = outbox.items(fx);
    await staff.insertMany([{ _id: id, ...rest, first, outbox: items }], { lean: true });
    await outbox.settle('staff', id, items);
    return person;
  }

  return {
    createStaff: (person, fx) => insertStaff(person, false, fx),

    async createFirstStaff(person, fx) {
      if (await staff.exists({})) return null;
      try {
        return await insertStaff(person, true, fx);
      } catch (error) {
        // There is one first at most: somebody else has just become it.
        if (isDuplicateKey(error)) return null;
        throw error;
      }
    },

    async staff(id) {
      const found = await staff.findById(id).lean<StaffDocument | null>();
      return found === null ? null : toStaff(found);
    },

    async staffByEmail(email) {
      const found = await staff.findOne({ email }).lean<StaffDocument | null>();
      return found === null ? null : toStaff(found);
    },

    async listStaff() {
      const found = await staff.find().sort({ email: 1 }).lean<StaffDocument[]>();
      return found.map(toStaff);
    },

    async changeStaff(id, patch, fx) {
      const items = outbox.items(fx);
      const changed = await staff
        .findOneAndUpdate({ _id: id }, { $set: { ...patch }, $push: { outbox: { $each: items } } }, { returnDocument: 'after' })
        .lean<StaffDocument | null>();
      if (changed === null) throw new NotFound('no such staff');
      await outbox.settle('staff', id, items);
      return toStaff(changed);
    },

    async openSession(session, fx) {
      const { tokenHash, ...rest } = session;
      const items = outbox.items(fx);
      await sessions.insertMany([{ _id: tokenHash, ...rest, outbox: items }], { lean: true });
      await outbox.settle('sessions', tokenHash, items);
    },

    async touchSession(tokenHash, now, idleSince) {
      const live = { _id: tokenHash, expiresAt: trusted({ $gt: now }), seenAt: trusted({ $gte: idleSince }) };
      const found = await sessions.findOne(live).lean<SessionDocument | null>();
      if (found === null || now - found.seenAt < NOTED_EVERY) return found === null ? null : toSession(found);
      const seen = await sessions
        .findOneAndUpdate(live, { $max: { seenAt: now } }, { returnDocument: 'after' })
        .lean<SessionDocument | null>();
      return seen === null ? null : toSession(seen);
    },

    async endSession(tokenHash) {
      await sessions.deleteOne({ _id: tokenHash });
    },

    async endSessionsOf(staffId) {
      const { deletedCount } = await sessions.deleteMany({ staffId });
      return deletedCount;
    },

    async knowsNetwork(account, network, now) {
      return (await signInNetworks.exists({ _id: `${account} ${network}`, until: trusted({ $gt: now }) })) !== null;
    },

    async noteNetwork(account, network, until) {
      await signInNetworks.updateOne({ _id: `${account} ${network}` }, { $set: { account }, $max: { until } }, { upsert: true });
      const older = await signInNetworks
        .find({ account }, { _id: 1 })
        .sort({ until: -1, _id: 1 })
        .skip(KEPT_NETWORKS)
        .hint('account')
        .lean<{ _id: string }[]>();
      if (older.length > 0) await signInNetworks.deleteMany({ _id: trusted({ $in: older.map(({ _id }) => _id) }) });
    },

    async createToken(token, fx) {
      const { id, ...rest } = token;
      const items = outbox.items(fx);
      await tokens.insertMany([{ _id: id, ...rest, gone: false, outbox: items }], { lean: true });
      await outbox.settle('tokens', id, items);
      return token;
    },

    async useToken(tokenHash, now) {
      const found = await tokens.findOne({ tokenHash, gone: false }).lean<TokenDocument | null>();
      if (found === null) return null;
      if (found.usedAt === null || now - found.usedAt >= NOTED_EVERY) {
        await tokens.updateOne({ _id: found._id }, { $max: { usedAt: now } });
        found.usedAt = now;
      }
      return toToken(found);
    },

    async tokensOf(staffId) {
      const found = await tokens.find({ staffId, gone: false }).sort({ createdAt: 1, _id: 1 }).lean<TokenDocument[]>();
      return found.map(toToken);
    },

    async deleteToken(staffId, id, fx) {
      const items = outbox.items(fx);
      const deleted = await tokens.updateOne(
        { _id: id, staffId, gone: false },
        { $set: { gone: true }, $push: { outbox: { $each: items } } },
      );
      if (deleted.matchedCount === 0) return false;
      await outbox.settle('tokens', id, items);
      return true;
    },
  };
}
