import { expect, test } from '@jest/globals';
import type { LoggedEvent } from '../../server/domain/events.ts';
import { createLentEvents } from '../../server/store/sqlite/lent-events.ts';

function events(from: number, count: number): LoggedEvent[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `event-${from + i}`,
    type: 'comment.published',
    channel: 'thread:one',
    siteId: 'demo',
    at: 0,
    seq: from + i,
    data: { commentId: 'c' },
  }));
}

test('what an act left is given in order until it is done', () => {
  const lent = createLentEvents();
  expect(lent.first(5)).toEqual([]);
  const all = events(1, 5);
  lent.add(all.slice(0, 2));
  lent.add(all.slice(2));
  expect(lent.first(3)).toEqual(all.slice(0, 3));
  expect(lent.first(3)).toEqual(all.slice(0, 3));
  lent.done(['event-1', 'event-3']);
  expect(lent.first(9)).toEqual([all[1], all[3], all[4]]);
  expect(lent.isBehind()).toBe(false);
});

test('what nobody takes does not fill the memory: it is left to the file until that has no more', () => {
  const lent = createLentEvents();
  lent.add(events(1, 10_000));
  expect(lent.isBehind()).toBe(false);
  lent.add(events(10_001, 1));
  expect(lent.isBehind()).toBe(true);
  lent.add(events(10_002, 1));
  expect(lent.first(5)).toEqual([]);
  lent.caughtUp();
  lent.add(events(10_003, 1));
  expect(lent.first(5)).toEqual(events(10_003, 1));
});
