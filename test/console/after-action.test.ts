import { expect, test } from '@jest/globals';
import { afterAction } from '../../client-console/text/after-action.ts';
import { actionsOn } from '../../client-console/text/actions.ts';
import { queueItem } from './queue-item.ts';

const pending = queueItem('a').comment;
const published = { ...pending, status: 'published' as const, publicHtml: pending.html };
const edited = { ...pending, html: '<p>新</p>', publicHtml: '<p>旧</p>', pinned: true };

test('approving makes the latest text public', () => {
  expect(afterAction(edited, 'approve')).toMatchObject({ status: 'published', publicHtml: '<p>新</p>' });
});

test('a refused comment goes, a refused edit leaves what was public', () => {
  expect(afterAction(published, 'reject')).toMatchObject({ status: 'rejected', publicHtml: null });
  expect(afterAction(edited, 'spam')).toMatchObject({ status: 'spam', publicHtml: '<p>旧</p>', pinned: true });
});

test('hiding and erasing take the pin with them', () => {
  expect(afterAction({ ...published, pinned: true }, 'hide')).toMatchObject({ status: 'pending', publicHtml: null, pinned: false });
  expect(afterAction({ ...published, featured: true }, 'purge')).toMatchObject({ status: 'purged', html: null, featured: false });
});

test('only what can be done is offered', () => {
  expect(actionsOn(pending, false)).toEqual(['approve', 'reject', 'spam']);
  expect(actionsOn(published, true)).toEqual(['hide', 'reject', 'spam', 'pin', 'feature', 'purge']);
  expect(actionsOn({ ...published, pinned: true, featured: true }, false)).toEqual(['hide', 'reject', 'spam', 'unpin', 'unfeature']);
  expect(actionsOn({ ...pending, status: 'rejected' }, false)).toEqual(['restore']);
  expect(actionsOn({ ...pending, status: 'purged' }, true)).toEqual([]);
});
