import { trusted } from 'mongoose';
import type { OneTimeStore } from '../port-one-time.ts';
import type { MongoContext } from './context.ts';
import type { OneTimeDocument } from './one-time-document.ts';

/** @returns what is used once and soon. */
export function createOneTimeStore({ models }: Pick<MongoContext, 'models'>): OneTimeStore {
  return {
    async keep({ key, value, expiresAt }) {
      await models.oneTime.updateOne({ _id: key }, { $set: { value, expiresAt, tries: 0 } }, { upsert: true });
    },
    async look(key, now) {
      const found = await models.oneTime.findOne({ _id: key, expiresAt: trusted({ $gt: now }) }).lean<OneTimeDocument | null>();
      return found?.value ?? null;
    },
    async take(key, now) {
      const found = await models.oneTime.findOneAndDelete({ _id: key, expiresAt: trusted({ $gt: now }) }).lean<OneTimeDocument | null>();
      return found?.value ?? null;
    },
    async attempt(key, now, most) {
      const found = await models.oneTime
        .findOneAndUpdate({ _id: key, expiresAt: trusted({ $gt: now }), tries: trusted({ $lt: most }) }, { $inc: { tries: 1 } })
        .lean<OneTimeDocument | null>();
      return found?.value ?? null;
    },
  };
}
