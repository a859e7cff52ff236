import { trusted } from 'mongoose';
import {
  isOutdated,
  type KnownIdentity,
  type MemberSignIn,
  memberAfter,
  MOST_PEN_NAMES,
  MOST_READER_TOKENS,
  type ReaderToken,
  STAFF_WAY,
  type TokenHolder,
} from '../../domain/members.ts';
import { MOST_REFUSED } from '../../domain/refused-tokens.ts';
import type { Reader, ReaderId, Verified } from '../../domain/types.ts';
import { StoreBusy } from '../port.ts';
import type { ReaderStore } from '../port-readers.ts';
import type { MongoContext } from './context.ts';
import { type ReaderDocument, toReader } from './documents.ts';
import type { IdentityDocument } from './member-documents.ts';
import { driverCollection } from './driver.ts';
import { isDuplicateKey } from './errors.ts';

type Context = Pick<MongoContext, 'models' | 'now'>;

/** Attempts of a sign-in against others that make or change the same member. */
const ATTEMPTS = 20;

/** An identity from its document. */
export function toIdentity({ _id, ...identity }: IdentityDocument): KnownIdentity {
  return identity;
}

/** The holders of several tokens at once; null where a token is nobody's or has ended. */
export async function findByTokens({ models, now }: Context, hashes: readonly string[]): Promise<(TokenHolder | null)[]> {
  const found = await driverCollection(models.readers)
    .find<ReaderDocument>({ 'tokens.hash': { $in: [...new Set(hashes)] } }, { hint: 'token' })
    .toArray();
  const at = now();
  const live = new Map(
    found.flatMap((reader) =>
      reader.tokens
        .filter(({ expiresAt }) => expiresAt === null || expiresAt > at)
        .map((token): [string, TokenHolder] => [token.hash, { reader: toReader(reader), token }]),
    ),
  );
  return hashes.map((hash) => live.get(hash) ?? null);
}

/** The member of a site who holds an address that is vouched for, unless the way knows that member as somebody else. */
async function holderOf({ models }: Context, { identity, facts }: MemberSignIn): Promise<ReaderId | null> {
  const { siteId, way } = identity;
  if (facts.email?.isVerified !== true) return null;
  const holder = await models.readers
    .findOne({ siteId, verifiedAddress: facts.email.hash }, { _id: 1 })
    .hint('address')
    .lean<{ _id: ReaderId } | null>();
  if (holder === null) return null;
  return (await models.identities.exists({ readerId: holder._id, way })) === null ? holder._id : null;
}

/** The member whom the identity leads to; it is made to lead to one when it is new. */
async function memberIdOf(context: Context, signIn: MemberSignIn): Promise<ReaderId> {
  const { models } = context;
  const { siteId, way, subject } = signIn.identity;
  for (let attempt = 1; ; attempt++) {
    const known = await models.identities.findOne({ siteId, way, subject }).hint('one').lean<IdentityDocument | null>();
    if (known !== null) return known.readerId;
    const readerId = (await holderOf(context, signIn)) ?? signIn.newId;
    try {
      await models.identities.create({ siteId, way, subject, readerId, createdAt: signIn.token.createdAt });
      return readerId;
    } catch (error) {
      if (!isDuplicateKey(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

/** The tokens with one more: the same one once, the oldest go. */
function withToken(token: ReaderToken): object {
  const others = { $filter: { input: { $ifNull: ['$tokens', []] }, cond: { $ne: ['$$this.hash', token.hash] } } };
  return { $slice: [{ $concatArrays: [others, [{ $literal: token }]] }, -MOST_READER_TOKENS] };
}

/**
 * Stores what the way says of the member, who may have to be made; of facts that are older than the member's only the token.
 * @returns `address-held`: the address is another member's still; `outdated`: newer facts were stored at this very moment.
 */
async function storeMember({ models }: Context, id: ReaderId, signIn: MemberSignIn): Promise<Reader | 'address-held' | 'outdated'> {
  const { factsAt } = signIn;
  const before = await models.readers.findById(id).lean<ReaderDocument | null>();
  const tokens = withToken(signIn.token);
  if (before !== null && isOutdated(signIn, before.factsAt ?? null)) {
    await models.readers.updateOne({ _id: id }, [{ $set: { tokens } }], { updatePipeline: true });
    return toReader(before);
  }
  const member = memberAfter(before === null ? null : toReader(before), id, signIn);
  // What the member has accepted meanwhile stays.
  const { id: _, acceptedTerms, ...fields } = member;
  const stated = factsAt === undefined ? {} : { factsAt };
  const literal = Object.fromEntries(Object.entries({ ...fields, ...stated }).map(([name, value]) => [name, { $literal: value }]));
  // The verifier may have found it at this very moment.
  const verified =
    signIn.facts.verified == null
      ? { $cond: [{ $eq: ['$verified.isByVerifier', true] }, '$verified', { $literal: member.verified }] }
      : { $literal: member.verified };
  const verifiedAddress = member.emailVerified && member.emailHash !== null ? { $literal: member.emailHash } : '$$REMOVE';
  const isNewest = factsAt === undefined ? {} : { $or: [{ factsAt: null }, { factsAt: trusted({ $lte: factsAt }) }] };
  try {
    await models.readers.updateOne(
      { _id: id, ...isNewest },
      [{ $set: { ...literal, verified, acceptedTerms: { $ifNull: ['$acceptedTerms', acceptedTerms] }, verifiedAddress, tokens } }],
      {
        upsert: true,
        updatePipeline: true,
      },
    );
    return member;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const newer = factsAt === undefined ? null : await models.readers.exists({ _id: id, factsAt: trusted({ $gt: factsAt }) });
    return newer === null ? 'address-held' : 'outdated';
  }
}

/** Lets go of an address: of a member who is made now it may show that somebody is that member already. */
async function giveWay(context: Context, id: ReaderId, signIn: MemberSignIn): Promise<void> {
  const { models } = context;
  const { siteId, way, subject } = signIn.identity;
  if ((await models.readers.exists({ _id: id })) === null) {
    const holder = await models.readers
      .findOne({ siteId, verifiedAddress: signIn.facts.email?.hash ?? '' }, { _id: 1 })
      .lean<{ _id: ReaderId } | null>();
    const isAnother = holder !== null && (await models.identities.exists({ readerId: holder._id, way })) !== null;
    if (holder !== null && !isAnother) {
      await models.identities.updateOne({ siteId, way, subject, readerId: id }, { $set: { readerId: holder._id } });
      return;
    }
  }
  const address = { siteId, verifiedAddress: signIn.facts.email?.hash ?? '' };
  await models.readers.updateOne(
    { ...address, _id: trusted({ $ne: id }) },
    { $set: { emailVerified: false }, $unset: { verifiedAddress: 1 } },
  );
}

/** See the port. */
async function signInMember(context: Context, signIn: MemberSignIn): Promise<Reader> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const id = await memberIdOf(context, signIn);
    const member = await storeMember(context, id, signIn);
    if (typeof member !== 'string') return member;
    if (member === 'address-held') await giveWay(context, id, signIn);
  }
  throw new StoreBusy('too many sign in as one member at once');
}

/** See the port. */
async function importedAuthors(
  { models }: Context,
  { siteId, emailHash, sourceId, limit }: Parameters<ReaderStore['importedAuthors']>[0],
): Promise<Reader[]> {
  const free = { siteId, importId: trusted({ $gt: '' }), joined: trusted({ $exists: false }) };
  const find = (more: object, hint: string): Promise<ReaderDocument[]> =>
    models.readers
      .find({ ...free, ...more })
      .hint(hint)
      .sort({ _id: 1 })
      .limit(limit)
      .lean<ReaderDocument[]>();
  const found = await Promise.all([
    emailHash === null ? [] : find({ emailHash }, 'imported_address'),
    sourceId === null ? [] : find({ 'source.name': sourceId, 'source.kind': 'id' }, 'imported_source'),
  ]);
  const readers = new Map(found.flat().map((reader) => [reader._id, toReader(reader)]));
  return [...readers.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, limit);
}

/** See the port. */
async function verifyReader({ models, now }: Context, hash: string, verified: Verified): Promise<Reader | null> {
  const isLive = { $or: [{ expiresAt: null }, { expiresAt: { $gt: now() } }] };
  const found = await models.readers
    .findOneAndUpdate(
      { 'tokens.hash': hash, tokens: trusted({ $elemMatch: { hash, ...isLive } }) },
      { $set: { verified } },
      { returnDocument: 'after' },
    )
    .hint('token')
    .lean<ReaderDocument | null>();
  return found === null ? null : toReader(found);
}

/** See the port. */
async function penNames({ models }: Context, ids: ReaderId[]): Promise<Map<ReaderId, number>> {
  const asked = await models.readers
    .find({ _id: trusted({ $in: ids }), 'verified.person': trusted({ $gt: '' }) }, { siteId: 1, 'verified.person': 1 })
    .lean<Pick<ReaderDocument, '_id' | 'siteId' | 'verified'>[]>();
  const counted = asked.map(async ({ _id, siteId, verified }): Promise<[ReaderId, number]> => {
    const person = { siteId, 'verified.person': verified?.person ?? '', joined: trusted({ $exists: false }) };
    return [_id, await models.readers.countDocuments(person).limit(MOST_PEN_NAMES).hint('person')];
  });
  return new Map(await Promise.all(counted));
}

type Members = Pick<
  ReaderStore,
  | 'signInMember'
  | 'verify'
  | 'penNames'
  | 'endToken'
  | 'endTokensOf'
  | 'tokensOf'
  | 'staffReaders'
  | 'identitiesOf'
  | 'importedAuthors'
  | 'noteRefusedToken'
  | 'refusedTokens'
>;

/** @returns members: how they are known, and what proves who they are. */
export function createMembers(context: Context): Members {
  const { models } = context;
  return {
    signInMember: (signIn) => signInMember(context, signIn),
    verify: (tokenHash, verified) => verifyReader(context, tokenHash, verified),
    penNames: (ids) => penNames(context, ids),

    async endToken(hash) {
      const { modifiedCount } = await models.readers.updateOne({ 'tokens.hash': hash }, { $pull: { tokens: { hash } } });
      return modifiedCount === 1;
    },

    async endTokensOf(id) {
      const before = await models.readers
        .findOneAndUpdate({ _id: id }, { $set: { tokens: [] } }, { returnDocument: 'before', projection: { tokens: 1 } })
        .lean<Pick<ReaderDocument, 'tokens'> | null>();
      return before?.tokens.length ?? 0;
    },

    async tokensOf(id) {
      const found = await models.readers.findById(id, { tokens: 1 }).lean<Pick<ReaderDocument, 'tokens'> | null>();
      const at = context.now();
      const live = (found?.tokens ?? []).filter(({ expiresAt }) => expiresAt === null || expiresAt > at);
      return live.sort((a, b) => a.createdAt - b.createdAt || (a.hash < b.hash ? -1 : 1));
    },

    async staffReaders(staffId) {
      const known = await models.identities.find({ way: STAFF_WAY, subject: staffId }).hint('staff').lean<IdentityDocument[]>();
      const ids = known.map(({ readerId }) => readerId);
      const found = await models.readers
        .find({ _id: trusted({ $in: ids }) })
        .sort({ _id: 1 })
        .lean<ReaderDocument[]>();
      return found.map(toReader);
    },

    async identitiesOf(readerId) {
      const found = await models.identities
        .find({ readerId })
        .sort({ createdAt: 1, way: 1, subject: 1 })
        .hint('reader')
        .lean<IdentityDocument[]>();
      return found.map(toIdentity);
    },

    importedAuthors: (q) => importedAuthors(context, q),

    async noteRefusedToken(siteId, refused) {
      await models.refusedTokens.updateOne(
        { _id: siteId },
        { $push: { tokens: { $each: [refused], $position: 0, $slice: MOST_REFUSED } } },
        { upsert: true },
      );
    },

    async refusedTokens(siteId) {
      const found = await models.refusedTokens.findById(siteId).lean<{ tokens: Awaited<ReturnType<Members['refusedTokens']>> } | null>();
      return found?.tokens ?? [];
    },
  };
}
