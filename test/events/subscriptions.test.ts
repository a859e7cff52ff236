import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Channel, EventType, NewEvent, PlacedEvent } from '../../server/domain/events.ts';
import { type Subscription, subscriptionTo } from '../../server/events/subscription.ts';
import { createSubscriptions, type Subscriptions } from '../../server/events/subscriptions.ts';
import type { Store } from '../../server/store/port.ts';
import { newId, T0 } from '../store/fixtures.ts';
import { openSqliteWorld } from '../store/sqlite-world.ts';
import type { OpenedStore, StoreWorld } from '../store/world.ts';
import { waitFor } from '../support/wait-for.ts';

const ATTEMPTS = 3;

let world: StoreWorld;
let opened: OpenedStore;
let running: Subscriptions[];
let lines: { level: string; subscription?: unknown; event?: unknown; error?: unknown; attempts?: unknown }[];
/** The time of day, which stands unless a test moves it. */
let time: number;

beforeEach(async () => {
  world = await openSqliteWorld();
  opened = await world.fresh();
  running = [];
  lines = [];
  time = T0;
});
afterEach(async () => {
  await Promise.all(running.map((subscriptions) => subscriptions.stop()));
  await world.close();
});

/** A process of the service. Pauses are a few ms, or as long as the clock stands. */
async function start(store: Store, subscriptions: Subscription[], { first = 2, now = Date.now } = {}): Promise<Subscriptions> {
  const note = (level: string) => (facts: object) => void lines.push({ level, ...facts });
  const started = createSubscriptions(
    {
      store,
      log: { warn: note('warn'), error: note('error') },
      now,
      steady: () => performance.now(),
      chance: () => 0.5,
      retry: { attempts: ATTEMPTS, first, longest: 10_000 },
    },
    subscriptions,
  );
  running.push(started);
  await started.start();
  return started;
}

function made(channel: Channel, type: EventType = 'comment.published'): NewEvent {
  const base = { id: newId(), channel, siteId: 'news', at: T0 };
  return type === 'thread.updated'
    ? { ...base, type, data: { closed: false, commentCount: 1 } }
    : { ...base, type: 'comment.published', data: { commentId: newId() } };
}

/** Stores events one after the other and wakes these processes. */
async function write(events: readonly NewEvent[], processes: readonly Subscriptions[] = running): Promise<void> {
  await opened.store.events.append([...events]);
  for (const one of processes) one.wake(events);
}

/** Follows what is published, and notes it; `failing` says how often it is to fail before. */
function noting(name: string, seen: string[], failing: (event: PlacedEvent, tries: number) => boolean = () => false): Subscription {
  const tries = new Map<string, number>();
  return subscriptionTo({
    name,
    types: ['comment.published'],
    start: 'head',
    async handle(event) {
      const count = (tries.get(event.id) ?? 0) + 1;
      tries.set(event.id, count);
      if (failing(event, count)) throw new Error(`not now: ${event.data.commentId}`);
      seen.push(event.id);
    },
  });
}

const idsOf = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);
const parkedIds = async (): Promise<string[]> => (await opened.store.subscriptions.parked(100)).events.map(({ event }) => event.id);

describe('a subscription', () => {
  test('gets each event of its types once, in order, whatever others do', async () => {
    const seen: string[] = [];
    await start(opened.store, [noting('one', seen)]);
    const events = [made('thread:a'), made('thread:b', 'thread.updated'), made('thread:a'), made('thread:a')];
    await write(events);
    const ours = idsOf(events.filter(({ type }) => type === 'comment.published'));
    await waitFor(() => seen.length >= 3);
    expect(seen).toEqual(ours);
    await waitFor(async () => (await opened.store.subscriptions.lag('one', ['comment.published'])).unread === 0);
    expect(lines).toEqual([]);
  });

  test('that throws does not keep another from its events', async () => {
    const seen: string[] = [];
    await start(opened.store, [noting('first', [], () => true), noting('second', seen)]);
    const events = [made('thread:a'), made('thread:b')];
    await write(events);
    await waitFor(() => seen.length >= 2);
    expect(seen).toEqual(idsOf(events));
    await waitFor(async () => (await parkedIds()).length === 2);
  });

  test.each<{ name: string; failing: (event: PlacedEvent, tries: number) => boolean; isParked: boolean; tries: number }>([
    { name: 'throws once', failing: (_, tries) => tries === 1, isParked: false, tries: 1 },
    { name: 'throws until its last attempt', failing: (_, tries) => tries < ATTEMPTS, isParked: false, tries: ATTEMPTS - 1 },
    { name: 'throws always', failing: () => true, isParked: true, tries: ATTEMPTS },
  ])('that $name: its channel waits for it, others go on', async ({ failing, isParked, tries }) => {
    const seen: string[] = [];
    const bad = made('thread:a');
    await start(opened.store, [noting('one', seen, (event, count) => event.id === bad.id && failing(event, count))]);
    const [before, after, beside] = [made('thread:a'), made('thread:a'), made('thread:b')];
    await write([before, bad, after, beside]);
    await waitFor(() => seen.length >= (isParked ? 3 : 4));
    const inChannel = seen.filter((id) => id !== beside.id);
    expect(inChannel).toEqual(idsOf(isParked ? [before, after] : [before, bad, after]));
    expect(seen).toContain(beside.id);
    await waitFor(async () => (await opened.store.subscriptions.lag('one', ['comment.published'])).deferred === 0);
    expect(await parkedIds()).toEqual(isParked ? [bad.id] : []);
    expect(lines.filter(({ event }) => event === bad.id)).toHaveLength(tries);
    expect(lines.filter(({ level }) => level === 'error')).toEqual(
      isParked ? [expect.objectContaining({ subscription: 'one', event: bad.id, attempts: ATTEMPTS })] : [],
    );
  });

  test('that failed is tried again by whichever process comes, after its pause and not before', async () => {
    const seen: string[] = [];
    const now = (): number => time;
    const failing = noting('one', [], () => true);
    const first = await start(opened.store, [failing], { first: 1_000, now });
    const event = made('thread:a');
    await write([event]);
    await waitFor(async () => (await opened.store.subscriptions.state('one'))?.nextDue === T0 + 1_000);
    await first.stop();
    const second = await start(await opened.again(), [noting('one', seen)], { first: 1_000, now });
    // What is new in another channel is handled; what is deferred is not due.
    const other = made('thread:b');
    await write([other], [second]);
    await waitFor(() => seen.length > 0);
    expect(seen).toEqual([other.id]);
    time += 1_000;
    await waitFor(() => seen.length > 1);
    expect(seen).toEqual([other.id, event.id]);
  });

  test('that is slow keeps neither other subscriptions nor other channels waiting', async () => {
    const seen: string[] = [];
    const fast: string[] = [];
    const events = [made('thread:slow'), made('thread:slow'), made('thread:fast')];
    const [slow] = events;
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const slowly = subscriptionTo({
      name: 'slow',
      types: ['comment.published'],
      start: 'head',
      async handle({ id }) {
        if (id === slow?.id) await held;
        seen.push(id);
      },
    });
    await start(opened.store, [slowly, noting('fast', fast)]);
    await write(events);
    await waitFor(() => fast.length === 3 && seen.length === 1);
    expect(seen).toEqual([events[2]?.id]);
    release();
    await waitFor(() => seen.length === 3);
    expect(seen.slice(1)).toEqual(idsOf(events.slice(0, 2)));
  });

  test('of a process that dies in the middle is taken over when its claim ends, from where it stood', async () => {
    const now = (): number => time;
    const begun: string[] = [];
    const dying = subscriptionTo({
      name: 'one',
      types: ['comment.published'],
      start: 'head',
      async handle({ id }) {
        begun.push(id);
        // As good as dead: it never comes back.
        await new Promise(() => undefined);
      },
    });
    await start(opened.store, [dying], { now });
    const events = [made('thread:a'), made('thread:a')];
    await write(events);
    await waitFor(() => begun.length === 1);
    const seen: string[] = [];
    const other = await start(await opened.again(), [noting('one', seen)], { now });
    other.wake(events);
    expect(await opened.store.subscriptions.claim({ name: 'one', holder: 'third', now: now(), until: now() + 10_000 })).toBeNull();
    expect(seen).toEqual([]);
    time += 10_000;
    await waitFor(() => seen.length === 2);
    expect(seen).toEqual(idsOf(events));
  });

  test('is worked on by one of two processes at a time, and each event is handled once', async () => {
    const seen: string[] = [];
    let atOnce = 0;
    let most = 0;
    const busy = (): Subscription =>
      subscriptionTo({
        name: 'one',
        types: ['comment.published'],
        start: 'head',
        async handle({ id }) {
          most = Math.max(most, ++atOnce);
          await new Promise((resolve) => setImmediate(resolve));
          atOnce--;
          seen.push(id);
        },
      });
    const processes = [await start(opened.store, [busy()]), await start(await opened.again(), [busy()])];
    const all: NewEvent[] = [];
    for (let round = 0; round < 20; round++) {
      const events = Array.from({ length: 5 }, () => made('thread:a'));
      all.push(...events);
      await write(events, processes);
    }
    await waitFor(() => seen.length >= all.length);
    expect(seen).toEqual(idsOf(all));
    expect(most).toBe(1);
  });

  test.each([
    ['head', 1],
    ['beginning', 3],
  ] as const)('that is new starts at the %s', async (startAt, count) => {
    const seen: string[] = [];
    const before = [made('thread:a'), made('thread:a')];
    await write(before);
    await start(opened.store, [{ ...noting('new', seen), start: startAt }]);
    const after = made('thread:a');
    await write([after]);
    await waitFor(() => seen.includes(after.id));
    expect(seen).toEqual(idsOf([...before, after]).slice(-count));
  });

  test('whose work cannot be made durable gets its events again', async () => {
    const seen: string[] = [];
    let flushes = 0;
    const flushing: Subscription = {
      ...noting('one', seen),
      gather: 1,
      async flush() {
        if (++flushes === 1) throw new Error('the disk is full');
      },
    };
    await start(opened.store, [flushing]);
    const event = made('thread:a');
    await write([event]);
    await waitFor(() => seen.length === 2);
    expect(seen).toEqual([event.id, event.id]);
    await waitFor(async () => (await opened.store.subscriptions.lag('one', ['comment.published'])).unread === 0);
  });

  test('that is stopped in the middle keeps the rest for the next', async () => {
    const seen: string[] = [];
    let begun = 0;
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const stopping = subscriptionTo({
      name: 'one',
      types: ['comment.published'],
      start: 'head',
      async handle({ id }) {
        begun++;
        await held;
        seen.push(id);
      },
    });
    const first = await start(opened.store, [stopping]);
    const events = [made('thread:a'), made('thread:a'), made('thread:a')];
    await write(events);
    await waitFor(() => begun === 1);
    const stopped = first.stop();
    release();
    await stopped;
    expect(seen).toEqual([events[0]?.id]);
    await start(await opened.again(), [noting('one', seen)]);
    await waitFor(() => seen.length === 3);
    expect(seen).toEqual(idsOf(events));
  });

  test('leaves in the log what it has no room to defer, and handles it later', async () => {
    const seen: string[] = [];
    const bad = made('thread:a');
    await start(opened.store, [noting('one', seen, (event, tries) => event.id === bad.id && tries === 1)], { first: 1_000 });
    const rest = Array.from({ length: 1_500 }, () => made('thread:a'));
    await write([bad, ...rest]);
    await waitFor(async () => (await opened.store.subscriptions.lag('one', ['comment.published'])).deferred > 0);
    await waitFor(() => seen.length === 1_501);
    expect(seen).toEqual(idsOf([bad, ...rest]));
  });
});
