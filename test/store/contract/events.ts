import { describe, expect, test } from '@jest/globals';
import type { Channel, LoggedEvent, NewEvent } from '../../../server/domain/events.ts';
import type { Store } from '../../../server/store/port.ts';
import { commentIn, newId, openThread, publishedEvent, stored, T0 } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const idsOf = (events: readonly LoggedEvent[]): string[] => events.map(({ id }) => id);
const numbers = (to: number): number[] => Array.from({ length: to }, (_, i) => i + 1);

function eventIn(threadId: string, siteId = 'news'): NewEvent {
  return publishedEvent({ id: newId(), threadId, siteId });
}

/** Takes everything that waits and says that it is done; gives it in the order it came. */
async function drainAll(store: Store, limit = 50): Promise<LoggedEvent[]> {
  const all: LoggedEvent[] = [];
  for (let rounds = 0; rounds < 200; rounds++) {
    const events = await store.events.drain(limit);
    if (events.length === 0) return all;
    all.push(...events);
    await store.events.done(idsOf(events));
  }
  throw new Error('the outbox does not end');
}

/** The promises of the log of events. */
export function loggingEvents(world: () => StoreWorld): void {
  describe('numbers', () => {
    test('of a channel run from 1 without a gap while two processes write to several', async () => {
      const one = world().shared.store;
      const two = await world().shared.again();
      const threads = [await openThread(one), await openThread(one), await openThread(one)];
      const made = new Map<string, string[]>(threads.map(({ id }) => [id, []]));
      const writers = [one, two, one, two].map(async (store, writer) => {
        for (let i = 0; i < 25; i++) {
          const thread = threads[(i + writer) % 3];
          if (thread === undefined) continue;
          if (i % 3 === 0) {
            const event = eventIn(thread.id);
            await store.events.append([event]);
            made.get(thread.id)?.push(event.id);
          } else {
            const comment = commentIn(thread);
            const event = publishedEvent(comment);
            await stored(store, comment, { events: [event], audit: [] });
            made.get(thread.id)?.push(event.id);
          }
        }
      });
      await Promise.all(writers);
      for (const { id } of threads) {
        for (const store of [two, one]) await store.events.head(`thread:${id}`);
        const events = await one.events.since({ channel: `thread:${id}`, seq: 0, limit: 1_000 });
        expect(events.map(({ seq }) => seq)).toEqual(numbers(made.get(id)?.length ?? 0));
        expect(idsOf(events).sort()).toEqual([...(made.get(id) ?? [])].sort());
        expect(await two.events.head(`thread:${id}`)).toBe(events.length);
      }
    });

    test('are never seen before the one below', async () => {
      const writer = world().shared.store;
      const watcher = await world().shared.again();
      const { id } = await openThread(writer);
      const channel: Channel = `thread:${id}`;
      let isOver = false;
      let seen = 0;
      const watching = (async () => {
        while (!isOver || seen < 200) {
          const more = await watcher.events.since({ channel, seq: seen, limit: 1_000 });
          expect(more.map(({ seq }) => seq - seen)).toEqual(numbers(more.length));
          seen += more.length;
          // Lets the writers of this process have their turn.
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      const writing = Array.from({ length: 4 }, async () => {
        for (let i = 0; i < 10; i++) await writer.events.append(Array.from({ length: 5 }, () => eventIn(id)));
      });
      await Promise.all(writing);
      isOver = true;
      await watching;
      expect(seen).toBe(200);
    });

    test('a batch of one act keeps its order', async () => {
      const { store } = world().shared;
      const { id } = await openThread(store);
      const events = Array.from({ length: 7 }, () => eventIn(id));
      await store.events.append(events);
      expect(await store.events.since({ channel: `thread:${id}`, seq: 0, limit: 10 })).toEqual(
        events.map((event, i) => ({ ...event, seq: i + 1 })),
      );
      await store.events.append([]);
    });
  });

  describe('catching up', () => {
    test('gives what came after a number, in order, at most so many', async () => {
      const { store } = world().shared;
      const { id } = await openThread(store);
      await store.events.append(Array.from({ length: 6 }, () => eventIn(id)));
      const since = async (seq: number, limit: number): Promise<number[]> =>
        (await store.events.since({ channel: `thread:${id}`, seq, limit })).map((event) => event.seq);
      expect(await since(0, 10)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(await since(4, 10)).toEqual([5, 6]);
      expect(await since(2, 2)).toEqual([3, 4]);
      expect(await since(6, 10)).toEqual([]);
      expect(await store.events.head(`thread:${id}`)).toBe(6);
      expect(await store.events.head(`thread:${newId()}`)).toBe(0);
    });

    test('is the same for many channels at once, each from its own number, at most so many in all', async () => {
      const { store } = world().shared;
      const threads = [await openThread(store), await openThread(store), await openThread(store)];
      for (const { id } of threads) await store.events.append(Array.from({ length: 4 }, () => eventIn(id)));
      const [a, b, c] = threads.map(({ id }): Channel => `thread:${id}`);
      if (a === undefined || b === undefined || c === undefined) throw new Error('no channels');
      const heads = new Map<Channel, number>([
        [a, 0],
        [b, 3],
        [c, 4],
        [`reader:${newId()}`, 0],
      ]);
      const by = async (limit: number): Promise<string[]> =>
        (await store.events.sinceMany(heads, limit)).map(({ channel, seq }) => `${channel === a ? 'a' : channel === b ? 'b' : 'c'}${seq}`);
      expect((await by(50)).sort()).toEqual(['a1', 'a2', 'a3', 'a4', 'b4']);
      expect(await by(3)).toHaveLength(3);
      expect(await store.events.sinceMany(new Map(), 10)).toEqual([]);
      const many = new Map<Channel, number>(Array.from({ length: 250 }, () => [`thread:${newId()}`, 0]));
      many.set(c, 2);
      expect((await store.events.sinceMany(many, 50)).map(({ seq }) => seq)).toEqual([3, 4]);
    });

    test('keeps every kind of event whole', async () => {
      const { store } = world().shared;
      const { id, siteId } = await openThread(store);
      const base = { siteId, at: T0 };
      const staff: Channel = `staff:${siteId}`;
      const events: NewEvent[] = [
        { ...base, id: newId(), channel: `thread:${id}`, type: 'comment.votes', data: { commentId: newId(), up: 2, down: 1 } },
        { ...base, id: newId(), channel: `thread:${id}`, type: 'thread.updated', data: { closed: true, commentCount: 3 } },
        {
          ...base,
          id: newId(),
          channel: staff,
          type: 'queue.claimed',
          data: { commentIds: [newId(), newId()], staffId: null, staffName: null, until: null },
        },
        {
          ...base,
          id: newId(),
          channel: staff,
          type: 'queue.decided',
          data: { commentId: newId(), action: 'approve', staffId: 'system', staffName: '$系统.' },
        },
        { ...base, id: newId(), channel: staff, type: 'site.changed', data: { what: 'words' } },
      ];
      await store.events.append(events);
      const found = await store.events.sinceMany(
        new Map<Channel, number>([
          [`thread:${id}`, 0],
          [staff, 0],
        ]),
        50,
      );
      expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(
        events.map((event, i) => ({ ...event, seq: i < 2 ? i + 1 : i - 1 })),
      );
    });
  });

  describe('handing over', () => {
    test('gives each event, oldest first, until it is done, and then no more', async () => {
      const { store } = await world().fresh();
      const { id } = await openThread(store);
      expect(await store.events.drain(10)).toEqual([]);
      const events = Array.from({ length: 5 }, () => eventIn(id));
      for (const event of events) await store.events.append([event]);
      const first = await store.events.drain(3);
      expect(first).toEqual(events.slice(0, 3).map((event, i) => ({ ...event, seq: i + 1 })));
      expect(await store.events.drain(3)).toEqual(first);
      await store.events.done(idsOf(first.slice(0, 2)));
      expect(idsOf(await store.events.drain(10))).toEqual(idsOf(events.slice(2).map((event, i) => ({ ...event, seq: i + 3 }))));
      expect(idsOf(await drainAll(store))).toEqual(events.slice(2).map((event) => event.id));
      expect(await store.events.drain(10)).toEqual([]);
      await store.events.done([]);
    });

    test('brings what every kind of act has left, each once', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      const events: NewEvent[] = [];
      const next = (): NewEvent => {
        const event = eventIn(thread.id);
        events.push(event);
        return event;
      };
      const comment = await stored(store, commentIn(thread), { events: [next(), next()], audit: [] });
      await store.comments.change(comment.id, 1, { pinned: true }, { events: [next()], audit: [] });
      await store.threads.change(thread.id, 1, { closed: true }, { events: [next()], audit: [] });
      await store.moderation.openCase(
        comment.id,
        { kind: 'new', reason: 'mode', score: 0, priority: 0, now: T0 },
        { events: [next()], audit: [] },
      );
      const given = await drainAll(store, 2);
      expect(idsOf(given)).toEqual(events.map(({ id }) => id));
      expect(given.map(({ seq }) => seq)).toEqual(numbers(5));
    });

    test('to two processes gives each event to one of them as long as both live', async () => {
      const opened = await world().fresh();
      const [one, two] = [opened.store, await opened.again()];
      const { id } = await openThread(one);
      await one.events.append(Array.from({ length: 40 }, () => eventIn(id)));
      const [first, second] = await Promise.all([one.events.drain(20), two.events.drain(20)]);
      const both = [...idsOf(first), ...idsOf(second)];
      expect(new Set(both).size).toBe(both.length);
      const rest = [...first, ...second, ...(await drainAll(one)), ...(await drainAll(two))];
      expect(new Set(idsOf(rest)).size).toBe(40);
    });

    test('what a process had and closed with is given to the next', async () => {
      const opened = await world().fresh();
      const one = await opened.again();
      const { id } = await openThread(one);
      await one.events.append(Array.from({ length: 3 }, () => eventIn(id)));
      const had = await one.events.drain(10);
      expect(had).toHaveLength(3);
      await one.close();
      expect(await opened.store.events.drain(10)).toEqual(had);
    });
  });
}
