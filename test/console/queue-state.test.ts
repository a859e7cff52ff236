import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CardNote, EMPTY_QUEUE, type QueueEvent, type QueueState } from '../../client-console/queue/queue-state.ts';
import { afterEvent } from '../../client-console/queue/reducer.ts';
import { MOST_DECIDED_AT_ONCE } from '../../server/domain/queue-limits.ts';
import { rowsOf } from '../../client-console/queue/placeholders.ts';
import { claimOf, MINE, queueItem } from './queue-item.ts';

const page = (ids: readonly string[], nextCursor: string | null = null) => ({
  items: ids.map((id) => queueItem(id)),
  nextCursor,
  total: ids.length,
});
const first = (ids: readonly string[], nextCursor: string | null = null): QueueEvent => ({
  type: 'page',
  page: page(ids, nextCursor),
  isFirst: true,
  apart: new Set(),
});
const play = (state: QueueState, ...events: readonly QueueEvent[]): QueueState =>
  events.reduce((before, event) => afterEvent(before, event, MINE), state);
const shown = (state: QueueState): string[] => state.items.map(({ comment }) => comment.id);
const stale: CardNote = { kind: 'stale', settled: true, by: { id: 'z', name: '张三', action: 'approve', at: '2026-01-31T08:00:00.000Z' } };

describe('deciding', () => {
  const three = play(EMPTY_QUEUE, first(['a', 'b', 'c']));

  test('a card that leaves hands the focus to the next', () => {
    const state = play(three, { type: 'left', ids: new Set(['a']) });
    expect([shown(state), state.focused]).toEqual([['b', 'c'], 'b']);
  });

  test('the focus passes over what a colleague works on, but not over one’s own claim', () => {
    const claimed = play(three, { type: 'claimed', ids: ['b'], claim: claimOf('other') });
    expect(play(claimed, { type: 'left', ids: new Set(['a']) }).focused).toBe('c');
    const own = play(three, { type: 'claimed', ids: ['b'], claim: claimOf(MINE) });
    expect(play(own, { type: 'left', ids: new Set(['a']) }).focused).toBe('b');
  });

  test('the last card hands the focus back', () => {
    const state = play(three, { type: 'focused', id: 'c' }, { type: 'left', ids: new Set(['c']) });
    expect(state.focused).toBe('b');
  });

  test('what comes back stands where it stood, also when others have left meanwhile', () => {
    const order = ['a', 'b', 'c'];
    const state = play(
      three,
      { type: 'left', ids: new Set(['b']) },
      { type: 'left', ids: new Set(['a']) },
      { type: 'returned', items: [{ item: queueItem('b'), note: null }], order, focus: true },
    );
    expect([shown(state), state.focused]).toEqual([['b', 'c'], 'b']);
  });

  test('an empty list shows what came in meanwhile', () => {
    const state = play(three, { type: 'added', item: queueItem('d'), position: 'fresh' }, { type: 'left', ids: new Set(['a', 'b', 'c']) });
    expect([shown(state), state.fresh, state.focused]).toEqual([['d'], [], 'd']);
  });
});

describe('news', () => {
  test('what came in waits until it is asked for, the newest first, each once', () => {
    const state = play(
      EMPTY_QUEUE,
      first(['a']),
      { type: 'added', item: queueItem('b'), position: 'fresh' },
      { type: 'added', item: queueItem('c'), position: 'fresh' },
      { type: 'added', item: queueItem('b'), position: 'fresh' },
    );
    expect([shown(state), state.fresh.length]).toEqual([['a'], 2]);
    expect(shown(play(state, { type: 'freshShown' }))).toEqual(['b', 'c', 'a']);
  });

  test('a card under the moderator’s eyes stays and says who was first; the step after takes it away', () => {
    const two = play(EMPTY_QUEUE, first(['a', 'b']));
    const told = play(two, { type: 'settled', id: 'a', note: stale, stays: true });
    expect([shown(told), told.notes.get('a')]).toEqual([['a', 'b'], stale]);
    const moved = play(told, { type: 'moved', by: 1 });
    expect([shown(moved), moved.focused]).toEqual([['b'], 'b']);
  });

  test('a page does not bring back what is being decided', () => {
    const state = play(EMPTY_QUEUE, { type: 'page', page: page(['a', 'b']), isFirst: true, apart: new Set(['a']) });
    expect(shown(state)).toEqual(['b']);
  });

  test('catching up on a whole list takes away what is gone, but not from under the eyes', () => {
    const before = play(EMPTY_QUEUE, first(['a', 'b', 'c']));
    const state = play(before, { type: 'caughtUp', page: page(['c', 'd']), apart: new Set(), position: 'fresh' });
    expect([shown(state), state.fresh.map(({ comment }) => comment.id)]).toEqual([['a', 'c'], ['d']]);
    expect(state.notes.get('a')).toMatchObject({ kind: 'stale', settled: true });
  });
});

describe('placeholders of cards that have left', () => {
  const three = play(EMPTY_QUEUE, first(['a', 'b', 'c']));
  const rows = (state: QueueState): string[] =>
    rowsOf(state.items, state.placeholders).map(({ id, isPlaceholder }) => (isPlaceholder ? `(${id})` : id));

  test('a card that leaves has a placeholder until that is removed', () => {
    const left = play(three, { type: 'left', ids: new Set(['b']) }, { type: 'left', ids: new Set(['a']) });
    expect(rows(left)).toEqual(['(a)', '(b)', 'c']);
    expect(rows(play(left, { type: 'placeholdersRemoved', ids: new Set(['a']) }))).toEqual(['(b)', 'c']);
    expect(rows(play(left, { type: 'placeholdersRemoved', ids: 'all' }))).toEqual(['c']);
  });

  test('a card that comes back takes the place of its placeholder', () => {
    const state = play(
      three,
      { type: 'left', ids: new Set(['a', 'b']) },
      { type: 'returned', items: [{ item: queueItem('b'), note: null }], order: ['a', 'b', 'c'], focus: false },
    );
    expect(rows(state)).toEqual(['(a)', 'b', 'c']);
  });

  test('a placeholder says who was first', () => {
    const state = play(three, { type: 'settled', id: 'b', note: stale, stays: false });
    expect(rowsOf(state.items, state.placeholders)[1]).toMatchObject({ id: 'b', isPlaceholder: true, note: stale });
  });

  test('a click on a card that has just left focuses nothing that is not there', () => {
    const state = play(three, { type: 'left', ids: new Set(['a']) }, { type: 'focused', id: 'a' });
    expect(state.focused).toBe('b');
  });
});

describe('missed news', () => {
  const at = (id: string, openedAt: string) => queueItem(id, { openedAt });
  const old = '2026-01-31T08:00:00.000Z';
  const now = '2026-01-31T09:00:00.000Z';
  const catchUp = (items: ReturnType<typeof queueItem>[], nextCursor: string | null): QueueEvent => ({
    type: 'caughtUp',
    page: { items, nextCursor, total: 99 },
    apart: new Set(),
    position: 'fresh',
  });
  const fresh = (state: QueueState): string[] => state.fresh.map(({ comment }) => comment.id);

  test('a longer page is not news', () => {
    const before = play(EMPTY_QUEUE, first(['a', 'b'], 'more'));
    expect(fresh(play(before, catchUp([at('a', old), at('b', old), at('c', now), at('d', now)], 'more')))).toEqual([]);
    // Nor is an older case that has become more urgent.
    expect(fresh(play(before, catchUp([at('c', old), at('a', old), at('b', old)], 'more')))).toEqual([]);
  });

  test('what was opened later than anything seen and stands before what is shown is news', () => {
    const before = play(EMPTY_QUEUE, first(['a', 'b'], 'more'));
    expect(fresh(play(before, catchUp([at('n', now), at('a', old), at('b', old), at('c', old)], 'more')))).toEqual(['n']);
  });
});

describe('claims', () => {
  const three = play(EMPTY_QUEUE, first(['a', 'b', 'c']));

  test('end in time', () => {
    const claimed = play(three, { type: 'claimed', ids: ['b'], claim: claimOf('other') });
    const until = Date.parse(claimOf('other').until);
    expect(play(claimed, { type: 'claimsEnded', now: until - 1 }).items[1]?.claim).not.toBeNull();
    expect(play(claimed, { type: 'claimsEnded', now: until }).items[1]?.claim).toBeNull();
  });

  test('keep others away: steps pass over them, and stay where there is nothing beyond', () => {
    const claimed = play(three, { type: 'claimed', ids: ['b', 'c'], claim: claimOf('other') });
    expect(play(claimed, { type: 'moved', by: 1 }).focused).toBe('a');
    const middle = play(three, { type: 'claimed', ids: ['b'], claim: claimOf('other') });
    expect(play(middle, { type: 'moved', by: 1 }).focused).toBe('c');
  });
});

describe('selecting', () => {
  test('a range goes from where the last selection began', () => {
    const state = play(EMPTY_QUEUE, first(['a', 'b', 'c', 'd']), { type: 'toggled', id: 'b' }, { type: 'rangeTo', id: 'd' });
    expect([...state.selected].sort()).toEqual(['b', 'c', 'd']);
  });

  test('a range may be of any length: the decision is sent in as many calls as it needs', () => {
    const ids = Array.from({ length: 2 * MOST_DECIDED_AT_ONCE + 20 }, (_, i) => `c${String(i).padStart(3, '0')}`);
    const state = play(EMPTY_QUEUE, first(ids), { type: 'toggled', id: 'c000' }, { type: 'rangeTo', id: ids.at(-1) ?? '' });
    expect([...state.selected].sort()).toEqual(ids);
  });
});

test('whatever happens, no card stands twice, the focus is on a card that is there, and nothing is selected that is not', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const ids = fc.uniqueArray(id, { maxLength: 4 });
  const event: fc.Arbitrary<QueueEvent> = fc.oneof(
    ids.map((some) => first(some)),
    ids.map((some): QueueEvent => ({ type: 'page', page: page(some), isFirst: false, apart: new Set() })),
    fc.tuple(ids, fc.boolean()).map(
      ([some, isWhole]): QueueEvent => ({
        type: 'caughtUp',
        page: page(some, isWhole ? null : 'x'),
        apart: new Set(),
        position: 'fresh',
      }),
    ),
    fc
      .tuple(id, fc.constantFrom('fresh' as const, 'end' as const))
      .map(([one, position]): QueueEvent => ({ type: 'added', item: queueItem(one), position })),
    fc.constant<QueueEvent>({ type: 'freshShown' }),
    ids.map((some): QueueEvent => ({ type: 'placeholdersRemoved', ids: new Set(some) })),
    ids.map((some): QueueEvent => ({ type: 'left', ids: new Set(some) })),
    fc.tuple(ids, ids, fc.boolean()).map(
      ([some, order, focus]): QueueEvent => ({
        type: 'returned',
        items: some.map((one) => ({ item: queueItem(one), note: null })),
        order,
        focus,
      }),
    ),
    fc.tuple(id, fc.boolean()).map(([one, stays]): QueueEvent => ({ type: 'settled', id: one, note: stale, stays })),
    fc.constantFrom<QueueEvent>({ type: 'moved', by: 1 }, { type: 'moved', by: -1 }, { type: 'selectionCleared' }),
    id.map((one): QueueEvent => ({ type: 'toggled', id: one })),
    id.map((one): QueueEvent => ({ type: 'rangeTo', id: one })),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      // News are heard only once the list is there.
      let state = play(EMPTY_QUEUE, first([]));
      for (const one of events) {
        // Cards are selected by being there: the page offers no others.
        if ((one.type === 'toggled' || one.type === 'rangeTo') && !shown(state).includes(one.id)) continue;
        state = play(state, one);
        const there = shown(state);
        const everywhere = [...there, ...state.fresh.map(({ comment }) => comment.id)];
        expect(new Set(everywhere).size).toBe(everywhere.length);
        expect(state.focused === null ? there.length : there.includes(state.focused)).toBe(state.focused === null ? 0 : true);
        expect([...state.selected].every((one_) => there.includes(one_))).toBe(true);
        const rows = rowsOf(state.items, state.placeholders).map(({ id: row }) => row);
        expect(rows.filter((row) => there.includes(row))).toEqual(there);
        expect([rows.length, new Set(rows).size]).toEqual([there.length + state.placeholders.length, rows.length]);
      }
    }),
    { numRuns: 500 },
  );
});
