import { expect, test } from '@jest/globals';
import type { Trust } from '../../server/domain/trust.ts';
import type { CommentStatus, SiteMode, Verdict } from '../../server/domain/types.ts';
import { statusUnder } from '../../server/moderation/mode.ts';

type Author = 'T0' | 'T1' | 'T2' | 'T3' | 'staff';
const AUTHORS: readonly Author[] = ['T0', 'T1', 'T2', 'T3', 'staff'];

/** Mode × verdict: what becomes of a comment by T0, T1, T2, T3 and staff. */
const TABLE: readonly [SiteMode, Verdict, readonly CommentStatus[]][] = [
  ['pre', 'pass', ['pending', 'pending', 'pending', 'pending', 'published']],
  ['pre', 'review', ['pending', 'pending', 'pending', 'pending', 'pending']],
  ['pre', 'spam', ['spam', 'spam', 'spam', 'spam', 'spam']],
  ['pre', 'block', ['rejected', 'rejected', 'rejected', 'rejected', 'rejected']],
  ['graded', 'pass', ['pending', 'published', 'published', 'published', 'published']],
  ['graded', 'review', ['pending', 'pending', 'pending', 'published', 'published']],
  ['graded', 'spam', ['spam', 'spam', 'spam', 'spam', 'spam']],
  ['graded', 'block', ['rejected', 'rejected', 'rejected', 'rejected', 'rejected']],
  ['post', 'pass', ['published', 'published', 'published', 'published', 'published']],
  ['post', 'review', ['pending', 'pending', 'pending', 'published', 'published']],
  ['post', 'spam', ['spam', 'spam', 'spam', 'spam', 'spam']],
  ['post', 'block', ['rejected', 'rejected', 'rejected', 'rejected', 'rejected']],
];

const cells = TABLE.flatMap(([mode, verdict, statuses]) => AUTHORS.map((author, i) => [mode, verdict, author, statuses[i]] as const));

const trustIn = (author: Author): Trust => (({ T0: 0, T1: 1, T2: 2, T3: 3, staff: 0 }) as const)[author];

test.each(cells)('%s: %s of %s gives %s', (mode, verdict, author, status) => {
  expect(statusUnder(mode, verdict, { trust: trustIn(author), isStaff: author === 'staff' })).toBe(status);
});
