import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { JoinAnswer, ServerToReader, ThreadEvent } from '../../contract/live.ts';
import type { Thread } from '../../server/domain/types.ts';
import { createAdmissions } from '../../server/live/admissions.ts';
import type { Change } from '../../server/live/bus.ts';
import { createJoinQueue } from '../../server/live/join-queue.ts';
import { call, newThread, post } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

type ReaderSocket = Socket<ServerToReader, { join: (request: object, ack: (answer: JoinAnswer) => void) => void }>;

onBothStores('who waits for a first comment', (server) => {
  const open: Socket[] = [];
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });

  function connect(): { socket: ReaderSocket; events: ThreadEvent[] } {
    const socket: ReaderSocket = io(server().url, { path: '/live', transports: ['websocket'], forceNew: true });
    open.push(socket);
    const events: ThreadEvent[] = [];
    socket.on('events', (batch) => events.push(...batch.events));
    return { socket, events };
  }
  const join = (socket: ReaderSocket, key: string) => socket.timeout(15_000).emitWithAck('join', { site: 'demo', thread: key });
  const send = (thread: ReturnType<typeof newThread>) => call(server().url, '/api/v1/comments', { body: post(thread) });

  test('a socket follows one thread, that of its last join, whether it was there already or not', async () => {
    const [old, other, last] = [newThread(), newThread(), newThread()];
    await send(old);
    const { socket, events } = connect();
    for (const { key } of [old, other, last]) expect(await join(socket, key)).toMatchObject({ ok: true });
    const witness = connect();
    await join(witness.socket, other.key);
    await send(old);
    await send(other);
    await send(last);
    await waitFor(() => events.length > 0 && witness.events.length > 0);
    expect(events.map((event) => 'comment' in event && event.comment.threadKey)).toEqual([last.key]);
    // The count of readers of the thread it left says so too.
    expect(await join(connect().socket, other.key)).toMatchObject({ ok: true, online: 2 });
  });

  test('an address of the same article in another form is the same thread', async () => {
    const thread = newThread();
    const { socket, events } = connect();
    await join(socket, `${thread.key.replace('http:', 'HTTP:')}?utm_source=feed`);
    await send(thread);
    await waitFor(() => events.length === 1);
  });

  test('a key with a line break is that of no other thread', async () => {
    // No addresses: of those the line break goes.
    const thread = { ...newThread(), key: `article-${randomUUID()}` };
    const strange = { ...thread, key: `${thread.key}\nof another` };
    const { socket, events } = connect();
    await join(socket, strange.key);
    const witness = connect();
    await join(witness.socket, thread.key);
    await send(thread);
    await waitFor(() => witness.events.length === 1);
    await send(strange);
    await waitFor(() => events.length === 1);
    expect(events.map((event) => 'comment' in event && event.comment.threadKey)).toEqual([strange.key]);
  });
});

const thread = (id: string, key = id): Thread => ({
  ...{ id, siteId: 'demo', key, url: '', title: '', closed: false, mode: null, slowMode: 0 },
  ...{ setByStaff: [], burstUntil: 0, commentCount: 1, revision: 1, createdAt: 0 },
});

describe('the room', () => {
  test('keeps one thread of each who waits, and nothing when they are gone', () => {
    const room = createJoinQueue<number>();
    for (let i = 0; i < 1_000; i++) room.enter(1, { siteId: 'demo', key: `${'k'.repeat(2_000)}${i}` }, 'net');
    expect(room.size()).toBe(1);
    expect(room.enter(2, { siteId: 'demo', key: `${'k'.repeat(2_000)}999` }, 'net')).toBe(2);
    expect([room.leave(1), room.leave(1), room.leave(2)]).toEqual([true, false, true]);
    expect([room.size(), room.sites()]).toEqual([0, []]);
  });

  test('has room for a hundred threads of a network, ten thousand in all; one that is waited for costs nothing more', () => {
    const room = createJoinQueue<number>();
    const enter = (waiter: number, network: string | null, key = `k${waiter}`) => room.enter(waiter, { siteId: 'demo', key }, network);
    for (let i = 0; i < 100; i++) expect(enter(i, 'net')).toBe(1);
    expect(enter(100, 'net')).toBeNull();
    expect(enter(100, 'net', 'k0')).toBe(2);
    expect(enter(101, 'other')).toBe(1);
    for (let i = 102; i < 10_001; i++) expect(enter(i, null)).toBe(1);
    expect(enter(20_000, null)).toBeNull();
    room.leave(5);
    expect(enter(20_000, 'net')).toBe(1);
  });
});

describe('admissions', () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  function world(threads: Thread[]) {
    jest.useFakeTimers();
    const waiting = createJoinQueue<string>();
    const looks = { get: 0, list: 0 };
    const admitted: [string, string][] = [];
    const faults: unknown[] = [];
    const broken = new Set<string>();
    const admissions = createAdmissions<string>({
      getThreads: (ids) => {
        looks.get++;
        return Promise.resolve(new Map(threads.filter(({ id }) => ids.includes(id)).map((one) => [one.id, one])));
      },
      newestThreads: () => {
        looks.list++;
        return Promise.resolve(threads);
      },
      waiting,
      admit: (waiter, { id }) => {
        if (broken.has(waiter)) return Promise.reject(new Error('away'));
        admitted.push([waiter, id]);
        return Promise.resolve();
      },
      onError: (error) => faults.push(error),
    });
    const published = (id: string, siteId = 'demo'): Change => ({ type: 'comment.published', channel: `thread:${id}`, siteId });
    return { waiting, admissions, looks, admitted, faults, broken, published };
  }

  test('look up nothing for those who wait without news of their site, but the newest threads of it', async () => {
    const { waiting, admissions, looks, published } = world([]);
    admissions.wake([published('t1')]);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(looks).toEqual({ get: 0, list: 0 });
    for (let i = 0; i < 500; i++) waiting.enter(`w${i}`, { siteId: 'demo', key: `k${i}` }, null);
    await jest.advanceTimersByTimeAsync(3_000);
    expect(looks).toEqual({ get: 0, list: 3 });
    admissions.wake([published('t1', 'paper')]);
    for (let i = 0; i < 50; i++) admissions.wake([published('t1')]);
    await jest.advanceTimersByTimeAsync(0);
    expect(looks.get).toBeLessThanOrEqual(2);
    admissions.stop();
  });

  test('let in by news, by the newest threads, and again whom it failed with', async () => {
    const threads = [thread('t1', 'k1'), thread('t2', 'k2')];
    const { waiting, admissions, admitted, faults, broken, published } = world(threads);
    waiting.enter('one', { siteId: 'demo', key: 'k1' }, null);
    waiting.enter('two', { siteId: 'demo', key: 'k2' }, null);
    waiting.enter('three', { siteId: 'demo', key: 'k3' }, null);
    broken.add('one');
    admissions.wake([published('t1')]);
    await jest.advanceTimersByTimeAsync(0);
    expect([admitted, faults.length, waiting.size()]).toEqual([[], 1, 3]);
    broken.clear();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(admitted).toEqual([
      ['one', 't1'],
      ['two', 't2'],
    ]);
    expect(waiting.size()).toBe(1);
    admissions.stop();
  });
});
