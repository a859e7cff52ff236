import { expect, test } from '@jest/globals';
import type { ChangeNote } from '../../server/domain/events.ts';
import { createNotices, type Notice } from '../../server/events/notices.ts';

const CHANGES: ChangeNote[] = [{ id: 'one', type: 'comment.published', channel: 'thread:t', siteId: 'demo' }];

test('every follower gets every change in turn, and whose it was, though one before it throws', () => {
  const seen: unknown[] = [];
  const errors: unknown[] = [];
  const noting = (name: string): Notice => ({ name, changed: (changes, by) => void seen.push([name, changes, by]) });
  const broken = new Error('broken');
  const throwing: Notice = {
    name: 'broken',
    changed() {
      throw broken;
    },
  };
  const notices = createNotices([noting('first'), throwing, noting('last')], (error, follower) => errors.push([error, follower]));
  notices.publish(CHANGES, 'here');
  notices.publish(CHANGES, 'elsewhere');
  expect(seen).toEqual([
    ['first', CHANGES, 'here'],
    ['last', CHANGES, 'here'],
    ['first', CHANGES, 'elsewhere'],
    ['last', CHANGES, 'elsewhere'],
  ]);
  expect(errors).toEqual([
    [broken, 'broken'],
    [broken, 'broken'],
  ]);
});
