import { describe, expect, test } from '@jest/globals';
import { isOnProbation, type Past, trustOf } from '../../server/domain/trust.ts';
import type { CommentStatus } from '../../server/domain/types.ts';

const NOW = Date.UTC(2026, 0, 31);
const DAY = 86_400_000;

const past = (overrides: Partial<Past> = {}): Past => ({
  published: 0,
  rejected: 0,
  spam: 0,
  recent: [],
  since: NOW - 60 * DAY,
  ...overrides,
});
const recent = (...statuses: CommentStatus[]): Past['recent'] => statuses.map((status, i) => ({ at: NOW - i * 3_600_000, status }));

describe('trust', () => {
  test.each([
    ['nobody known', past({ since: null }), 0],
    ['two published', past({ published: 2 }), 0],
    ['three published', past({ published: 3 }), 1],
    ['three published and four refused', past({ published: 3, rejected: 4 }), 0],
    ['twenty published in a week and more', past({ published: 20, rejected: 2 }), 2],
    ['twenty published on the first day', past({ published: 20, since: NOW - DAY }), 1],
    ['twenty published, of which many were refused', past({ published: 20, spam: 5 }), 1],
    ['a hundred published in a month and more', past({ published: 100, rejected: 2 }), 3],
    ['a hundred published in a fortnight', past({ published: 100, since: NOW - 14 * DAY }), 2],
    ['a hundred published, some refused', past({ published: 100, rejected: 6 }), 2],
  ])('%s: %#', (_name, one, trust) => {
    expect(trustOf(one, NOW)).toBe(trust);
  });

  test('whoever was refused much in a week begins anew, until five in a row were published', () => {
    const refused = past({ published: 100, recent: recent('rejected', 'published', 'spam', 'published', 'published') });
    expect(isOnProbation(refused, NOW)).toBe(true);
    expect(trustOf(refused, NOW)).toBe(0);
    const better = recent('published', 'published', 'published', 'published', 'published', 'rejected', 'rejected', 'rejected');
    expect(isOnProbation({ recent: better }, NOW)).toBe(false);
    expect(isOnProbation({ recent: recent('rejected', 'rejected', 'rejected') }, NOW)).toBe(false);
  });

  test('what waits or was removed, and what is older than a week, says nothing', () => {
    const waiting = recent('rejected', 'pending', 'pending', 'removed', 'pending', 'pending');
    expect(isOnProbation({ recent: waiting }, NOW)).toBe(false);
    const old = recent('rejected', 'rejected', 'rejected', 'rejected', 'rejected').map(({ at, status }) => ({ at: at - 8 * DAY, status }));
    expect(isOnProbation({ recent: old }, NOW)).toBe(false);
  });
});
