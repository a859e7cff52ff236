import { StaleRevision } from '../port.ts';
import type { ModelStore } from '../port-admin.ts';
import type { MongoContext } from './context.ts';
import type { ModelDocument } from './documents.ts';
import { isDuplicateKey } from './errors.ts';

/** @returns what moderation has learnt. */
export function createLearntModels({ models: { models } }: MongoContext): ModelStore {
  const idOf = (siteId: string, name: string): string => `${siteId}:${name}`;

  return {
    async get(siteId, name) {
      const found = await models
        .findById(idOf(siteId, name))
        .lean<(Omit<ModelDocument, 'bytes'> & { bytes: { buffer: Uint8Array } }) | null>();
      return found === null ? null : { revision: found.revision, bytes: found.bytes.buffer };
    },

    async save(siteId, name, expected, bytes) {
      const _id = idOf(siteId, name);
      const content = Buffer.from(bytes);
      if (expected === 0) {
        try {
          await models.insertMany([{ _id, revision: 1, bytes: content }], { lean: true });
          return 1;
        } catch (error) {
          if (isDuplicateKey(error)) throw new StaleRevision('the model was changed meanwhile', { cause: error });
          throw error;
        }
      }
      const { matchedCount } = await models.updateOne({ _id, revision: expected }, { $set: { revision: expected + 1, bytes: content } });
      if (matchedCount === 0) throw new StaleRevision('the model was changed meanwhile');
      return expected + 1;
    },
  };
}
