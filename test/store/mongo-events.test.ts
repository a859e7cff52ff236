import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { openMongo } from '../../server/store/mongo/open.ts';
import { type StartedMongo, startMongo } from '../support/mongo.ts';
import { waitFor } from '../support/wait-for.ts';
import { idsOf, newId, publishedEvent } from './fixtures.ts';

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
}

// What is missing on this machine is said, once and plainly, by the test command.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') describe('handing on events in MongoDB', handingOn);
