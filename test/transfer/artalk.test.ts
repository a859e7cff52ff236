import { mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { artalk } from '../../server/transfer/formats/artalk.ts';
import { commentsById, readFiles } from './read-source.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'liangju-artalk-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** The tables as the server's own program makes them, with some of their columns left out that old versions do not have. */
function makeDatabase(prefix: string): string {
  const file = join(dir, `artalk${prefix}.db`);
  const database = new DatabaseSync(file);
  const model = 'id integer PRIMARY KEY AUTOINCREMENT, created_at datetime, updated_at datetime, deleted_at datetime';
  database.exec(`
    CREATE TABLE ${prefix}sites (${model}, name text, urls text);
    CREATE TABLE ${prefix}pages (${model}, key text, title text, admin_only numeric, site_name text, vote_up integer, pv integer);
    CREATE TABLE ${prefix}users (${model}, name text, email text, link text, password text, badge_name text, last_ip text, is_admin numeric);
    CREATE TABLE ${prefix}comments (${model}, content text, page_key text, site_name text, user_id integer, is_verified numeric, ua text,
      ip text, rid integer, is_collapsed numeric, is_pending numeric, is_pinned numeric, vote_up integer, vote_down integer, root_id integer);
    INSERT INTO ${prefix}sites (name, urls) VALUES ('博客', 'https://blog.example.com,http://localhost:3000'), ('文档', 'https://docs.example.com');
    INSERT INTO ${prefix}pages (key, title, admin_only, site_name) VALUES ('/a/', '博客的页', 0, '博客'), ('/a/', '文档的页', 1, '文档');
    INSERT INTO ${prefix}users (name, email, link, password, is_admin) VALUES
      ('站长', 'owner@example.org', 'https://blog.example.com', '(bcrypt)a hash of the password', 1), ('小林', 'lin@example.org', '', '', 0);
    INSERT INTO ${prefix}comments
      (id, created_at, deleted_at, content, page_key, site_name, user_id, rid, root_id, is_pending, is_pinned, vote_up, vote_down) VALUES
      (10, '2024-05-01 20:50:15.123456789+08:00', NULL, 'Hi **you**', '/a/', '博客', 2, 0, 0, 0, 1, 3, 1),
      (11, '2024-05-01 21:00:00+08:00', NULL, '答', '/a/', '博客', 1, 10, 10, 1, 0, 0, 0),
      (12, '2024-05-01 21:00:00+08:00', '2024-05-02 00:00:00+08:00', '删了', '/a/', '文档', 2, 0, 0, 0, 0, 0, 0);
  `);
  database.close();
  return file;
}

describe('the database of Artalk', () => {
  test.each(['', 'atk_'])(
    'with the prefix %j: comments with their pages, people and sites, never the hash of a password',
    async (prefix) => {
      const { isRecognised, items, refused } = await readFiles(artalk, [makeDatabase(prefix)]);
      expect([isRecognised, refused]).toEqual([true, null]);
      const comments = commentsById(items);
      expect(comments.get('10')).toMatchObject({
        page: { address: '/a/', base: 'https://blog.example.com', title: '博客的页' },
        parentId: null,
        author: { id: '2', name: '小林', email: 'lin@example.org' },
        text: { markup: 'markdown', text: 'Hi **you**' },
        state: 'published',
        votes: { up: 3, down: 1 },
        isPinned: true,
      });
      expect(comments.get('11')).toMatchObject({ parentId: '10', rootId: '10', author: { name: '站长', isOwner: true }, state: 'pending' });
      expect(comments.get('12')).toMatchObject({ page: { base: 'https://docs.example.com', title: '文档的页' }, state: 'deleted' });
      expect(items.filter(({ type }) => type === 'page')).toMatchObject([
        { page: { base: 'https://docs.example.com', address: '/a/' }, isClosed: true },
      ]);
      expect(JSON.stringify(items)).not.toContain('hash');
    },
  );

  test('the database of another program is not taken for it', async () => {
    const file = join(dir, 'other.db');
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE comments (id integer, content text, page_id integer)');
    database.close();
    expect((await readFiles(artalk, [file])).isRecognised).toBe(false);
  });

  test('one that is cut is refused', async () => {
    const file = makeDatabase('');
    const database = new DatabaseSync(file);
    const insert = database.prepare("INSERT INTO comments (content, page_key, site_name, user_id, rid) VALUES (?, '/a/', '博客', 2, 0)");
    database.exec('BEGIN');
    for (let i = 0; i < 200; i++) insert.run('长'.repeat(500));
    database.exec('COMMIT');
    database.close();
    await truncate(file, 64 * 1024);
    const { isRecognised, refused } = await readFiles(artalk, [file]);
    expect([isRecognised, refused?.why]).toEqual([true, 'damaged']);
  });
});
