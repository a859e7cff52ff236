import { type Collection, mongo } from 'mongoose';
import { STAFF_WAY } from '../../domain/members.ts';
import type { Models } from './models.ts';
import { driverCollection } from './driver.ts';

interface Index {
  key: Record<string, 1 | -1>;
  options?: { unique?: boolean; partialFilterExpression?: Record<string, unknown> };
}

const LISTED = { listed: true };
const LISTED_ROOTS = { listed: true, depth: 0 };
const LISTED_ANSWERS = { listed: true, depth: { $gt: 0 } };
const OPEN = { 'review.state': 'open' };
/** The tags of open cases: what asks for one of them asks for no more, so that counting reads the index alone. */
const TAGGED = { queueTags: { $gt: '' } };
export const WITH_HIDDEN_TEXT = { public: false, content: { $type: 'object' } };
const WAITS = { 'outbox.at': { $exists: true } };

/** Documents with effects that are not moved yet: nearly always empty, and read every second. */
const OUTBOX: Index = { key: { 'outbox.at': 1 }, options: { partialFilterExpression: WAITS } };

/** Every list is a walk along one of these; nothing is sorted in memory. */
const INDEXES: { readonly [M in Exclude<keyof Models, 'reasons' | 'facts'>]: Readonly<Record<string, Index>> } = {
  comments: {
    roots_time: { key: { threadId: 1, pinned: -1, createdAt: 1, _id: 1 }, options: { partialFilterExpression: LISTED_ROOTS } },
    roots_heat: { key: { threadId: 1, pinned: -1, heat: -1, _id: -1 }, options: { partialFilterExpression: LISTED_ROOTS } },
    tower_time: { key: { threadId: 1, listed: 1, pinned: 1, createdAt: 1, _id: 1 } },
    tower_heat: { key: { threadId: 1, pinned: -1, heat: -1, _id: -1 }, options: { partialFilterExpression: LISTED } },
    answers_of_root: { key: { rootId: 1, createdAt: 1, _id: 1 }, options: { partialFilterExpression: LISTED_ANSWERS } },
    answers_of_parent: { key: { parentId: 1, createdAt: 1, _id: 1 }, options: { partialFilterExpression: LISTED_ANSWERS } },
    reader: { key: { readerId: 1, status: 1, createdAt: -1, _id: -1, siteId: 1 } },
    site: { key: { status: 1, siteId: 1, createdAt: -1, _id: -1 } },
    same_text: { key: { siteId: 1, textHash: 1, createdAt: -1, readerId: 1 } },
    thread_age: { key: { threadId: 1, createdAt: -1, _id: -1 } },
    host: { key: { siteId: 1, hosts: 1, status: 1 }, options: { partialFilterExpression: { hosts: { $exists: true } } } },
    position: { key: { position: 1, siteId: 1, createdAt: -1, _id: -1 } },
    backlog: { key: { backlog: 1 }, options: { partialFilterExpression: { backlog: { $exists: true } } } },
    queue_priority: {
      key: { queueTags: 1, siteId: 1, 'review.priority': -1, 'review.openedAt': 1, _id: 1 },
      options: { partialFilterExpression: TAGGED },
    },
    queue_age: { key: { queueTags: 1, siteId: 1, 'review.openedAt': 1, _id: 1 }, options: { partialFilterExpression: TAGGED } },
    queue_grams: {
      key: { grams: 1, siteId: 1, 'review.priority': -1, 'review.openedAt': 1, _id: 1 },
      options: { partialFilterExpression: OPEN },
    },
    claims: {
      key: { 'review.claim.staffId': 1 },
      options: { partialFilterExpression: { 'review.claim.staffId': { $exists: true } } },
    },
    answer: {
      key: { siteId: 1, 'answer.key': 1 },
      options: { unique: true, partialFilterExpression: { 'answer.key': { $exists: true } } },
    },
    guards: { key: { guards: 1 }, options: { unique: true, partialFilterExpression: { guards: { $exists: true } } } },
    answer_age: { key: { 'answer.at': 1 }, options: { partialFilterExpression: { 'answer.at': { $exists: true } } } },
    // Of those whose text was deleted after its time none is in it: retention does not read them again.
    hidden_text: { key: { status: 1, createdAt: 1 }, options: { partialFilterExpression: WITH_HIDDEN_TEXT } },
    former: { key: { 'revisions.at': 1 }, options: { partialFilterExpression: { 'revisions.at': { $exists: true } } } },
    outbox: OUTBOX,
  },
  votes: {
    one: { key: { readerId: 1, commentId: 1 }, options: { unique: true } },
    reader: { key: { readerId: 1, threadId: 1, at: -1, _id: -1 } },
    comment: { key: { commentId: 1, value: 1, uncounted: 1 } },
    seat: { key: { seat: 1 }, options: { unique: true, partialFilterExpression: { seat: { $exists: true } } } },
    with_network: { key: { at: 1 }, options: { partialFilterExpression: { seat: { $exists: true } } } },
    pending: { key: { 'pending.at': 1 }, options: { partialFilterExpression: { 'pending.at': { $exists: true } } } },
  },
  reports: {
    one: { key: { commentId: 1, readerId: 1 }, options: { unique: true } },
    age: { key: { commentId: 1, at: 1, _id: 1 } },
    reader: { key: { readerId: 1, at: -1 } },
    with_network: { key: { at: 1 }, options: { partialFilterExpression: { network: { $exists: true } } } },
  },
  threads: {
    key: { key: { siteId: 1, key: 1 }, options: { unique: true } },
    age: { key: { siteId: 1, createdAt: -1, _id: -1 } },
    outbox: OUTBOX,
  },
  movedKeys: { key: { key: { siteId: 1, key: 1 }, options: { unique: true } }, thread: { key: { threadId: 1, key: 1 } } },
  threadMoves: {
    into: { key: { into: 1 } },
    open: { key: { openUntil: 1 }, options: { partialFilterExpression: { openUntil: { $exists: true } } } },
    outbox: OUTBOX,
  },
  sites: { outbox: OUTBOX },
  words: { outbox: OUTBOX },
  readers: {
    token: { key: { 'tokens.hash': 1 }, options: { unique: true, partialFilterExpression: { 'tokens.hash': { $exists: true } } } },
    token_age: { key: { 'tokens.expiresAt': 1 }, options: { partialFilterExpression: { 'tokens.expiresAt': { $gt: 0 } } } },
    joined_into: { key: { 'joined.into': 1 }, options: { partialFilterExpression: { 'joined.into': { $gt: '' } } } },
    joined: { key: { 'joined.at': -1, _id: -1 }, options: { partialFilterExpression: { 'joined.at': { $gt: 0 } } } },
    address: {
      key: { siteId: 1, verifiedAddress: 1 },
      options: { unique: true, partialFilterExpression: { verifiedAddress: { $gt: '' } } },
    },
    person: { key: { siteId: 1, 'verified.person': 1 }, options: { partialFilterExpression: { 'verified.person': { $gt: '' } } } },
    imported_address: { key: { siteId: 1, emailHash: 1, _id: 1 }, options: { partialFilterExpression: { importId: { $gt: '' } } } },
    imported_source: { key: { siteId: 1, 'source.name': 1, _id: 1 }, options: { partialFilterExpression: { importId: { $gt: '' } } } },
    import: { key: { importId: 1, _id: 1 }, options: { partialFilterExpression: { importId: { $gt: '' } } } },
  },
  identities: {
    one: { key: { siteId: 1, way: 1, subject: 1 }, options: { unique: true } },
    reader: { key: { readerId: 1, createdAt: 1, way: 1, subject: 1 } },
    staff: { key: { subject: 1, readerId: 1 }, options: { partialFilterExpression: { way: STAFF_WAY } } },
  },
  refusedTokens: {},
  erasures: {},
  bans: {
    age: { key: { siteId: 1, createdAt: -1, _id: -1 } },
    fits: { key: { siteId: 1, kind: 1, value: 1 } },
    outbox: OUTBOX,
  },
  staff: {
    email: { key: { email: 1 }, options: { unique: true } },
    invitation: {
      key: { 'invitation.tokenHash': 1 },
      options: { unique: true, partialFilterExpression: { 'invitation.tokenHash': { $gt: '' } } },
    },
    identity: { key: { identity: 1 }, options: { unique: true, partialFilterExpression: { identity: { $gt: '' } } } },
    first: { key: { first: 1 }, options: { unique: true, partialFilterExpression: { first: true } } },
    outbox: OUTBOX,
  },
  sessions: { staff: { key: { staffId: 1 } }, end: { key: { expiresAt: 1 } }, outbox: OUTBOX },
  tokens: {
    hash: { key: { tokenHash: 1 }, options: { unique: true } },
    staff: { key: { staffId: 1, createdAt: 1, _id: 1 } },
    outbox: OUTBOX,
  },
  signInNetworks: { account: { key: { account: 1, until: -1, _id: 1 } }, end: { key: { until: 1 } } },
  mailFollowers: {
    reader: { key: { readerId: 1 }, options: { unique: true } },
    address: { key: { siteId: 1, emailHash: 1, _id: 1 } },
    due: { key: { dueAt: 1, _id: 1 }, options: { partialFilterExpression: { dueAt: { $gte: 0 } } } },
  },
  oneTime: { end: { key: { expiresAt: 1 } } },
  wordVersions: { one: { key: { siteId: 1, version: 1 }, options: { unique: true } } },
  models: {},
  searchBlocks: { newest: { key: { siteId: 1, bucket: 1, newest: -1, block: -1 } } },
  jobs: {
    age: { key: { siteId: 1, createdAt: -1, _id: -1 } },
    open: { key: { createdAt: 1, _id: 1 }, options: { partialFilterExpression: { isOpen: true } } },
    join: { key: { updatedAt: 1 }, options: { partialFilterExpression: { kind: 'join', isOpen: false } } },
    outbox: OUTBOX,
  },
  imports: { age: { key: { siteId: 1, createdAt: -1, _id: -1 } }, outbox: OUTBOX },
  importedComments: { import: { key: { importId: 1, threadId: 1, _id: 1 } } },
  audit: {
    chain: { key: { seq: 1 }, options: { unique: true, partialFilterExpression: { seq: { $exists: true } } } },
    age: { key: { at: -1, _id: -1 } },
    site: { key: { siteId: 1, at: -1, _id: -1 } },
    by: { key: { by: 1, at: -1, _id: -1 } },
    subject: { key: { subject: 1, at: -1, _id: -1 } },
    action: { key: { action: 1, at: -1, _id: -1 } },
  },
  events: {
    number: { key: { channel: 1, seq: 1 }, options: { unique: true } },
    position: { key: { position: 1 }, options: { unique: true, partialFilterExpression: { position: { $exists: true } } } },
    cleanup: { key: { at: 1, _id: 1 }, options: { partialFilterExpression: { deletable: true } } },
  },
  subscriptions: {},
  deferredEvents: {
    due: { key: { subscription: 1, parkedAt: 1, dueAt: 1 } },
    position: { key: { subscription: 1, position: 1 } },
    parked: { key: { parkedAt: -1, subscription: 1, position: 1 } },
  },
  webhooks: { site: { key: { siteId: 1, _id: 1 } }, outbox: OUTBOX },
  webhookDeliveries: {
    order: { key: { webhookId: 1, state: 1, sequence: 1, position: 1 } },
    site: { key: { siteId: 1, createdAt: -1, _id: -1 } },
    webhook: { key: { webhookId: 1, createdAt: -1, _id: -1 } },
    state: { key: { state: 1 } },
    age: { key: { startedAt: 1 } },
  },
};

const NAMES: readonly (keyof typeof INDEXES)[] = [
  'comments',
  'votes',
  'reports',
  'threads',
  'movedKeys',
  'threadMoves',
  'sites',
  'words',
  'readers',
  'identities',
  'refusedTokens',
  'erasures',
  'bans',
  'staff',
  'sessions',
  'tokens',
  'signInNetworks',
  'oneTime',
  'mailFollowers',
  'wordVersions',
  'models',
  'searchBlocks',
  'jobs',
  'imports',
  'importedComments',
  'audit',
  'events',
  'subscriptions',
  'deferredEvents',
  'webhooks',
  'webhookDeliveries',
];

/** An index of that name is there, and made otherwise: an earlier version's. */
const OTHERWISE = 86;
const GONE_ALREADY = 27;

const hasCode = (error: unknown, code: number): boolean => error instanceof mongo.MongoServerError && error.code === code;

/** Makes one index anew when an earlier version made it otherwise. */
async function makeIndex(collection: Collection, name: string, { key, options }: Index): Promise<void> {
  try {
    await collection.createIndex(key, { name, ...options });
  } catch (error) {
    if (!hasCode(error, OTHERWISE)) throw error;
    await collection.dropIndex(name).catch((gone: unknown) => {
      if (!hasCode(gone, GONE_ALREADY)) throw gone;
    });
    await collection.createIndex(key, { name, ...options });
  }
}

/**
 * Makes the collections and indexes that are not there yet, and those anew that an earlier version made otherwise.
 * On a store that has them it changes nothing; two processes may do it at once.
 */
export async function makeIndexes(models: Models): Promise<void> {
  await Promise.all(
    NAMES.map(async (name) => {
      const collection = driverCollection(models[name]);
      const indexes = Object.entries(INDEXES[name]);
      if (indexes.length === 0) return;
      try {
        await collection.createIndexes(indexes.map(([index, { key, options }]) => ({ key, name: index, ...options })));
      } catch (error) {
        if (!hasCode(error, OTHERWISE)) throw error;
        for (const [index, spec] of indexes) await makeIndex(collection, index, spec);
      }
    }),
  );
}

/** The indexes of this version that the store has not, as `collection.index`. */
export async function missingIndexes(models: Models): Promise<string[]> {
  const missing = NAMES.map(async (name) => {
    if (Object.keys(INDEXES[name]).length === 0) return [];
    const there = await driverCollection(models[name]).listIndexes().toArray();
    const names = new Set(there.map((index) => String(index.name)));
    return Object.keys(INDEXES[name])
      .filter((index) => !names.has(index))
      .map((index) => `${name}.${index}`);
  });
  return (await Promise.all(missing)).flat();
}
