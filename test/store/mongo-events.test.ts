import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { openMongo } from '../../server/store/mongo/open.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { waitFor } from '../support/wait-for.ts';
import { commentIn, idsOf, newId, openThread, publishedEvent, stored } from './fixtures.ts';

/** What only a look behind the store shows of the events. */
function leftBehind(): void {
  let mongo: StartedMongo;
  let behind: mongoose.Connection;
  let address: string;
  const event = () => publishedEvent({ id: newId(), threadId: newId(), siteId: 'blog' });

  beforeAll(async () => {
    mongo = await startMongo({ replicaSet: false });
    address = mongo.database(`events-${randomUUID()}`);
    behind = await mongoose.createConnection(address).asPromise();
  });
  afterAll(async () => {
    await behind?.close();
    await mongo?.stop();
  });

  const HOUR = 3_600_000;

  test('effects that were left by a clock an hour ahead are moved to the log', async () => {
    const store = await openMongo(address);
    try {
      const thread = await openThread(store);
      const { id } = await stored(store, commentIn(thread));
      const lost = event();
      const item = { id: lost.id, at: Date.now() + HOUR, event: lost };
      await behind.collection<{ _id: string; outbox: object[] }>('comments').updateOne({ _id: id }, { $push: { outbox: item } });
      const found = async () => (await store.events.after({ position: 0, types: ['comment.published'], limit: 100 })).events;
      await waitFor(async () => idsOf(await found()).includes(lost.id));
    } finally {
      await store.close();
    }
  });
}

// The test command reports what is missing on this machine, once and plainly.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') describe('events that were left behind in MongoDB', leftBehind);
