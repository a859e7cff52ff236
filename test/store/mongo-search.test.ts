import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMongo } from '../../server/store/mongo/open.ts';
import type { Store } from '../../server/store/port.ts';
import type { NewComment } from '../../server/store/port-types.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { waitFor } from '../support/wait-for.ts';
import { commentIn, contentOf, idsOf, nothing, openCaseOf, openThread, T0, walkAll } from './fixtures.ts';

/** The fields of a comment's document that concern the search. */
interface Stored {
  _id: string;
  siteId: string;
  position: number;
  grams: string[];
  content: { text: string } | null;
}

const newestFirst = (a: NewComment, b: NewComment): number => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
const words = ['清早', '午后', '傍晚', '深夜', '公园', '书店', '河边', '车站'];

function searching(): void {
  let mongo: StartedMongo;
  let store: Store;
  let behind: mongoose.Connection;
  let address: string;

  beforeAll(async () => {
    mongo = await startMongo({ replicaSet: false });
    address = mongo.database(`search-${randomUUID()}`);
    store = await openMongo(address);
    behind = await mongoose.createConnection(address).asPromise();
  });
  afterAll(async () => {
    await behind?.close();
    await store?.close();
    await mongo?.stop();
  });

  const comments = () => behind.collection<Stored>('comments');

  /** Imports comments of a site of its own in batches of this size; the times overlap from batch to batch, and many are the same. */
  async function library(batches: number, size: number): Promise<{ siteId: string; made: NewComment[] }> {
    const thread = await openThread(store);
    const made: NewComment[] = [];
    for (let batch = 0; batch < batches; batch++) {
      const rows = Array.from({ length: size }, (_, i) => {
        const text = `${words[i % 8]}在${words[(i >> 3) % 8]}见面 ${i % 7 === 0 ? '顺路' : ''}`;
        const createdAt = T0 + batch * 20 + Math.floor(i / 3);
        return { comment: commentIn(thread, { createdAt, content: contentOf(text) }), votes: { up: 0, down: 0 } };
      });
      await store.maintenance.importBatch(rows);
      made.push(...rows.map(({ comment }) => comment));
    }
    return { siteId: thread.siteId, made: made.sort(newestFirst) };
  }

  async function found(siteId: string, text: string, limit: number, by = store): Promise<string[]> {
    return idsOf(await walkAll((cursor) => by.comments.search({ siteIds: [siteId], text, limit, cursor })));
  }

  function holding(made: readonly NewComment[], text: string): string[] {
    return made.filter(({ content }) => content?.text.includes(text) === true).map(({ id }) => id);
  }

  test('blocks whose times overlap give each comment once, in order', async () => {
    const { siteId, made } = await library(4, 300);
    expect(await comments().countDocuments({ siteId, position: { $gte: 0 } })).toBe(made.length);
    for (const text of ['顺路', '公园', '见面', '公园见面', '车站在车', '园', '雨天', '顺路见面']) {
      for (const limit of [7, 400]) expect(await found(siteId, text, limit)).toEqual(holding(made, text));
    }
    const span = { from: T0 + 30, to: T0 + 60 };
    const { items } = await store.comments.search({ siteIds: [siteId], text: '顺路', limit: 500, ...span });
    expect(idsOf(items)).toEqual(
      holding(
        made.filter(({ createdAt }) => createdAt >= span.from && createdAt < span.to),
        '顺路',
      ),
    );
  });

  test('what waits is found, and indexed when it is many', async () => {
    const { siteId, made } = await library(6, 190);
    expect(await found(siteId, '顺路', 50)).toEqual(holding(made, '顺路'));
    await waitFor(async () => (await comments().countDocuments({ siteId, position: { $gte: 0 } })) >= 1_000);
    expect(await found(siteId, '顺路', 50)).toEqual(holding(made, '顺路'));
  });

  test('an indexed comment whose text changes is found by the new one alone', async () => {
    const { siteId, made } = await library(1, 300);
    const [first, second] = made;
    await store.comments.change(first?.id ?? '', 1, { content: contentOf('改成别的说法') }, nothing());
    await store.comments.change(second?.id ?? '', 1, { content: null, published: null, status: 'purged' }, nothing());
    expect(await found(siteId, '别的说法', 5)).toEqual([first?.id]);
    expect(await found(siteId, '见面', 50)).toEqual(holding(made.slice(2), '见面'));
  });

  test('of a text that was replaced or erased no piece stays in a block', async () => {
    const thread = await openThread(store);
    const rows = Array.from({ length: 300 }, (_, i) => ({
      comment: commentIn(thread, { content: contentOf(i < 3 ? '鼱鼹齉龘' : '平常的一句话') }),
      votes: { up: 0, down: 0 },
    }));
    await store.maintenance.importBatch(rows);
    const ids = rows.slice(0, 3).map(({ comment }) => comment.id);
    const pieces = async (): Promise<number> => {
      const blocks = await behind.collection('searchBlocks').find({ siteId: thread.siteId }).toArray();
      const lists = blocks.flatMap(({ pieces: all }) => ['鼱', '鼹', '齉', '龘'].map((first) => Number(all[first]?.length() ?? 0)));
      return lists.reduce((sum, size) => sum + size, 0);
    };
    const whole = await pieces();
    expect(whole).toBeGreaterThan(0);
    // At once, as they stand in the same lists.
    await Promise.all([
      store.comments.change(ids[0] ?? '', 1, { content: null, published: null, status: 'purged' }, nothing()),
      store.comments.change(ids[1] ?? '', 1, { content: contentOf('改成别的说法') }, nothing()),
    ]);
    expect(await pieces()).toBe(whole / 3);
    await store.comments.change(ids[2] ?? '', 1, { content: null, published: null, status: 'purged' }, nothing());
    expect(await pieces()).toBe(0);
    expect(await comments().countDocuments({ backlog: { $exists: true } })).toBe(0);
    expect(await found(thread.siteId, '平常', 500)).toHaveLength(297);
  });

  test('what deleted comments were found by is read once for 200 of them, and nothing of it stays', async () => {
    const thread = await openThread(store);
    const rows = Array.from({ length: 300 }, () => ({ comment: commentIn(thread), votes: { up: 0, down: 0 } }));
    await store.maintenance.importBatch(rows);
    await behind.db?.command({ profile: 2 });
    await store.maintenance.deleteConversations(thread.id, null, nothing());
    await behind.db?.command({ profile: 0 });
    const reads = await behind
      .collection('system.profile')
      .find({ op: 'query', ns: /\.searchBlocks$/, 'command.filter._id': { $exists: true } })
      .toArray();
    expect(reads).toHaveLength(2);
    const blocks = await behind.collection('searchBlocks').find({ siteId: thread.siteId }).toArray();
    const sizes = blocks.flatMap(({ pieces }) => Object.values<{ length(): number }>(pieces).map((list) => list.length()));
    expect(new Set(sizes)).toEqual(new Set([0]));
  });

  test('what a process left undone of that is done by the next round', async () => {
    const thread = await openThread(store);
    const rows = Array.from({ length: 300 }, () => ({
      comment: commentIn(thread, { content: contentOf('龢韵') }),
      votes: { up: 0, down: 0 },
    }));
    await store.maintenance.importBatch(rows);
    const id = rows[0]?.comment.id ?? '';
    const before = await comments().findOne({ _id: id });
    // As it stands in the store when the process is killed after the change.
    await comments().updateOne({ _id: id }, { $set: { position: -1, folded: '', backlog: [before?.position] } });
    const other = await openMongo(address);
    try {
      await waitFor(async () => (await comments().countDocuments({ backlog: { $exists: true } })) === 0);
    } finally {
      await other.close();
    }
    const blocks = await behind.collection('searchBlocks').find({ siteId: thread.siteId }).toArray();
    const size = blocks.map(({ pieces: all }) => Number(all.龢?.length() ?? 0)).reduce((a, b) => a + b, 0);
    expect(size).toBe(299 * 14);
  });

  test('a case that is opened later is found by its text in the queue', async () => {
    const { siteId, made } = await library(1, 300);
    const [first, second, third] = made;
    const inQueue = async (text: string): Promise<string[]> =>
      idsOf((await store.moderation.queue({ filter: { siteIds: [siteId], text }, sort: 'priority', limit: 9 })).items).sort();
    const add = { kind: 'reported' as const, reason: 'reports', score: 1, priority: 1, now: T0 };
    await store.moderation.openCase(first?.id ?? '', add, nothing());
    await store.comments.change(second?.id ?? '', 1, { review: openCaseOf() }, nothing());
    expect(await inQueue('见面')).toEqual([first?.id, second?.id].sort());
    await store.comments.change(first?.id ?? '', 1, { content: contentOf('换过的话') }, nothing());
    expect(await inQueue('换过的')).toEqual([first?.id]);
    await store.comments.change(second?.id ?? '', 2, { review: openCaseOf({ state: 'decided' }) }, nothing());
    expect(await inQueue('见面')).toEqual([]);
    expect((await comments().findOne({ _id: third?.id ?? '' }))?.grams).toEqual([]);
  });
}

// The test command reports what is missing on this machine, once and plainly.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') describe('the search in MongoDB', searching);
