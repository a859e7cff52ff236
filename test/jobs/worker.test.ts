import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { JobKind } from '../../server/domain/enumerations.ts';
import type { Job } from '../../server/domain/jobs.ts';
import { createJobWorker, type JobHandler, type JobWorker } from '../../server/jobs/worker.ts';
import type { Store } from '../../server/store/port.ts';
import { newId, nothing, T0 } from '../store/fixtures.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { StoreWorld } from '../store/world.ts';
import { waitFor } from '../support/wait-for.ts';

const HALF_A_MINUTE = 30_000;

let world: StoreWorld;
let store: Store;
let workers: JobWorker[];
let errors: unknown[];
/** Ends the work of a handler that waits for it. */
let awake: () => void;
/** The time of day, which stands unless a test moves it. */
let time: number;

beforeEach(async () => {
  world = await openSqliteWorld();
  ({ store } = await world.fresh());
  workers = [];
  errors = [];
  awake = () => undefined;
  time = T0;
});
afterEach(async () => {
  awake();
  await Promise.all(workers.map((worker) => worker.stop()));
  await world.close();
});

function startWorker(recheck: JobHandler): JobWorker {
  const unwanted: JobHandler = () => Promise.reject(new Error('no job of this kind was made'));
  const worker = createJobWorker({
    store,
    now: () => time,
    place: () => Promise.resolve(null),
    handlers: { recheck, import: unwanted, join: unwanted, erase: recheck },
    onError: (error) => errors.push(error),
  });
  workers.push(worker);
  worker.start();
  return worker;
}

async function newJob(kind: JobKind = 'recheck'): Promise<string> {
  const plain = { id: newId(), siteId: 'news', kind, state: 'waiting', input: {}, by: randomUUID(), place: null } as const;
  const job: Job = { ...plain, progress: { done: 0, total: 0 }, result: null, createdAt: T0, updatedAt: T0 };
  return (await store.jobs.create(job, nothing())).id;
}

const stateOf = async (id: string): Promise<string | undefined> => (await store.jobs.get(id))?.state;

test('a worker that stops gives its job back: another goes on at once, where that one was', async () => {
  const id = await newJob();
  let isBegun = false;
  const first = startWorker(async (_job, { progress }) => {
    for (let done = 1; ; done++) {
      await progress(done, 9);
      isBegun = true;
    }
  });
  await waitFor(() => isBegun);
  await first.stop();
  const found: number[] = [];
  startWorker((job) => {
    found.push(job.progress.done);
    return Promise.resolve({});
  });
  await waitFor(async () => (await stateOf(id)) === 'done');
  expect(found).toEqual([expect.any(Number)]);
  expect(found[0]).toBeGreaterThan(0);
  expect(errors).toEqual([]);
});

test('the job of a worker that died is another’s when its lease is over, and not before; the dead one can do nothing more', async () => {
  const id = await newJob();
  const asleep = new Promise<void>((resolve) => {
    awake = resolve;
  });
  let isBegun = false;
  let isLost = false;
  startWorker(async (_job, { progress }) => {
    isBegun = true;
    await asleep;
    await progress(1, 1).catch((error: unknown) => {
      isLost = true;
      throw error;
    });
    return { by: 'the dead one' };
  });
  await waitFor(() => isBegun);
  const second = startWorker(() => Promise.resolve({ by: 'the second' }));
  const early = T0 + HALF_A_MINUTE - 1;
  expect(await store.jobs.claim({ worker: 'early', place: null, now: early, until: early + HALF_A_MINUTE, strayBefore: 0 })).toBeNull();
  expect(await stateOf(id)).toBe('running');
  time = T0 + HALF_A_MINUTE;
  second.wake();
  await waitFor(async () => (await stateOf(id)) === 'done');
  awake();
  await waitFor(() => isLost);
  expect((await store.jobs.get(id))?.result).toEqual({ by: 'the second' });
  expect(errors).toEqual([]);
});

test('an erasure that failed is tried again when its lease is over; what staff can ask for again is not', async () => {
  const [kept, dropped] = [await newJob('erase'), await newJob('recheck')];
  const tried: string[] = [];
  const worker = startWorker((job) => {
    tried.push(job.id);
    return tried.filter((id) => id === kept).length < 2 ? Promise.reject(new Error('the disk is full')) : Promise.resolve({});
  });
  await waitFor(async () => (await stateOf(dropped)) === 'failed');
  expect([await stateOf(kept), tried.length, errors.length]).toEqual(['running', 2, 2]);
  time = T0 + HALF_A_MINUTE;
  worker.wake();
  await waitFor(async () => (await stateOf(kept)) === 'done');
  expect(tried).toEqual([kept, dropped, kept]);
});
