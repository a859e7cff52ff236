import { describe, expect, test } from '@jest/globals';
import { twikoo } from '../../server/transfer/formats/twikoo.ts';
import { readTexts } from './read-source.ts';

const row = (id: string, more: object = {}): object => ({
  _id: id,
  nick: '小林',
  url: '/p/',
  comment: '<p>正文</p>',
  created: 1714567815272,
  ...more,
});
const settings = { ADMIN_PASS: 'a hash of the password' };
const collection = (name: string, data: readonly object[], maxId: number): object => ({ name, data, idIndex: [1, 2], maxId });
const database = (...collections: readonly object[]): string =>
  JSON.stringify({ filename: 'db.json', collections, databaseVersion: 1.5, engineVersion: 1.5 });

describe('Twikoo', () => {
  test('the rows of a database that has them itself are those of the comments, never the settings', async () => {
    const text = database(collection('config', [settings], 1), collection('comment', [row('a'), row('b')], 2));
    const { isRecognised, items } = await readTexts(twikoo, { 'db.json': text }, ['db.json']);
    expect(isRecognised).toBe(true);
    expect(items).toMatchObject([{ id: 'a' }, { id: 'b' }]);
    expect(JSON.stringify(items)).not.toContain('hash');
  });

  test('of a folder with a database, the file of the comments alone is read', async () => {
    const { isRecognised, items } = await readTexts(twikoo, {
      'db.json': database(collection('config', [], 1), collection('comment', [], 1)),
      'db.json.0': JSON.stringify(settings),
      'db.json.1': JSON.stringify(row('a')),
    });
    expect(isRecognised).toBe(true);
    expect(items).toMatchObject([{ type: 'comment', id: 'a' }]);
    expect(items).toHaveLength(1);
  });

  test('a database without the file of its comments beside it says which one is missing; an empty one is fine', async () => {
    const without = await readTexts(twikoo, { 'db.json': database(collection('comment', [], 4)) }, ['db.json']);
    expect(without.refused).toMatchObject({ why: 'no-file', detail: 'db.json.0' });
    const empty = await readTexts(twikoo, { 'db.json': database(collection('comment', [], 0)) }, ['db.json']);
    expect([empty.items, empty.refused]).toEqual([[], null]);
  });

  test('page counts among comments are passed over', async () => {
    const count = { _id: 'c', url: '/p/', title: '题', time: 41, created: 1714567815272 };
    const { items, refused } = await readTexts(twikoo, { 'a.json': JSON.stringify({ results: [row('a'), count] }) });
    expect(refused).toBeNull();
    expect(items).toMatchObject([{ type: 'comment', id: 'a' }]);
    expect(items).toHaveLength(1);
  });

  test('the address that a page was seen under gives its path where nothing else does', async () => {
    const seen = row('a', { url: '', href: 'http://localhost:4000/p/2/?lang=en#c' });
    const { items } = await readTexts(twikoo, { 'a.json': JSON.stringify([seen]) });
    expect(items).toMatchObject([{ page: { address: '/p/2/?lang=en' } }]);
  });

  test('the breaks of lines count in a text without any markup', async () => {
    const { items } = await readTexts(twikoo, { 'a.json': JSON.stringify([row('a', { comment: '一\n二' }), row('b')]) });
    expect(items).toMatchObject([{ text: { markup: 'html', breaks: true } }, { text: { markup: 'html', breaks: false } }]);
  });
});
