import { describe, expect, test } from '@jest/globals';
import { duoshuo } from '../../server/transfer/formats/duoshuo.ts';
import { readTexts } from './read-source.ts';

const post = (id: string, more: object): object => ({ post_id: id, message: '好', created_at: '2014-06-07T18:00:33+08:00', ...more });
const file = (threads: readonly object[], posts: readonly object[]): string => JSON.stringify({ posts, generator: 'duoshuo', threads });

describe('多说', () => {
  test('threads may come after the posts; one that is missing is replaced by a key that is a path', async () => {
    const threads = [{ thread_id: '1', thread_key: 'post-1', url: 'http://blog.example.com/1/', title: '题' }, { thread_key: 'post-2' }];
    const posts = [
      post('a', { thread_id: '1' }),
      post('b', { thread_id: '9', thread_key: '/9/' }),
      post('c', { thread_id: '9', thread_key: 'post-9' }),
      post('d', { thread_key: 'post-2' }),
    ];
    const { isRecognised, items } = await readTexts(duoshuo, { 'export.json': file(threads, posts) });
    expect(isRecognised).toBe(true);
    const pages = items.map((item) => (item.type === 'comment' ? item.page : null));
    expect(pages).toEqual([
      { address: 'http://blog.example.com/1/', title: '题' },
      { address: '/9/' },
      { address: '' },
      { address: 'post-2' },
    ]);
  });

  test.each([
    ['approved', 'published'],
    ['pending', 'pending'],
    ['spam', 'spam'],
    ['deleted', 'deleted'],
  ])('%s is %s', async (status, state) => {
    const { items } = await readTexts(duoshuo, { 'export.json': file([], [post('a', { status, thread_key: '/1/' })]) });
    expect(items).toMatchObject([{ state }]);
  });

  test('of a chain of parents the last is the one that is answered, the first the top of the conversation', async () => {
    const posts = [post('d', { parents: ['a', 'a', 'b', 'c'] }), post('b', { parents: ['a'] }), post('e', { parents: [], author_id: '7' })];
    const { items } = await readTexts(duoshuo, { 'export.json': file([], posts) });
    expect(items).toMatchObject([
      { parentId: 'c', rootId: 'a' },
      { parentId: 'a', rootId: null },
      { parentId: null, rootId: null, author: { id: '7' } },
    ]);
  });

  test('an export without any comment is recognised too', async () => {
    const { isRecognised, items, refused } = await readTexts(duoshuo, {
      'export.json': '{"generator":"duoshuo","version":"0.1","threads":[],"posts":[]}',
    });
    expect([isRecognised, items, refused]).toEqual([true, [], null]);
  });
});
