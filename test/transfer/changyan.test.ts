import { describe, expect, test } from '@jest/globals';
import { changyan } from '../../server/transfer/formats/changyan.ts';
import { readTexts } from './read-source.ts';

const comment = (id: number, minute: number, comments: readonly object[] = []): object => ({
  comment_id: id,
  content: `第 ${id} 条`,
  create_time: 1488574800000 + minute * 60_000,
  passport: { user_id: 10 + id, nickname: `读者${id}`, img_url: 'https://img.example.com/1.png', profile_url: '' },
  support_count: 2,
  oppose_count: 1,
  comments,
});
const parentsOf = (items: readonly { type: string }[]): unknown[] =>
  items.map((item) => ('id' in item && 'parentId' in item ? [item.id, item.parentId] : item.type));

describe('畅言', () => {
  test('an answer of the API: the copies of those above a comment say what it answers, and are no comments themselves', async () => {
    const answer = {
      comments: [comment(3, 3, [comment(2, 2), comment(1, 1)]), comment(1, 1), comment(2, 2, [comment(1, 1)])],
      topic_id: 77,
      topic_url: 'http://blog.example.com/7/',
    };
    const { isRecognised, items } = await readTexts(changyan, { 'a.json': JSON.stringify(answer) });
    expect(isRecognised).toBe(true);
    expect(parentsOf(items)).toEqual([
      ['3', '2'],
      ['1', null],
      ['2', '1'],
    ]);
    expect(items[0]).toMatchObject({
      page: { address: 'http://blog.example.com/7/' },
      author: { id: '13', name: '读者3', avatar: 'https://img.example.com/1.png' },
      votes: { up: 2, down: 1 },
    });
  });

  test('a comment that the answer has only as a copy is read from it, once', async () => {
    const tower = [comment(1, 1), comment(2, 2)];
    const topic = { topic_url: 'http://blog.example.com/7/', comments: [comment(3, 3, tower), comment(4, 4, tower)] };
    const { items } = await readTexts(changyan, { 'a.jsonl': `${JSON.stringify(topic)}\n${JSON.stringify({ ...topic, comments: [] })}\n` });
    expect(parentsOf(items)).toEqual([
      ['1', null],
      ['2', '1'],
      ['3', '2'],
      ['4', '2'],
    ]);
  });

  test('a page that was pushed alone is read like many', async () => {
    const page = {
      title: '题',
      url: 'http://blog.example.com/7/',
      sourceid: '7',
      comments: [{ cmtid: '21', ctime: 1, content: '好', replyid: '0' }],
    };
    const { isRecognised, items } = await readTexts(changyan, { 'a.jsonl': JSON.stringify(page) });
    expect(isRecognised).toBe(true);
    expect(items).toMatchObject([{ id: '21', parentId: null, page: { address: 'http://blog.example.com/7/', title: '题' } }]);
  });
});
