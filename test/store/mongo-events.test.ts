import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMongo } from '../../server/store/mongo/open.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { waitFor } from '../support/wait-for.ts';
import { commentIn, idsOf, newId, openThread, publishedEvent, stored } from './fixtures.ts';

/** What only several processes, or a look behind the store, show of the events. */
function handingOn(): void {
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

  test('what a process that hands on nothing leaves is handed on by one that has events of its own', async () => {
    const [handing, silent] = await Promise.all([openMongo(address), openMongo(address)]);
    try {
      await handing.events.drain(1);
      const [own, others] = [event(), event()];
      await handing.events.append([own]);
      expect(idsOf(await handing.events.drain(10))).toEqual([own.id]);
      await silent.events.append([others]);
      await waitFor(async () => idsOf(await handing.events.drain(10)).includes(others.id));
      await handing.events.done([own.id, others.id]);
      expect(await handing.events.drain(10)).toEqual([]);
    } finally {
      await Promise.all([handing.close(), silent.close()]);
    }
  });

  test('what is done is stored before the store closes, and nobody gets it again', async () => {
    const store = await openMongo(address);
    await store.events.drain(1);
    const events = [event(), event(), event()];
    await store.events.append(events);
    const [first, ...rest] = await store.events.drain(10);
    await store.events.done([first?.id ?? '']);
    await store.close();
    const due = await behind
      .collection<{ _id: string; due?: number }>('events')
      .find({ _id: { $in: idsOf(events) }, due: { $exists: true } })
      .toArray();
    expect(due.map(({ _id }) => _id).sort()).toEqual(idsOf(rest).sort());
    const next = await openMongo(address);
    expect(idsOf(await next.events.drain(10)).sort()).toEqual(idsOf(rest).sort());
    await next.close();
  });

  const HOUR = 3_600_000;
  const ahead = (): { now: () => number; steady: () => number } => ({ now: () => Date.now() + HOUR, steady: () => performance.now() });

  test('what a process has left whose clock was an hour ahead is handed on within seconds, in order', async () => {
    const left = [event(), event(), event()];
    const gone = await openMongo(address, { clocks: ahead() });
    await gone.events.drain(1);
    await gone.events.append(left);
    const next = await openMongo(address);
    try {
      await waitFor(async () => (await next.events.drain(10)).length >= left.length);
      const ours = (await next.events.drain(10)).filter(({ id }) => idsOf(left).includes(id));
      expect(idsOf(ours)).toEqual(idsOf(left));
      await next.events.done(idsOf(ours));
    } finally {
      await Promise.all([gone.close(), next.close()]);
    }
  });

  test('a process whose clock is set back hands on what comes then, and what it had', async () => {
    let offset = HOUR;
    const clocks = { now: () => Date.now() + offset, steady: () => performance.now() };
    const store = await openMongo(address, { clocks });
    const [before, after] = [event(), event()];
    try {
      await store.events.drain(1);
      await store.events.append([before]);
      offset = 0;
      await store.events.append([after]);
      await waitFor(async () => (await store.events.drain(10)).length >= 2);
      expect(idsOf(await store.events.drain(10))).toEqual(expect.arrayContaining([before.id, after.id]));
      const kept = await behind
        .collection<{ _id: string; due?: number }>('events')
        .find({ _id: { $in: [before.id, after.id] } })
        .toArray();
      for (const { due = 0 } of kept) expect(due).toBeLessThan(Date.now() + 60_000);
      await store.events.done([before.id, after.id]);
    } finally {
      await store.close();
    }
  });

  test('effects that were left by a clock an hour ahead are moved to the log', async () => {
    const store = await openMongo(address);
    try {
      const thread = await openThread(store);
      const { id } = await stored(store, commentIn(thread));
      const lost = event();
      const item = { id: lost.id, at: Date.now() + HOUR, event: lost };
      await behind.collection<{ _id: string; outbox: object[] }>('comments').updateOne({ _id: id }, { $push: { outbox: item } });
      await waitFor(async () => idsOf(await store.events.drain(20)).includes(lost.id));
    } finally {
      await store.close();
    }
  });
}

// What is missing on this machine is said, once and plainly, by the test command.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') describe('handing on events in MongoDB', handingOn);
