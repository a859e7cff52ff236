import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { importProblem } from '../../server/transfer/import-texts.ts';
import { NotImportable } from '../../server/transfer/input/not-importable.ts';
import { readPaths, type ReadOptions } from './read-files.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'liangju-texts-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** The sentences about a file that cannot be imported. */
async function sentencesOf(name: string, content: Uint8Array | string, options: ReadOptions = {}): Promise<string[]> {
  const file = join(dir, name);
  await writeFile(file, content);
  const refused: unknown = await readPaths([file], options).catch((error: unknown) => error);
  if (!(refused instanceof NotImportable)) throw new Error('it can be imported');
  return Object.values(importProblem(refused));
}

test('a damaged database is called a damaged file, not an archive', async () => {
  const path = join(dir, 'whole.db');
  const database = new DatabaseSync(path);
  database.exec(
    'CREATE TABLE comments (id INTEGER PRIMARY KEY, content TEXT, page_key TEXT, site_name TEXT, user_id INTEGER, rid INTEGER)',
  );
  for (let i = 0; i < 500; i++) database.prepare('INSERT INTO comments (content, page_key) VALUES (?, ?)').run('一段话'.repeat(50), '/tea');
  database.close();
  const cut = (await readFile(path)).subarray(0, 9_000);
  expect(await sentencesOf('cut.db', cut, { format: 'artalk' })).toEqual([
    expect.stringContaining('文件损坏'),
    expect.stringContaining('檔案損壞'),
    expect.stringContaining('The file is damaged'),
  ]);
});

test('a column that a CSV does not have is named', async () => {
  const columns = new Map([['body', 'Text']]);
  expect(await sentencesOf('all.csv', 'id,page,name,content\n1,/tea,小林,好\n', { format: 'csv', columns })).toEqual([
    'CSV 里没有叫“Text”的列，什么都没有导入。',
    'CSV 裡沒有叫「Text」的欄，什麼都沒有匯入。',
    'The CSV has no column named Text; nothing was imported.',
  ]);
});
