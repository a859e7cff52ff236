import { trusted } from 'mongoose';
import type { Ban } from '../../domain/bans.ts';
import type { CommentStatus, Ms, Reader, ReaderId, SiteId } from '../../domain/types.ts';
import type { HostRecord, ReaderStore, Standing } from '../port-readers.ts';
import { fittingNameBans } from '../name-bans.ts';
import { NotFound } from '../port.ts';
import type { MongoContext } from './context.ts';
import type { BanDocument, CommentDocument, ReaderDocument } from './documents.ts';
import { toBan, toReader } from './documents.ts';
import { isDuplicateKey } from './errors.ts';
import type { SortField } from './walk.ts';
import { page } from './walk.ts';

const COUNTED_MOST = 100;
const RECENT_MOST = 60;
const SAME_TEXT_MOST = 1_000;
const THREAD_MOST = 200;
const HOST_MOST = 10;
const EVERY_STATUS: readonly CommentStatus[] = ['published', 'pending', 'rejected', 'spam', 'removed', 'purged'];
/** What somebody has taken back may be said again. */
const GONE: readonly CommentStatus[] = ['removed', 'purged'];
const NEWEST: readonly SortField<BanDocument>[] = [
  { path: 'createdAt', direction: -1, of: ({ createdAt }) => createdAt },
  { path: '_id', direction: -1, of: ({ _id }) => _id },
];

type Asked = Parameters<ReaderStore['standing']>[0];

type Past = Pick<Standing, 'published' | 'rejected' | 'spam' | 'recent'>;
const NO_PAST: Past = { published: 0, rejected: 0, spam: 0, recent: [] };

/** @returns the readers, what is known of them, and bans. */
export function createReaders({ models, outbox, now }: MongoContext): ReaderStore {
  const { readers, bans, comments } = models;

  async function byToken(tokenHash: string): Promise<Reader | null> {
    const found = await readers.findOne({ 'tokens.hash': tokenHash }).lean<ReaderDocument | null>();
    const isLive = found?.tokens.some(({ hash, expiresAt }) => hash === tokenHash && (expiresAt === null || expiresAt > now()));
    return found === null || isLive !== true ? null : toReader(found);
  }

  async function bansInForce({ siteId, readerId, networks, emailDomain, name, now: at }: Asked): Promise<Ban[]> {
    const values: { kind: Ban['kind']; value: string }[] = networks.map((value) => ({ kind: 'network', value }));
    if (readerId !== null) values.push({ kind: 'reader', value: readerId });
    if (emailDomain !== null) values.push({ kind: 'email-domain', value: emailDomain });
    const kinds = [...values.map(({ kind, value }) => ({ siteId, kind, value })), { siteId, kind: 'name' as const }];
    const found = await bans
      .find({ $and: [{ $or: kinds }, { gone: false }, { $or: [{ until: null }, { until: trusted({ $gt: at }) }] }] })
      .lean<BanDocument[]>();
    const inForce = found.map(toBan);
    // Which names a word stands in is seen here: there are few such bans.
    return [
      ...inForce.filter(({ kind }) => kind !== 'name'),
      ...fittingNameBans(
        inForce.filter(({ kind }) => kind === 'name'),
        name,
      ),
    ];
  }

  async function countOf(siteId: SiteId, readerId: ReaderId, status: CommentStatus): Promise<number> {
    return comments.countDocuments({ readerId, status, siteId }).limit(COUNTED_MOST).hint('reader');
  }

  async function recentOf(siteId: SiteId, readerId: ReaderId): Promise<Standing['recent']> {
    const found = await comments
      .find({ readerId, status: trusted({ $in: EVERY_STATUS }), siteId }, { _id: 0, createdAt: 1, status: 1 })
      .sort({ createdAt: -1, _id: -1 })
      .limit(RECENT_MOST)
      .hint('reader')
      .lean<{ createdAt: Ms; status: CommentStatus }[]>();
    return found.map(({ createdAt, status }) => ({ at: createdAt, status }));
  }

  /** What became of a reader's comments. Of whom the latest are all, they are counted from these: most readers cost one look. */
  async function pastOf(siteId: SiteId, readerId: ReaderId): Promise<Past> {
    const recent = await recentOf(siteId, readerId);
    const isAll = recent.length < RECENT_MOST;
    const count = (status: CommentStatus): Promise<number> | number =>
      isAll ? recent.filter((one) => one.status === status).length : countOf(siteId, readerId, status);
    const [published, rejected, spam] = await Promise.all([count('published'), count('rejected'), count('spam')]);
    return { published, rejected, spam, recent };
  }

  async function threadRecentOf({ thread }: Asked): Promise<Standing['threadRecent']> {
    if (thread === undefined) return [];
    const found = await comments
      .find({ threadId: thread.id, createdAt: trusted({ $gte: thread.since }) }, { _id: 0, readerId: 1, createdAt: 1 })
      .sort({ createdAt: -1, _id: -1 })
      .limit(THREAD_MOST)
      .hint('thread_age')
      .lean<{ readerId: ReaderId | null; createdAt: Ms }[]>();
    return found.flatMap(({ readerId, createdAt }) => (readerId === null ? [] : [{ readerId, at: createdAt }]));
  }

  async function hostRecordOf(siteId: SiteId, host: string): Promise<HostRecord> {
    const count = (status: CommentStatus): Promise<number> =>
      comments.countDocuments({ siteId, hosts: host, status }).limit(HOST_MOST).hint('host').exec();
    const [published, rejected, spam] = await Promise.all([count('published'), count('rejected'), count('spam')]);
    return { published, refused: Math.min(HOST_MOST, rejected + spam) };
  }

  async function sameText({ siteId, readerId, textHash, sameTextSince }: Asked): Promise<{ own: number; others: number }> {
    const found = await comments
      .find({ siteId, textHash, createdAt: trusted({ $gte: sameTextSince }) }, { _id: 0, readerId: 1 })
      .sort({ createdAt: -1 })
      .limit(SAME_TEXT_MOST)
      .hint('same_text')
      .lean<Pick<CommentDocument, 'readerId'>[]>();
    const others = new Set(found.map((comment) => comment.readerId).filter((id) => id !== null && id !== readerId));
    const isOwn = found.length >= SAME_TEXT_MOST || found.some((comment) => comment.readerId === readerId);
    const standing = { siteId, textHash, createdAt: trusted({ $gte: sameTextSince }), readerId, status: trusted({ $nin: GONE }) };
    // Nearly always nobody has said it before: then there is nothing to look for.
    const own = readerId === null || !isOwn ? 0 : await comments.countDocuments(standing).limit(COUNTED_MOST).hint('same_text');
    return { own, others: others.size };
  }

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
      const enter = (): Promise<ReaderDocument | null> =>
        readers
          .findOneAndUpdate({ siteId, subject }, { $set: { name }, $push: { tokens: token } }, { returnDocument: 'after' })
          .lean<ReaderDocument | null>();
      const known = await enter();
      if (known !== null) return toReader(known);
      const made: ReaderDocument = { _id: id, siteId, subject, name, ...rest, tokens: [token] };
      try {
        await readers.insertMany([made], { lean: true });
        return toReader(made);
      } catch (error) {
        const first = isDuplicateKey(error) ? await enter() : null;
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

    async standing(asked): Promise<Standing> {
      const { siteId, readerId } = asked;
      const [inForce, past, same, threadRecent, hosts] = await Promise.all([
        bansInForce(asked),
        readerId === null ? NO_PAST : pastOf(siteId, readerId),
        sameText(asked),
        threadRecentOf(asked),
        Promise.all((asked.hosts ?? []).map(async (host) => [host, await hostRecordOf(siteId, host)] as const)),
      ]);
      return { bans: inForce, ...past, sameTextOwn: same.own, sameTextReaders: same.others, threadRecent, hosts: new Map(hosts) };
    },

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

    async unban(id, fx) {
      const items = outbox.items(fx);
      const lifted = await bans.updateOne({ _id: id, gone: false }, { $set: { gone: true }, $push: { outbox: { $each: items } } });
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
