import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Comment } from '../../server/domain/types.ts';
import { openMongo } from '../../server/store/mongo/open.ts';
import { queueTagsOf } from '../../server/store/mongo/queue-tags.ts';
import type { Store } from '../../server/store/port.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { waitFor } from '../support/wait-for.ts';
import { commentIn, getOne, guestOf, heldIn, newId, nothing, openCaseOf, openThread, stored, T0, unique } from './fixtures.ts';

/** What the server noted of one operation. */
interface Noted {
  op: string;
  ns: string;
  planSummary?: string;
  hasSortStage?: boolean;
  docsExamined?: number;
  command: object;
}

/** What only the server shows: plans, profiles and documents behind the store. */
function lookingInside(): void {
  let mongo: StartedMongo;
  let store: Store;
  let behind: mongoose.Connection;
  let address: string;
  let thread: Awaited<ReturnType<typeof openThread>>;
  let root: Comment;
  let answer: Comment;

  beforeAll(async () => {
    mongo = await startMongo({ replicaSet: false });
    address = mongo.database(`plans-${randomUUID()}`);
    store = await openMongo(address);
    behind = await mongoose.createConnection(address).asPromise();
    thread = await openThread(store);
    root = await stored(store, commentIn(thread));
    answer = await stored(store, commentIn(thread, {}, root));
    const rows = Array.from({ length: 300 }, (_, i) => {
      const parent = i % 3 === 0 ? null : i % 3 === 1 ? root : answer;
      const comment = i % 5 === 0 ? heldIn(thread, { priority: i % 4, reasons: ['words:ad'] }, {}, parent) : commentIn(thread, {}, parent);
      return { comment: { ...comment, createdAt: T0 + i }, votes: { up: 0, down: 0 } };
    });
    await store.maintenance.importBatch(rows);
    for (let i = 0; i < 5; i++) await openThread(store, thread.siteId);
    await store.readers.createGuest(guestOf(thread.siteId), 'token');
  });
  afterAll(async () => {
    await behind?.close();
    await store?.close();
    await mongo?.stop();
  });

  /** How the server went about what an operation asked of it. */
  async function plansOf(operation: () => Promise<unknown>): Promise<Noted[]> {
    const { db } = behind;
    if (db === undefined) throw new Error('no database');
    await db.command({ profile: 0 });
    await db.collection('system.profile').drop();
    await db.command({ profile: 2 });
    await operation();
    await db.command({ profile: 0 });
    const noted = await db.collection<Noted>('system.profile').find().toArray();
    const reads = noted.filter(({ op, planSummary }) => (op === 'query' || op === 'command') && planSummary !== undefined);
    expect(reads).not.toEqual([]);
    return reads;
  }

  /** Whole collections that were read, and sorts in memory. */
  const costly = (plans: readonly Noted[]): string[] =>
    plans
      .filter(({ planSummary, hasSortStage }) => /COLLSCAN/.test(planSummary ?? '') || hasSortStage === true)
      .map(({ ns, planSummary, hasSortStage, command }) => `${ns} ${planSummary} sort=${hasSortStage} ${JSON.stringify(command)}`);
  async function expectIndexed(page: (cursor?: string) => Promise<{ nextCursor: string | null }>): Promise<void> {
    const { nextCursor } = await page();
    expect(nextCursor).not.toBeNull();
    for (const cursor of [undefined, nextCursor ?? '']) {
      const plans = await plansOf(() => page(cursor));
      expect(costly(plans)).toEqual([]);
      // Two a page and what a merge of runs looks ahead, not the hundreds that there are.
      for (const { docsExamined = 0 } of plans) expect(docsExamined).toBeLessThan(60);
    }
  }

  test('whole collections and sorts in memory are seen where there are any', async () => {
    const comments = behind.db?.collection('comments');
    expect(costly(await plansOf(async () => comments?.find({ reason: 'AD' }).toArray()))).toHaveLength(1);
    const sorted = [{ $match: { threadId: thread.id } }, { $sort: { textHash: 1 } }, { $limit: 3 }];
    expect(costly(await plansOf(async () => comments?.aggregate(sorted, { hint: 'thread_age' }).toArray()))).toHaveLength(1);
  });

  describe('MongoDB goes along an index', () => {
    test.each(['hot', 'newest', 'oldest'] as const)('for the pages of a thread by %s', async (sort) => {
      const q = { threadId: thread.id, sort, limit: 2 };
      await expectIndexed((cursor) => store.comments.conversations({ ...q, replies: 2, cursor }));
      await expectIndexed((cursor) => store.comments.tower({ ...q, cursor }));
    });

    test('for answers, and for what is a reader’s', async () => {
      const readerId = root.author?.readerId ?? '';
      await expectIndexed((cursor) => store.comments.replies({ commentId: root.id, limit: 2, cursor }));
      await expectIndexed((cursor) => store.comments.replies({ commentId: answer.id, limit: 2, cursor }));
      for (const operation of [
        () => store.comments.byReader({ readerId, limit: 2 }),
        () => store.comments.ownHeld(thread.id, readerId, 2),
        () => store.comments.votesIn(thread.id, readerId, 2),
        () => store.comments.reporterRecord(readerId),
        () => store.readers.byToken('token'),
        () => store.readers.identitiesOf(readerId),
        () => store.readers.joinedSince(T0, 9),
        () => store.readers.importedAuthors({ siteId: thread.siteId, emailHash: 'h', sourceId: 's', limit: 9 }),
      ]) {
        expect(costly(await plansOf(operation))).toEqual([]);
      }
    });

    test.each(['priority', 'newest', 'oldest'] as const)('for the queue by %s, whatever the filter', async (sort) => {
      for (const filter of [
        { siteIds: [thread.siteId] },
        { siteIds: [thread.siteId, 'blog'] },
        { siteIds: [thread.siteId], kind: 'new' as const },
        { siteIds: [thread.siteId], reason: 'words' },
        { siteIds: [thread.siteId], status: 'pending' as const },
        { siteIds: [thread.siteId], escalated: false },
        { siteIds: [thread.siteId], escalated: false, kind: 'new' as const },
        { siteIds: [thread.siteId], escalated: false, reason: 'words' },
        { siteIds: [thread.siteId], threadId: thread.id },
        { siteIds: [thread.siteId], text: '清楚' },
      ]) {
        await expectIndexed((cursor) => store.moderation.queue({ filter, sort, limit: 2, cursor }));
        expect(costly(await plansOf(() => store.moderation.queueSize(filter)))).toEqual([]);
      }
      const filter = { siteIds: [thread.siteId], readerId: root.author?.readerId ?? '' };
      expect(costly(await plansOf(() => store.moderation.queue({ filter, sort, limit: 2 })))).toEqual([]);
    });

    test('for the search', async () => {
      await expectIndexed((cursor) => store.comments.walk({ siteId: thread.siteId, limit: 2, cursor }));
      for (const q of [
        {},
        { text: '清楚' },
        { text: '很清楚' },
        { status: 'published' as const },
        { threadId: thread.id },
        { from: T0, to: T0 + 900 },
      ]) {
        for (const siteIds of [[thread.siteId], [thread.siteId, 'blog']]) {
          await expectIndexed((cursor) => store.comments.search({ siteIds, limit: 2, ...q, cursor }));
        }
      }
      const byReader = { siteIds: [thread.siteId], readerId: root.author?.readerId ?? '', limit: 2 };
      expect(costly(await plansOf(() => store.comments.search(byReader)))).toEqual([]);
    });

    test('for threads, counts, events, the log and the history of an author', async () => {
      await expectIndexed((cursor) => store.threads.list({ siteId: thread.siteId, limit: 2, cursor }));
      const asked = { siteId: thread.siteId, readerId: root.author?.readerId ?? '', networks: ['n'], emailDomain: 'e', name: '读者' };
      const history = {
        ...asked,
        textHash: root.textHash,
        sameTextSince: T0,
        now: T0,
        thread: { id: thread.id, since: T0 },
        hosts: ['a.example'],
      };
      for (const operation of [
        () => store.comments.counts(thread.siteId, [thread.key, 'b']),
        () => store.events.since({ channel: `thread:${thread.id}`, seq: 0, limit: 5 }),
        () =>
          store.events.sinceMany(
            new Map([
              [`thread:${thread.id}`, 0],
              [`thread:${newId()}`, 3],
            ] as const),
            5,
          ),
        () => store.events.head(`thread:${thread.id}`),
        () => store.events.after({ position: 0, types: ['comment.published', 'queue.added'], limit: 5 }),
        () => store.subscriptions.state('plans'),
        () => store.subscriptions.claim({ name: 'plans', holder: 'x', now: T0, until: T0 + 1 }),
        () => store.subscriptions.lag('plans', ['comment.published']),
        () => store.subscriptions.parked(5),
        () => store.audit.list({ siteIds: null, limit: 5 }),
        () => store.audit.list({ siteIds: [thread.siteId, 'blog'], limit: 5 }),
        () => store.audit.list({ siteIds: [thread.siteId], by: 'x', limit: 5 }),
        () => store.audit.list({ siteIds: null, subject: 'x', limit: 5 }),
        () => store.audit.list({ siteIds: null, action: 'x', limit: 5 }),
        () => store.audit.chain({ after: 0, limit: 5 }),
        () => store.readers.bans({ siteId: thread.siteId, limit: 5 }),
        () => store.jobs.list({ siteId: thread.siteId, limit: 5 }),
        () => store.readers.history(history),
        // What many ask at the same time is one look-up for all.
        () =>
          Promise.all(
            Array.from({ length: 40 }, () =>
              store.readers.history({ ...history, readerId: newId(), textHash: newId(), networks: [newId()] }),
            ),
          ),
        () => Promise.all(Array.from({ length: 40 }, () => store.readers.byToken(newId()))),
      ]) {
        expect(costly(await plansOf(operation))).toEqual([]);
      }
    });
  });

  describe('what a process left that was killed between an operation and its counts', () => {
    const longAgo = Date.now() - 3_600_000;

    test('a vote that is not in the tally is counted by the next cleanup', async () => {
      const { id } = await stored(store, commentIn(thread));
      await store.comments.vote(id, newId(), 1, T0);
      const half = { commentId: id, threadId: thread.id, readerId: newId(), value: 1, at: T0, pending: [{ id: newId(), at: longAgo }] };
      await behind.db?.collection('votes').insertOne(half);
      await store.maintenance.cleanUp({ now: 0, answersBefore: 0, eventsBefore: 0, unreadBefore: 0, deliveriesBefore: 0, limit: 1 });
      expect((await getOne(store, id)).votes).toEqual({ up: 2, down: 0 });
      expect(await behind.db?.collection('votes').countDocuments({ 'pending.at': { $exists: true } })).toBe(0);
    });

    test('an answer that is not counted is counted when the store opens', async () => {
      const other = await openThread(store);
      const [top, below] = [await stored(store, commentIn(other)), newId()];
      await stored(store, commentIn(other, { id: below }, top));
      const comments = behind.db?.collection<{ _id: string; outbox: object[] }>('comments');
      const change = { threadId: other.id, rootId: top.id, parentId: null, by: 1 };
      await comments?.updateOne({ _id: below }, { $push: { outbox: { id: newId(), at: longAgo, count: change } } });
      await comments?.updateOne({ _id: top.id }, { $set: { replyCount: 0, heat: top.heat } });
      await behind.db?.collection<{ _id: string }>('threads').updateOne({ _id: other.id }, { $set: { commentCount: 1 } });
      await (await openMongo(address)).close();
      expect((await getOne(store, top.id)).replyCount).toBe(1);
      expect((await store.comments.counts(other.siteId, [other.key])).get(other.key)).toBe(2);
      // What the operation itself left is taken off a moment later.
      await waitFor(async () => (await comments?.findOne({ _id: below }))?.outbox.length === 0);
    });
  });

  test('one server that is no replica set has no moment to read at, which is not kept secret', async () => {
    expect(await store.backup.read()).toMatchObject({ isOneMoment: false });
  });

  describe('the tags by which the queue is found', () => {
    async function tagsOf(id: string): Promise<string[]> {
      const found = await behind.db?.collection<{ _id: string; queueTags: string[] }>('comments').findOne({ _id: id });
      return [...(found?.queueTags ?? [])].sort();
    }

    test('are the same whether the program or an update made them', async () => {
      const { id } = await stored(store, heldIn(thread, { kinds: ['new', 'flagged'], reasons: ['$words', 'links'], clusterId: newId() }));
      const isTagged = async (): Promise<void> => {
        expect(await tagsOf(id)).toEqual(queueTagsOf(await getOne(store, id)).sort());
      };
      await isTagged();
      await store.comments.change(id, 1, { status: 'spam', review: openCaseOf({ escalated: true, kinds: ['appeal'] }) }, nothing());
      await isTagged();
      await store.moderation.openCase(
        id,
        { kind: 'reported', reason: unique('$reason'), score: 0, priority: 0, now: T0, clusterId: newId() },
        nothing(),
      );
      await isTagged();
      await store.comments.change(id, 2, { author: null, review: openCaseOf() }, nothing());
      await isTagged();
      await store.comments.change(id, 3, { review: openCaseOf({ state: 'decided' }) }, nothing());
      await isTagged();
      expect(await tagsOf(id)).toEqual([]);
    });
  });

  test.each([{}, { reason: 'words' }, { escalated: false }, { kind: 'new' as const, escalated: false }])(
    'counting the queue by %j reads no comment',
    async (filter) => {
      const plans = await plansOf(() => store.moderation.queueSize({ siteIds: [thread.siteId], ...filter }));
      const counted = plans.find(({ ns }) => ns.endsWith('.comments'));
      expect(counted?.planSummary).toContain('queueTags');
      expect(counted?.docsExamined).toBe(0);
    },
  );

  test('an index that an earlier version made otherwise is made anew', async () => {
    const comments = behind.db?.collection('comments');
    const indexed = async (): Promise<object | undefined> => (await comments?.indexes())?.find(({ name }) => name === 'queue_age');
    const right = await indexed();
    await comments?.dropIndex('queue_age');
    await comments?.createIndex({ queueTags: 1 }, { name: 'queue_age' });
    await (await openMongo(address)).close();
    expect(await indexed()).toEqual(right);
    expect(right).toBeDefined();
  });

  test('a backup is left to what MongoDB has for it, with a sentence', async () => {
    await expect(store.maintenance.backup('copy.db')).rejects.toThrow('mongodump');
  });

  test('a server that is not there is StoreBusy', async () => {
    await expect(openMongo('mongodb://127.0.0.1:1/none')).rejects.toMatchObject({ name: 'StoreBusy' });
  });
}

// The test command reports what is missing on this machine, once and plainly.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') lookingInside();
