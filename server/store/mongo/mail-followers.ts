import { trusted } from 'mongoose';
import type { ReaderId } from '../../domain/types.ts';
import type { MailFollowerStore } from '../port-mail.ts';
import type { MongoContext } from './context.ts';
import { isDuplicateKey } from './errors.ts';
import { type MailFollowerDocument, toMailFollower } from './mail-document.ts';

const orNull = (found: MailFollowerDocument | null) => (found === null ? null : toMailFollower(found));

/** @returns the readers who asked for mail. */
export function createMailStore({ models }: Pick<MongoContext, 'models'>): MailFollowerStore {
  const { mailFollowers } = models;
  return {
    get: async (readerId) => orNull(await mailFollowers.findOne({ readerId }).lean<MailFollowerDocument | null>()),
    byId: async (id) => orNull(await mailFollowers.findById(id).lean<MailFollowerDocument | null>()),
    async atAddress(siteId, emailHash, limit) {
      const found = await mailFollowers.find({ siteId, emailHash }).sort({ _id: 1 }).limit(limit).lean<MailFollowerDocument[]>();
      return found.map(toMailFollower);
    },
    async save({ id, revision, ...follower }) {
      if (revision === 0) {
        try {
          await mailFollowers.create({ _id: id, ...follower, revision: 1 });
          return true;
        } catch (error) {
          if (isDuplicateKey(error)) return false;
          throw error;
        }
      }
      const { siteId: _site, readerId: _reader, ...changed } = follower;
      const { matchedCount } = await mailFollowers.updateOne({ _id: id, revision }, { $set: { ...changed, revision: revision + 1 } });
      return matchedCount === 1;
    },
    async due(now, limit) {
      const found = await mailFollowers
        .find({ dueAt: trusted({ $gte: 0, $lte: now }) })
        .sort({ dueAt: 1, _id: 1 })
        .limit(limit)
        .lean<MailFollowerDocument[]>();
      return found.map(toMailFollower);
    },
    waiting: () => mailFollowers.countDocuments({ dueAt: trusted({ $gte: 0 }) }).limit(10_000),
  };
}

/** Of two readers who become one the member's stays. */
export async function joinMailFollowers({ models }: Pick<MongoContext, 'models'>, from: ReaderId, into: ReaderId): Promise<void> {
  try {
    await models.mailFollowers.updateOne({ readerId: from }, { $set: { readerId: into } });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    await models.mailFollowers.deleteOne({ readerId: from });
  }
}
