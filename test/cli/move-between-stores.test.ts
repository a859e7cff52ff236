import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { newDataDir, runCli } from './cli-process.ts';

let here: string;
let there: string;
beforeEach(async () => {
  [here, there] = [await newDataDir(), await newDataDir()];
});
afterEach(() => Promise.all([here, there].map((dir) => rm(dir, { recursive: true, force: true }))));

test('what moves to another store keeps its ids: export, import, export give the same lines', async () => {
  const site = ['site', 'add', 'news', '--name', 'News', '--origin', 'https://news.example.com'];
  const thread = { key: 'story', url: 'https://news.example.com/story', title: 'A story' };
  const author = { name: 'Ann', email: 'ann@example.com' };
  const lines = [
    { format: 'liangju', version: 1 },
    { id: '2', thread, author, parentId: '1', html: 'two <em>times</em>', createdAt: '2021-01-01T00:00:01Z', votes: { up: 2, down: 0 } },
    { id: '1', thread, author, body: 'one', createdAt: '2021-01-01T00:00:00Z', pinned: true },
  ];
  const file = join(here, 'foreign.jsonl');
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  for (const dir of [here, there]) expect((await runCli(dir, site)).code).toBe(0);
  expect(await runCli(here, ['import', file, '--site', 'news'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('\nNew: 2, known already: 0 (updated: 0), refused: 0.\n'),
  });
  const first = await runCli(here, ['export', '--site', 'news']);
  expect(first.out).not.toContain('ann@example.com');
  const moved = join(there, 'ours.jsonl');
  await writeFile(moved, first.out);
  expect((await runCli(there, ['import', moved, '--site', 'news'], { env: { LANG: 'zh_CN.UTF-8' } })).out).toContain(
    '\n新导入 2 条，原来就有 0 条（更新了 0 条），没有导入 0 行。\n',
  );
  expect((await runCli(there, ['export', '--site', 'news'])).out).toBe(first.out);
});
