import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../server/domain/problem.ts';
import { isRepeated, decideTransition, seesCurrent, undoableUntil } from '../../server/domain/publication.ts';
import { UNDO_WINDOW } from '../../server/domain/queue-limits.ts';
import type { Comment, CommentStatus, DecisionAction } from '../../server/domain/types.ts';
import { content, openCase, waitingComment as comment } from './waiting-comment.ts';

const inState = (status: CommentStatus): Comment =>
  comment({
    status,
    published: status === 'published' ? { content, at: 1 } : null,
    content: status === 'purged' ? null : content,
    removedFrom: status === 'removed' ? 'published' : null,
    review: status === 'pending' ? openCase : null,
  });

const by = (action: DecisionAction, at = 100) => ({ action, by: 'm1', byName: '版主', at, reason: null, note: '' });

function outcome(from: CommentStatus, action: DecisionAction): CommentStatus | 'refused' {
  try {
    return decideTransition(inState(from), by(action)).status;
  } catch (error) {
    if (error instanceof Problem && error.code === 'invalid-transition') return 'refused';
    throw error;
  }
}

describe('the publication machine', () => {
  const table: Record<Exclude<DecisionAction, 'undo'>, Record<CommentStatus, CommentStatus | 'refused'>> = {
    approve: {
      pending: 'published',
      published: 'refused',
      rejected: 'published',
      spam: 'published',
      removed: 'refused',
      purged: 'refused',
    },
    reject: { pending: 'rejected', published: 'rejected', rejected: 'refused', spam: 'refused', removed: 'refused', purged: 'refused' },
    spam: { pending: 'spam', published: 'spam', rejected: 'refused', spam: 'refused', removed: 'refused', purged: 'refused' },
    hide: { pending: 'refused', published: 'pending', rejected: 'refused', spam: 'refused', removed: 'refused', purged: 'refused' },
    restore: {
      pending: 'refused',
      published: 'refused',
      rejected: 'published',
      spam: 'published',
      removed: 'published',
      purged: 'refused',
    },
    escalate: { pending: 'pending', published: 'refused', rejected: 'refused', spam: 'refused', removed: 'refused', purged: 'refused' },
    purge: { pending: 'purged', published: 'purged', rejected: 'purged', spam: 'purged', removed: 'purged', purged: 'refused' },
    pin: { pending: 'refused', published: 'published', rejected: 'refused', spam: 'refused', removed: 'refused', purged: 'refused' },
    unpin: { pending: 'refused', published: 'refused', rejected: 'refused', spam: 'refused', removed: 'refused', purged: 'refused' },
    feature: { pending: 'refused', published: 'published', rejected: 'refused', spam: 'refused', removed: 'refused', purged: 'refused' },
    unfeature: { pending: 'refused', published: 'refused', rejected: 'refused', spam: 'refused', removed: 'refused', purged: 'refused' },
  };
  const cells = Object.entries(table).flatMap(([action, row]) =>
    Object.entries(row).map(([from, to]) => [action as DecisionAction, from as CommentStatus, to] as const),
  );

  test.each(cells)('%s of a %s comment gives %s', (action, from, to) => {
    expect(outcome(from, action)).toBe(to);
  });

  test('only what is published is public, and a decided case is closed', () => {
    const approved = decideTransition(comment(), by('approve'));
    expect(approved.published).toEqual({ content, at: 100 });
    expect(approved.review?.state).toBe('decided');
    const rejected = decideTransition(inState('published'), { ...by('reject'), reason: 'AD' });
    expect(rejected).toMatchObject({ published: null, reason: 'AD' });
  });

  test('a refused edit leaves the text that was public; refused once more, it goes too', () => {
    const old = { content: { ...content, body: '旧' }, at: 1 };
    const edited = comment({ published: old });
    const refused = decideTransition(edited, by('reject'));
    expect(refused.published).toEqual(old);
    expect(decideTransition({ ...edited, ...refused }, by('reject')).published).toBeNull();
  });

  test('purging leaves neither text nor author and cannot be undone', () => {
    const purged = decideTransition(inState('published'), by('purge'));
    expect(purged).toMatchObject({ content: null, author: null, published: null });
    expect(() => decideTransition({ ...inState('published'), ...purged }, by('undo'))).toThrow('invalid-transition');
  });

  test('undo brings back what was there, for the same person, within its time', () => {
    const before = comment();
    const after = { ...before, ...decideTransition(before, by('reject')) };
    expect(decideTransition(after, by('undo', 200))).toMatchObject({ status: 'pending', review: { state: 'open' } });
    expect(() => decideTransition(after, { ...by('undo', 200), by: 'm2' })).toThrow('not-allowed');
    expect(() => decideTransition(after, by('undo', 100 + UNDO_WINDOW + 1))).toThrow('invalid-transition');
  });
});

describe('passing a case on', () => {
  test('keeps who, when and why for as long as the case is open', () => {
    const escalated = decideTransition(comment(), { ...by('escalate'), note: '拿不准' });
    expect(escalated.review).toMatchObject({
      escalated: true,
      escalation: { by: 'm1', byName: expect.any(String), at: 100, note: '拿不准' },
    });
    const waiting = { ...comment(), ...escalated, revision: 2 };
    expect(decideTransition(waiting, by('undo', 200)).review?.escalation).toBeUndefined();
    const decided = decideTransition(waiting, by('approve', 200));
    expect([decided.review?.escalated, decided.review?.escalation]).toEqual([false, undefined]);
  });
});

describe('a decision that is sent again', () => {
  const decided = { ...comment(), ...decideTransition(comment(), by('approve')), revision: 2 };

  test('is known by who decided what, one revision ago', () => {
    expect(isRepeated(decided, 1, 'approve', 'm1')).toBe(true);
    expect(isRepeated(decided, 1, 'reject', 'm1')).toBe(false);
    expect(isRepeated(decided, 1, 'approve', 'm2')).toBe(false);
    expect(isRepeated({ ...decided, revision: 3 }, 1, 'approve', 'm1')).toBe(false);
  });

  test('can be taken back by its own maker within ten minutes', () => {
    expect(undoableUntil(decided, 'm1', 100)).toBe(100 + UNDO_WINDOW);
    expect(undoableUntil(decided, 'm2', 100)).toBeNull();
    expect(undoableUntil(decided, 'm1', 101 + UNDO_WINDOW)).toBeNull();
    const undone = { ...decided, ...decideTransition(decided, by('undo', 200)) };
    expect(undoableUntil(undone, 'm1', 200)).toBeNull();
  });
});

describe('whose sight is current', () => {
  const decided = { ...comment(), ...decideTransition(comment(), by('approve')), revision: 2 };

  test('a slower colleague sees an old revision', () => {
    expect(seesCurrent(decided, 1, 'reject', 'm2')).toBe(false);
    expect(seesCurrent(decided, 1, 'hide', 'm2')).toBe(false);
  });

  test('one’s own chain of decisions does not stand in one’s way, but judging and taking back want the very revision', () => {
    expect(seesCurrent(decided, 1, 'hide', 'm1')).toBe(true);
    expect(seesCurrent(decided, 1, 'undo', 'm1')).toBe(false);
    expect(seesCurrent(decided, 1, 'approve', 'm1')).toBe(false);
    expect(seesCurrent(decided, 2, 'reject', 'm2')).toBe(true);
  });
});
