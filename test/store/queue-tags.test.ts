import { describe, expect, test } from '@jest/globals';
import { queueTagsOf } from '../../server/store/mongo/queue-tags.ts';
import { openCaseOf } from './fixtures.ts';

describe('the tags of the queue', () => {
  test('a comment without an open case has none', () => {
    expect(queueTagsOf({ review: null, status: 'published', author: null, threadId: 't' })).toEqual([]);
    expect(queueTagsOf({ review: openCaseOf({ state: 'void' }), status: 'published', author: null, threadId: 't' })).toEqual([]);
  });
});
