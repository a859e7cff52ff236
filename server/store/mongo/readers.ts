import { trusted } from 'mongoose';
import type { Reader, ReaderId } from '../../domain/types.ts';
import type { ReaderStore } from '../port-readers.ts';
import { NotFound } from '../port.ts';
import { createBatch } from './batch.ts';
import type { MongoContext } from './context.ts';
import type { BanDocument, ReaderDocument } from './documents.ts';
import { toBan, toReader } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import { createAuthorHistory } from './author-history.ts';
import type { SortField } from './walk.ts';
import { page } from './walk.ts';
import { driverCollection } from './driver.ts';

/** Of each status so many are counted. */
const COUNTED_MOST = 100;
const NEWEST: readonly SortField<BanDocument>[] = [
  { path: 'createdAt', direction: -1, of: ({ createdAt }) => createdAt },
  { path: '_id', direction: -1, of: ({ _id }) => _id },
];

/** @returns the readers, what is known of them, and bans. */
export function createReaders({ models, outbox, now }: MongoContext): ReaderStore {
  const { readers, bans, comments } = models;

  // Every post looks for its author: those that arrive together are found in one round trip.
  const tokens = createBatch(async (hashes: string[]): Promise<(Reader | null)[]> => {
    const found = await driverCollection(readers)
      .find<ReaderDocument>({ 'tokens.hash': { $in: [...new Set(hashes)] } }, { hint: 'token' })
      .toArray();
    const at = now();
    const live = new Map(
      found.flatMap((reader) =>
        reader.tokens.filter(({ expiresAt }) => expiresAt === null || expiresAt > at).map(({ hash }) => [hash, reader] as const),
      ),
    );
    return hashes.map((hash) => {
      const reader = live.get(hash);
      return reader === undefined ? null : toReader(reader);
    });
  }, 64);
  const byToken = tokens.add;

  const { history, bansFor } = createAuthorHistory(models);

  return {
    async get(ids) {
      if (ids.length === 0) return new Map();
      const found = await readers.find({ _id: trusted({ $in: ids }) }).lean<ReaderDocument[]>();
      return new Map(found.map((reader) => [reader._id, toReader(reader)]));
    },

    byToken,

    async createGuest(reader, tokenHash) {
      const { id, ...rest } = reader;
      const made: ReaderDocument = { _id: id, ...rest, tokens: [{ hash: tokenHash, expiresAt: null }] };
      try {
        await readers.insertMany([made], { lean: true });
        return toReader(made);
      } catch (error) {
        const first = isDuplicateKey(error) ? await byToken(tokenHash) : null;
        if (first === null) throw error;
        return first;
      }
    },

    async signInMember(reader, tokenHash, expiresAt) {
      const { id, siteId, subject, name, ...rest } = reader;
      const token = { hash: tokenHash, expiresAt };
      const signIn = (): Promise<ReaderDocument | null> =>
        readers
          .findOneAndUpdate({ siteId, subject }, { $set: { name }, $push: { tokens: token } }, { returnDocument: 'after' })
          .lean<ReaderDocument | null>();
      const known = await signIn();
      if (known !== null) return toReader(known);
      const made: ReaderDocument = { _id: id, siteId, subject, name, ...rest, tokens: [token] };
      try {
        await readers.insertMany([made], { lean: true });
        return toReader(made);
      } catch (error) {
        const first = isDuplicateKey(error) ? await signIn() : null;
        if (first === null) throw error;
        return toReader(first);
      }
    },

    async rename(id, name) {
      const renamed = await readers
        .findOneAndUpdate({ _id: id }, { $set: { name } }, { returnDocument: 'after' })
        .lean<ReaderDocument | null>();
      if (renamed === null) throw new NotFound('no such reader');
      return toReader(renamed);
    },

    history,

    async outcomes(ids) {
      const found = new Map<ReaderId, { published: number; rejected: number; spam: number }>();
      if (ids.length === 0) return found;
      const counted = await comments
        .aggregate<{ _id: { readerId: ReaderId; status: 'published' | 'rejected' | 'spam' }; n: number }>([
          { $match: { readerId: { $in: ids }, status: { $in: ['published', 'rejected', 'spam'] } } },
          { $group: { _id: { readerId: '$readerId', status: '$status' }, n: { $sum: 1 } } },
        ])
        .hint('reader');
      for (const { _id, n } of counted) {
        const past = found.get(_id.readerId) ?? { published: 0, rejected: 0, spam: 0 };
        past[_id.status] = Math.min(COUNTED_MOST, n);
        found.set(_id.readerId, past);
      }
      return found;
    },

    async ban(ban, fx) {
      const { id, ...rest } = ban;
      const items = outbox.items(fx);
      const made: BanDocument = { _id: id, ...rest, gone: false, outbox: items };
      await bans.insertMany([made], { lean: true });
      await outbox.settle('bans', id, items);
      return toBan(made);
    },

    bansFor,

    async unban(siteId, id, fx) {
      const items = outbox.items(fx);
      const lifted = await bans.updateOne({ _id: id, siteId, gone: false }, { $set: { gone: true }, $push: { outbox: { $each: items } } });
      if (lifted.matchedCount === 0) return false;
      await outbox.settle('bans', id, items);
      return true;
    },

    bans({ siteId, cursor, limit }) {
      return page({
        model: bans,
        hint: 'age',
        branches: [{ siteId }],
        filter: { gone: false },
        sort: NEWEST,
        limit,
        list: 'bans',
        shape: ['number', 'string'],
        cursor,
        give: toBan,
      });
    },
  };
}
