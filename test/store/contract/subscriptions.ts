import { describe, expect, test } from '@jest/globals';
import type { PlacedEvent } from '../../../server/domain/events.ts';
import type { Store } from '../../../server/store/port.ts';
import type { DeferredEvent } from '../../../server/store/port-subscriptions.ts';
import { eventsOf, newId, openThread, publishedEvent, T0, unique } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const TYPES = ['comment.published'] as const;
const ONE = 'process one';
const TWO = 'process two';

/** Stores events of one thread; gives them with their places. */
async function placed(store: Store, count: number): Promise<PlacedEvent[]> {
  const { id, siteId } = await openThread(store);
  const made = Array.from({ length: count }, () => publishedEvent({ id: newId(), threadId: id, siteId }));
  await store.events.append(made);
  const { events } = await store.events.after({ position: 0, types: TYPES, limit: 10_000 });
  return events.filter((event) => made.some((one) => one.id === event.id));
}

const deferred = (event: PlacedEvent, more: Partial<DeferredEvent> = {}): DeferredEvent => ({
  event,
  attempts: 1,
  dueAt: T0 + 1,
  error: '没有回应',
  parkedAt: null,
  ...more,
});

const NEVER = { now: 0, answersBefore: 0, eventsBefore: 0, unreadBefore: 0, deliveriesBefore: 0, limit: 1_000 };

/** The position of the last event. */
async function lastPosition(store: Store): Promise<number> {
  return (await store.events.after({ position: 0, types: ['comment.votes'], limit: 1 })).upTo;
}

/** Makes a subscription that has read nothing; gives what moves it on. */
async function following(store: Store, name: string): Promise<(position: number) => Promise<boolean>> {
  await store.subscriptions.open(name, 'beginning');
  await store.subscriptions.claim({ name, holder: 'reader', now: T0, until: T0 + 1_000 });
  return (position) => store.subscriptions.record({ name, holder: 'reader', until: T0 + 1_000, position, keep: [], forget: [] });
}

/** The promises to those who follow the log. */
export function subscribing(world: () => StoreWorld): void {
  describe('a subscription', () => {
    test('is made once, at the end of the log or at its beginning', async () => {
      const { store } = await world().fresh();
      const [event] = await placed(store, 1);
      const position = event?.position ?? -1;
      expect(await store.subscriptions.state('new')).toBeNull();
      await store.subscriptions.open('new', 'head');
      await store.subscriptions.open('old', 'beginning');
      await Promise.all([store.subscriptions.open('both', 'head'), store.subscriptions.open('both', 'head')]);
      expect(await store.subscriptions.state('new')).toEqual({ position, nextDue: null });
      expect(await store.subscriptions.state('old')).toEqual({ position: 0, nextDue: null });
      await placed(store, 1);
      await store.subscriptions.open('new', 'head');
      expect(await store.subscriptions.state('new')).toEqual({ position, nextDue: null });
    });

    test('is one process’s until it ends or is given back', async () => {
      const opened = world().shared;
      const [one, two] = [opened.store, await opened.again()];
      const name = unique('lease');
      await one.subscriptions.open(name, 'beginning');
      const claim = (store: Store, holder: string, now: number) => store.subscriptions.claim({ name, holder, now, until: now + 10 });
      const free = { position: 0, deferred: [] };
      expect((await Promise.all([claim(one, ONE, T0), claim(two, TWO, T0)])).filter((claimed) => claimed !== null)).toEqual([free]);
      const holder = (await claim(one, ONE, T0 + 1)) === null ? TWO : ONE;
      const other = holder === ONE ? TWO : ONE;
      expect(await claim(two, other, T0 + 5)).toBeNull();
      // One's own is prolonged.
      expect(await claim(one, holder, T0 + 8)).toEqual(free);
      expect(await claim(two, other, T0 + 15)).toBeNull();
      expect(await claim(two, other, T0 + 18)).toEqual(free);
      expect(await one.subscriptions.record({ name, holder, until: T0 + 30, position: 5, keep: [], forget: [] })).toBe(false);
      expect(await two.subscriptions.record({ name, holder: other, until: null, position: 0, keep: [], forget: [] })).toBe(true);
      expect(await claim(one, holder, T0 + 19)).toEqual(free);
      // What a clock an hour ahead has claimed is free as soon as one that is right asks.
      expect(await claim(one, holder, T0 + 3_600_000)).toEqual(free);
      expect(await claim(two, other, T0 + 20)).toEqual(free);
      expect(await one.subscriptions.claim({ name: unique('none'), holder: ONE, now: T0, until: T0 + 1 })).toBeNull();
    });

    test('moves on and never back, and keeps what is deferred, in order', async () => {
      const { store } = await world().fresh();
      const [first, second, third] = await placed(store, 3);
      if (first === undefined || second === undefined || third === undefined) throw new Error('no events');
      await store.subscriptions.open('s', 'beginning');
      const claim = () => store.subscriptions.claim({ name: 's', holder: ONE, now: T0, until: T0 + 10 });
      const record = (position: number, keep: DeferredEvent[], forget: number[] = []) =>
        store.subscriptions.record({ name: 's', holder: ONE, until: T0 + 10, position, keep, forget });
      await claim();
      const [a, b] = [deferred(first), deferred(second, { attempts: 0, error: '', dueAt: T0 + 9 })];
      expect(await record(second.position, [b, a])).toBe(true);
      expect(await claim()).toEqual({ position: second.position, deferred: [a, b] });
      expect(await store.subscriptions.state('s')).toEqual({ position: second.position, nextDue: T0 + 1 });
      expect(await record(first.position, [{ ...a, attempts: 2, dueAt: T0 + 4 }], [second.position])).toBe(true);
      expect(await claim()).toEqual({ position: second.position, deferred: [{ ...a, attempts: 2, dueAt: T0 + 4 }] });
      expect(await store.subscriptions.lag('s', TYPES)).toEqual({ unread: 1, deferred: 1, parked: 0 });
      expect(await store.subscriptions.lag('s', ['queue.added'])).toEqual({ unread: 0, deferred: 1, parked: 0 });
      expect(await record(third.position, [], [first.position])).toBe(true);
      expect(await claim()).toEqual({ position: third.position, deferred: [] });
      expect(await store.subscriptions.lag('s', TYPES)).toEqual({ unread: 0, deferred: 0, parked: 0 });
    });

    test('has parked events, which an operator sees and has tried again', async () => {
      const { store } = await world().fresh();
      const [first, second] = await placed(store, 2);
      if (first === undefined || second === undefined) throw new Error('no events');
      for (const name of ['s', 't']) {
        await store.subscriptions.open(name, 'beginning');
        await store.subscriptions.claim({ name, holder: ONE, now: T0, until: T0 + 10 });
      }
      const parked = deferred(first, { attempts: 11, parkedAt: T0 + 2 });
      const later = deferred(second, { attempts: 11, parkedAt: T0 + 3, error: 'a\u0000b $x.y' });
      const record = { holder: ONE, until: null, position: second.position, forget: [] };
      await store.subscriptions.record({ ...record, name: 's', keep: [parked] });
      await store.subscriptions.record({ ...record, name: 't', keep: [later] });
      expect(await store.subscriptions.parked(10)).toEqual({
        events: [
          { subscription: 't', ...later },
          { subscription: 's', ...parked },
        ],
        total: 2,
      });
      expect(await store.subscriptions.parked(1)).toMatchObject({ events: [{ subscription: 't' }], total: 2 });
      expect(await store.subscriptions.lag('s', TYPES)).toEqual({ unread: 0, deferred: 0, parked: 1 });
      expect(await store.subscriptions.state('s')).toMatchObject({ nextDue: null });
      expect(await store.subscriptions.claim({ name: 's', holder: TWO, now: T0, until: T0 + 10 })).toMatchObject({ deferred: [] });
      expect(await store.maintenance.cleanUp({ ...NEVER, unreadBefore: T0 + 2 })).toBe(0);
      expect(await store.subscriptions.retryParked(T0 + 7)).toBe(2);
      expect(await store.subscriptions.parked(10)).toEqual({ events: [], total: 0 });
      expect(await store.subscriptions.claim({ name: 's', holder: TWO, now: T0, until: T0 + 10 })).toMatchObject({
        deferred: [{ ...parked, attempts: 0, dueAt: T0 + 7, parkedAt: null }],
      });
    });
  });
  describe('a cleanup of the log', () => {
    test('takes old events that every subscription has read, but the last of each, so that numbers go on', async () => {
      const { store } = await world().fresh();
      const { id, siteId } = await openThread(store);
      const at = (ms: number) => publishedEvent({ id: newId(), threadId: id, siteId }, T0 + ms);
      await store.events.append([at(0), at(1), at(2)]);
      const follow = await following(store, 'sweeping');
      expect(await store.maintenance.cleanUp({ ...NEVER, eventsBefore: T0 + 100 })).toBe(0);
      await follow(await lastPosition(store));
      expect(await store.maintenance.cleanUp({ ...NEVER, eventsBefore: T0 + 1 })).toBe(1);
      expect((await eventsOf(store, id)).map(({ seq }) => seq)).toEqual([2, 3]);
      expect(await store.maintenance.cleanUp({ ...NEVER, eventsBefore: T0 + 100 })).toBe(1);
      expect((await eventsOf(store, id)).map(({ seq }) => seq)).toEqual([3]);
      await store.events.append([at(3), at(4)]);
      await store.maintenance.cleanUp({ ...NEVER, eventsBefore: T0 + 100 });
      expect((await eventsOf(store, id)).map(({ seq }) => seq).slice(-2)).toEqual([4, 5]);
      await follow(await lastPosition(store));
      await store.maintenance.cleanUp({ ...NEVER, eventsBefore: T0 + 100 });
      expect((await eventsOf(store, id)).map(({ seq }) => seq)).toEqual([5]);
      expect(await store.events.head(`thread:${id}`)).toBe(5);
    });

    test('takes parked events that nobody has had tried again for long', async () => {
      const { store } = await world().fresh();
      const [first, second] = await placed(store, 2);
      if (first === undefined || second === undefined) throw new Error('no events');
      await store.subscriptions.open('s', 'beginning');
      await store.subscriptions.claim({ name: 's', holder: ONE, now: T0, until: T0 + 10 });
      const keep = [deferred(first, { parkedAt: T0 + 1 }), deferred(second, { parkedAt: T0 + 2 })];
      await store.subscriptions.record({ name: 's', holder: ONE, until: null, position: second.position, keep, forget: [] });
      await store.maintenance.cleanUp({ ...NEVER, unreadBefore: T0 + 2 });
      expect((await store.subscriptions.parked(10)).events.map(({ event }) => event.id)).toEqual([second.id]);
    });

    test('takes events that a subscription has not read when they are older than those are kept', async () => {
      const { store } = await world().fresh();
      const { id, siteId } = await openThread(store);
      const at = (ms: number) => publishedEvent({ id: newId(), threadId: id, siteId }, T0 + ms);
      await following(store, 'gone');
      await store.events.append([at(0), at(1), at(2), at(3)]);
      expect(await store.maintenance.cleanUp({ ...NEVER, eventsBefore: T0 + 100, unreadBefore: T0 + 2 })).toBe(2);
      expect((await eventsOf(store, id)).map(({ seq }) => seq)).toEqual([3, 4]);
    });
  });
}
