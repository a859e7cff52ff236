import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { expect, test } from '@jest/globals';
import { READER_PACE } from '../../server/domain/pace.ts';
import { openMongo } from '../../server/store/mongo/open.ts';
import { startMongo } from '../support/mongo.ts';
import { commentIn, newId, nothing, openThread, T0 } from './fixtures.ts';

// The test command reports what is missing on this machine, once and plainly.

if (process.env.LIANGJU_TEST_MONGO !== 'absent')
  test('the marks that parallel posts are decided by are cleaned up after an hour', async () => {
    const mongo = await startMongo({ replicaSet: false });
    const address = mongo.database(`guards-${randomUUID()}`);
    const store = await openMongo(address);
    const behind = await mongoose.createConnection(address).asPromise();
    const thread = await openThread(store);
    const author = { readerId: newId(), name: '读者', badge: null, region: null };
    const guard = { rules: READER_PACE, sameTextSince: T0 };
    const at = T0 + 3_600_000;
    for (const createdAt of [T0, at]) {
      const comment = commentIn(thread, { author, createdAt });
      expect(await store.comments.create(comment, nothing(), undefined, guard)).toEqual({ created: true });
    }
    const marked = () => behind.collection('comments').countDocuments({ readerId: author.readerId, guards: { $exists: true } });
    expect(await marked()).toBe(2);
    await store.maintenance.cleanUp({
      now: at + 60_000,
      answersBefore: 0,
      eventsBefore: 0,
      unreadBefore: 0,
      deliveriesBefore: 0,
      limit: 100,
    });
    expect(await marked()).toBe(1);
    await behind.close();
    await store.close();
    await mongo.stop();
  });
