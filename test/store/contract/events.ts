import { describe, expect, test } from '@jest/globals';
import type { ChangeNote, Channel, LoggedEvent, NewEvent } from '../../../server/domain/events.ts';
import type { Thread } from '../../../server/domain/types.ts';
import { commentIn, newId, openThread, publishedEvent, stored, T0 } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

const idsOf = (events: readonly LoggedEvent[]): string[] => events.map(({ id }) => id);
const numbers = (to: number): number[] => Array.from({ length: to }, (_, i) => i + 1);

function eventIn(threadId: string, siteId = 'news'): NewEvent {
  return publishedEvent({ id: newId(), threadId, siteId });
}

function base({ id, siteId }: Thread) {
  return { id: newId(), channel: `thread:${id}` as const, siteId, at: T0 };
}

const TYPES = ['comment.published'] as const;

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

    test('a batch of one operation keeps its order', async () => {
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

  describe('the whole log', () => {
    test('is given in the order in which it was stored, from a position, by type, at most so many', async () => {
      const { store } = await world().fresh();
      const thread = await openThread(store);
      expect(await store.events.after({ position: 0, types: TYPES, limit: 10 })).toEqual({ events: [], upTo: 0 });
      const events = Array.from({ length: 5 }, () => eventIn(thread.id));
      for (const event of events) await store.events.append([event]);
      const other: NewEvent = { ...base(thread), type: 'thread.updated', data: { closed: true, commentCount: 1 } };
      await store.events.append([other]);
      const first = await store.events.after({ position: 0, types: TYPES, limit: 3 });
      expect(first.events.map(({ position: _, ...event }) => event)).toEqual(
        events.slice(0, 3).map((event, i) => ({ ...event, seq: i + 1 })),
      );
      expect(first.upTo).toBe(first.events[2]?.position);
      const rest = await store.events.after({ position: first.upTo, types: TYPES, limit: 3 });
      expect(idsOf(rest.events)).toEqual(idsOf(events.slice(3).map((event) => ({ ...event, seq: 0 }))));
      // Up to there is nothing else of these types, whatever else there is.
      const [last] = (await store.events.after({ position: 0, types: ['thread.updated'], limit: 3 })).events;
      expect(rest.upTo).toBe(last?.position);
      expect(await store.events.after({ position: rest.upTo, types: TYPES, limit: 3 })).toEqual({ events: [], upTo: rest.upTo });
    });

    test('has what every kind of write has left, each once', async () => {
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
      const add = { kind: 'new' as const, reason: 'mode', score: 0, priority: 0, now: T0 };
      await store.moderation.openCase(comment.id, add, { events: [next()], audit: [] });
      const given = await store.events.after({ position: 0, types: TYPES, limit: 50 });
      expect(idsOf(given.events)).toEqual(events.map(({ id }) => id));
      expect(given.events.map(({ seq }) => seq)).toEqual(numbers(5));
    });

    test('read while two processes write to it, misses nothing and gives nothing twice', async () => {
      const opened = await world().fresh();
      const writers = [opened.store, await opened.again()];
      const reader = await opened.again();
      const threads = await Promise.all(writers.map((store) => openThread(store)));
      const made: string[] = [];
      const seen: string[] = [];
      let isOver = false;
      const reading = (async () => {
        for (let position = 0; !isOver || seen.length < made.length; ) {
          const { events, upTo } = await reader.events.after({ position, types: TYPES, limit: 20 });
          seen.push(...idsOf(events));
          position = upTo;
          await new Promise((resolve) => setImmediate(resolve));
        }
      })();
      await Promise.all(
        writers.flatMap((store, i) =>
          [0, 1].map(async () => {
            for (let n = 0; n < 15; n++) {
              const comment = commentIn(threads[(i + n) % 2] ?? (await openThread(store)));
              await stored(store, comment, { events: [publishedEvent(comment)], audit: [] });
              const events = [eventIn(threads[i]?.id ?? ''), eventIn(newId())];
              await store.events.append(events);
              made.push(comment.id, ...events.map(({ data }) => ('commentId' in data ? data.commentId : '')));
            }
          }),
        ),
      );
      for (const store of writers) await store.events.flushed();
      isOver = true;
      await reading;
      const all = await reader.events.after({ position: 0, types: TYPES, limit: 1_000 });
      expect(seen).toEqual(idsOf(all.events));
      const commentIds = all.events.map(({ data }) => ('commentId' in data ? data.commentId : ''));
      expect(commentIds.toSorted()).toEqual(made.toSorted());
    });
  });

  describe('what is written', () => {
    test('is announced once by the store that wrote it, before the answer, and not by another', async () => {
      const opened = await world().fresh();
      const here: ChangeNote[] = [];
      const elsewhere: ChangeNote[] = [];
      const store = await opened.again((changes) => here.push(...changes));
      await opened.again((changes) => elsewhere.push(...changes));
      const thread = await openThread(store);
      const channel: Channel = `thread:${thread.id}`;
      const comment = commentIn(thread);
      const [one, two, three] = [publishedEvent(comment), eventIn(thread.id), eventIn(thread.id)];
      const notesOf = async (write: () => Promise<unknown>): Promise<unknown[]> => {
        here.length = 0;
        let atAnswer: ChangeNote[] = [];
        await write().then(() => {
          atAnswer = [...here];
        });
        return atAnswer;
      };
      const noteOf = ({ id, type, siteId }: NewEvent) => ({ id, type, channel, siteId });
      expect(await notesOf(() => store.comments.create(comment, { events: [one], audit: [] }))).toEqual([noteOf(one)]);
      expect(await notesOf(() => store.comments.change(comment.id, 1, {}, { events: [two], audit: [] }))).toEqual([noteOf(two)]);
      expect(await notesOf(() => store.events.append([three]))).toEqual([noteOf(three)]);
      const vote = { type: 'comment.votes', channel, siteId: thread.siteId };
      expect(await notesOf(() => store.comments.vote(comment.id, newId(), 1, T0))).toEqual([vote]);
      const row = { comment: commentIn(thread), votes: { up: 0, down: 0 } };
      const imported = { type: 'comment.published', channel, siteId: thread.siteId };
      expect(await notesOf(() => store.maintenance.importBatch([row]))).toEqual([imported]);
      const refused = { events: [eventIn(thread.id)], audit: [] };
      const failing = () => store.comments.change(comment.id, 1, {}, refused).catch(() => undefined);
      expect(await notesOf(failing)).toEqual([]);
      expect(await notesOf(() => store.comments.get([comment.id]))).toEqual([]);
      expect(elsewhere).toEqual([]);
    });
  });
}
