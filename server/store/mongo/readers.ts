import { trusted } from 'mongoose';
import type { Cut, Slice } from '../port-types.ts';
import type { Effects } from '../../domain/effects.ts';
import type { Ban } from '../../domain/bans.ts';
import { MOST_ACCEPTED } from '../../domain/accepted-terms.ts';
import { guestToken, type TokenHolder } from '../../domain/members.ts';
import type { AcceptedTerms, Id, Reader, ReaderId, SiteId } from '../../domain/types.ts';
import type { AuthorHistory, ReaderStore } from '../port-readers.ts';
import { NotFound } from '../port.ts';
import { createBatch } from './batch.ts';
import type { MongoContext } from './context.ts';
import type { BanDocument, ReaderDocument } from './documents.ts';
import { toBan, toReader } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import { createAuthorHistory } from './author-history.ts';
import { createJoins } from './joins.ts';
import { createMembers, findByTokens } from './members.ts';
import type { SortField } from './walk.ts';
import { page } from './walk.ts';

/** Of each status so many are counted. */
const COUNTED_MOST = 100;
const NEWEST: readonly SortField<BanDocument>[] = [
  { path: 'createdAt', direction: -1, of: ({ createdAt }) => createdAt },
  { path: '_id', direction: -1, of: ({ _id }) => _id },
];

interface ReaderContext extends MongoContext {
  /** Finds a reader together with others that are looked for at the same time. */
  byToken: (tokenHash: string) => Promise<TokenHolder | null>;
}

async function findReaders({ models }: MongoContext, ids: ReaderId[]): Promise<Map<ReaderId, Reader>> {
  if (ids.length === 0) return new Map();
  const found = await models.readers.find({ _id: trusted({ $in: ids }) }).lean<ReaderDocument[]>();
  return new Map(found.map((reader) => [reader._id, toReader(reader)]));
}

async function createGuest({ models, byToken }: ReaderContext, reader: Reader, tokenHash: string): Promise<Reader> {
  const { id, ...rest } = reader;
  const made: ReaderDocument = { _id: id, ...rest, tokens: [guestToken(tokenHash, reader.createdAt)] };
  try {
    await models.readers.insertMany([made], { lean: true });
    return toReader(made);
  } catch (error) {
    const first = isDuplicateKey(error) ? await byToken(tokenHash) : null;
    if (first === null) throw error;
    return first.reader;
  }
}

async function renameReader({ models }: MongoContext, id: ReaderId, name: string): Promise<Reader> {
  const renamed = await models.readers
    .findOneAndUpdate({ _id: id }, { $set: { name } }, { returnDocument: 'after' })
    .lean<ReaderDocument | null>();
  if (renamed === null) throw new NotFound('no such reader');
  return toReader(renamed);
}

async function acceptTerms({ models }: MongoContext, id: ReaderId, accepted: AcceptedTerms): Promise<Reader> {
  const { version } = accepted;
  await models.readers.updateOne(
    { _id: id, 'acceptedTerms.version': trusted({ $ne: version }) },
    { $push: { acceptedTerms: { $each: [accepted], $slice: -MOST_ACCEPTED } } },
  );
  const reader = await models.readers.findById(id).lean<ReaderDocument | null>();
  if (reader === null) throw new NotFound('no such reader');
  return toReader(reader);
}

async function countOutcomes(
  { models }: MongoContext,
  ids: ReaderId[],
): Promise<Map<ReaderId, Pick<AuthorHistory, 'published' | 'rejected' | 'spam'>>> {
  const found = new Map<ReaderId, { published: number; rejected: number; spam: number }>();
  if (ids.length === 0) return found;
  const counted = await models.comments
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
}

async function insertBan({ outbox, models }: MongoContext, ban: Ban, fx: Effects): Promise<Ban> {
  const { id, ...rest } = ban;
  const items = outbox.items(fx);
  const made: BanDocument = { _id: id, ...rest, gone: false, outbox: items };
  await models.bans.insertMany([made], { lean: true });
  await outbox.settle('bans', id, items);
  return toBan(made);
}

async function liftBan({ outbox, models }: MongoContext, siteId: SiteId, id: Id, fx: Effects): Promise<boolean> {
  const items = outbox.items(fx);
  const lifted = await models.bans.updateOne(
    { _id: id, siteId, gone: false },
    { $set: { gone: true }, $push: { outbox: { $each: items } } },
  );
  if (lifted.matchedCount === 0) return false;
  await outbox.settle('bans', id, items);
  return true;
}

function listBans({ models }: MongoContext, { siteId, cursor, limit }: { siteId: SiteId } & Cut): Promise<Slice<Ban>> {
  return page({
    model: models.bans,
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
}

/** @returns the readers, what is known of them, and bans. */
export function createReaders(parts: MongoContext): ReaderStore {
  // Every post looks for its author: those that arrive together are found in one round trip.
  const tokens = createBatch((hashes: string[]) => findByTokens(parts, hashes), 64);
  const context: ReaderContext = { ...parts, byToken: tokens.add };
  return {
    ...createAuthorHistory(parts.models),
    ...createMembers(parts),
    ...createJoins(parts),
    get: (ids) => findReaders(context, ids),
    byToken: tokens.add,
    createGuest: (reader, tokenHash) => createGuest(context, reader, tokenHash),
    rename: (id, name) => renameReader(context, id, name),
    acceptTerms: (id, accepted) => acceptTerms(context, id, accepted),
    outcomes: (ids) => countOutcomes(context, ids),
    ban: (ban, fx) => insertBan(context, ban, fx),
    unban: (siteId, id, fx) => liftBan(context, siteId, id, fx),
    bans: (q) => listBans(context, q),
  };
}
