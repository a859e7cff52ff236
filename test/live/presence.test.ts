import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { Channel } from '../../server/domain/events.ts';
import type { Signal } from '../../server/live/bus.ts';
import { createPresence } from '../../server/live/presence.ts';

beforeEach(() => {
  jest.useFakeTimers({ now: 0 });
});
afterEach(() => {
  jest.useRealTimers();
});

const THREAD: Channel = 'thread:1';

/** Two processes that hear each other. */
function two() {
  const make = (from: string, tell: (signal: Signal) => void) => {
    const rooms = new Map<Channel, number>();
    const shown: [Channel, number][] = [];
    const presence = createPresence({
      here: (channel) => rooms.get(channel) ?? 0,
      channels: () => rooms.keys(),
      show: (channel, readers) => shown.push([channel, readers]),
      publish: (signal) => tell({ ...signal, from }),
      now: Date.now,
    });
    const set = (channel: Channel, readers: number): void => {
      rooms.set(channel, readers);
      presence.changed(channel);
    };
    return { presence, shown, set };
  };
  const one: ReturnType<typeof make> = make('one', (signal) => other.presence.onPeerCounts(signal));
  const other: ReturnType<typeof make> = make('other', (signal) => one.presence.onPeerCounts(signal));
  return { one, other };
}

test('readers of both are counted, at most once in two seconds, and only where somebody reads', () => {
  const { one, other } = two();
  one.set(THREAD, 1);
  one.set(THREAD, 2);
  one.set('thread:2', 1);
  other.set(THREAD, 3);
  jest.advanceTimersByTime(5_000);
  expect(one.presence.total(THREAD)).toBe(5);
  expect(one.shown.at(-1)).toEqual([THREAD, 5]);
  expect(other.shown).not.toContainEqual(['thread:2', expect.anything()]);
  const told = other.shown.length;
  other.set(THREAD, 0);
  jest.advanceTimersByTime(5_000);
  expect(one.presence.total(THREAD)).toBe(2);
  expect(one.shown.at(-1)).toEqual([THREAD, 2]);
  expect(other.shown.length).toBeGreaterThan(told);
});

test('who comes later is told everything; who goes, or falls silent, counts no more', () => {
  const { one, other } = two();
  one.set(THREAD, 4);
  jest.advanceTimersByTime(2_000);
  const late = createPresence({ here: () => 0, channels: () => [], show: () => undefined, publish: () => undefined, now: Date.now });
  expect(late.total(THREAD)).toBe(0);
  other.presence.start();
  expect(other.presence.total(THREAD)).toBe(4);
  one.presence.stop();
  expect(other.presence.total(THREAD)).toBe(0);
  one.set(THREAD, 4);
  jest.advanceTimersByTime(2_000);
  expect(other.presence.total(THREAD)).toBe(4);
  // No word from it for so long.
  jest.advanceTimersByTime(60_000);
  expect(other.presence.total(THREAD)).toBe(0);
  other.presence.stop();
});
