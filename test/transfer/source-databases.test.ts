import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readPaths } from './read-files.ts';

const EXPORTS = join(import.meta.dirname, 'exports');
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'liangju-databases-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

function makeDatabase(name: string, sql: string): string {
  const file = join(dir, name);
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  return file;
}

const ISSO = `CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR UNIQUE, title VARCHAR);
  CREATE TABLE comments (tid, id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT, modified FLOAT, mode INTEGER, remote_addr VARCHAR, text VARCHAR, author VARCHAR, email VARCHAR, website VARCHAR, likes INTEGER, dislikes INTEGER, voters BLOB);`;

test('Isso: ids and times of any size, and nothing of who voted or from where', async () => {
  const file = makeDatabase(
    'isso.db',
    `${ISSO} INSERT INTO threads VALUES (1, '/a/', 'A');
    INSERT INTO comments VALUES (1, 9007199254740993, NULL, 1714557600, NULL, 1, 'address-of-the-reader', '好', '甲', NULL, NULL, 2, 0, x'00');
    INSERT INTO comments VALUES (1, 2, 9007199254740993, 1714557601.5, NULL, 9, NULL, '等', '乙', NULL, NULL, 0, 0, x'00');`,
  );
  const { format, comments } = await readPaths([file]);
  expect(format).toBe('isso');
  expect(comments).toMatchObject([
    { id: '2', parentId: '9007199254740993', createdAt: 1714557601.5, state: 'pending' },
    { id: '9007199254740993', createdAt: 1714557600, votes: { up: 2, down: 0 } },
  ]);
  expect(comments.some((comment) => Object.values(comment).includes('address-of-the-reader'))).toBe(false);
});

describe.each([
  ['isso', 'isso/comments.db'],
  ['cusdis', 'cusdis/db.sqlite'],
] as const)('%s', (name, made) => {
  test('a file that is cut is refused as damaged', async () => {
    const file = join(dir, `${name}-cut.db`);
    const whole = await readFile(join(EXPORTS, made));
    await writeFile(file, whole.subarray(0, whole.length / 2));
    await expect(readPaths([file])).rejects.toMatchObject({ why: 'damaged' });
  });

  test('a file that is damaged in the middle is refused', async () => {
    const file = join(dir, `${name}-damaged.db`);
    const whole = await readFile(join(EXPORTS, made));
    await writeFile(file, whole.fill(0xff, 4096));
    await expect(readPaths([file])).rejects.toMatchObject({ why: 'damaged' });
  });

  test('what only begins like a database is refused', async () => {
    const file = join(dir, `${name}-begin.db`);
    await writeFile(file, `SQLite format 3\0${'x'.repeat(5000)}`);
    await expect(readPaths([file])).rejects.toMatchObject({ why: 'not-a-database' });
    await expect(readPaths([file], { format: name })).rejects.toMatchObject({ why: 'not-a-database' });
  });
});

test('a database of another program is not recognised', async () => {
  const file = makeDatabase('other.db', 'CREATE TABLE comments (id INTEGER PRIMARY KEY, body TEXT); CREATE TABLE threads (id INTEGER)');
  await expect(readPaths([file])).rejects.toMatchObject({ why: 'unknown-format' });
});

test('views that only look like the tables are not computed', async () => {
  const file = makeDatabase(
    'views.db',
    `CREATE VIEW threads AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n) SELECT id, '/' AS uri, '' AS title FROM n;
    CREATE VIEW comments AS SELECT id AS tid, id, NULL AS parent, 1 AS created, 1 AS mode, 'x' AS text FROM threads;`,
  );
  await expect(readPaths([file])).rejects.toMatchObject({ why: 'unknown-format' });
});

describe('Cusdis with several projects', () => {
  const file = join(EXPORTS, 'cusdis', 'two-projects.sqlite');
  test('asks for one of them by their titles', async () => {
    await expect(readPaths([file])).rejects.toMatchObject({ why: 'choose-project', detail: 'Blog, Docs' });
    await expect(readPaths([file], { project: 'Shop' })).rejects.toMatchObject({ why: 'choose-project', detail: 'Blog, Docs' });
  });

  test.each(['Docs', 'pr2'])('%s', async (project) => {
    expect((await readPaths([file], { project })).comments).toMatchObject([{ id: 'c2', author: { name: 'Ben' } }]);
  });
});
