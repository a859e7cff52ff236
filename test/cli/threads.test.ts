import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { writeFile } from 'node:fs/promises';
import { commentIn, newId, stored, T0 } from '../store/fixtures.ts';
import { openStore } from '../../server/store/open-store.ts';
import { newDataDir, runCli } from './cli-process.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await newDataDir();
  await cli('site add news --name 早报 --origin https://new.example.com --origin https://old.example.com');
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

const cli = (line: string): ReturnType<typeof runCli> => runCli(dataDir, line.split(' '));
const listed = async (): Promise<{ key: string; url: string; comments: number; movedFrom: string[] }[]> =>
  JSON.parse((await cli('thread list --site news --json')).out);

/** Threads of these keys, each with so many comments. */
async function make(...threads: readonly (readonly [key: string, comments: number])[]): Promise<void> {
  const store = await openStore(undefined, dataDir);
  for (const [i, [key, comments]] of threads.entries()) {
    const thread = await store.threads.open('news', key, { id: newId(), url: key, title: `标题${i}`, now: T0 + i });
    for (let n = 0; n < comments; n++) await stored(store, commentIn(thread));
  }
  await store.close();
}

test('a whole domain is moved, with a dry run; where the target has a thread the two are merged', async () => {
  const [old, now] = ['https://old.example.com', 'https://new.example.com'];
  await make([`${old}/a`, 1], [`${old}/b/c?id=1`, 2], [`${now}/a`, 3], ['own-id', 1]);
  const line = `thread move --site news ${old}/* ${now}/*`;
  const expected = [
    { from: `${old}/a`, to: `${now}/a`, comments: 1, what: 'merged' },
    { from: `${old}/b/c?id=1`, to: `${now}/b/c?id=1`, comments: 2, what: 'moved' },
  ];
  expect(JSON.parse((await cli(`${line} --dry-run --json`)).out)).toEqual({ dryRun: true, threads: expected });
  expect(JSON.parse((await cli(`${line} --json`)).out)).toEqual({ dryRun: false, threads: expected });
  const after = (await listed()).map(({ key, url, comments, movedFrom }) => [key, url, comments, movedFrom]);
  expect(after.sort()).toEqual([
    [`${now}/a`, `${now}/a`, 4, [`${old}/a`]],
    [`${now}/b/c?id=1`, `${now}/b/c?id=1`, 2, [`${old}/b/c?id=1`]],
    ['own-id', 'own-id', 1, []],
  ]);
});

test('one thread is moved or merged; an import under the old key comes to the new one', async () => {
  const [first, second] = ['https://old.example.com/a', 'https://new.example.com/z'];
  await make([first, 1], ['own-id', 2]);
  expect(await cli(`thread move --site news ${first} ${second}`)).toMatchObject({ code: 0, err: '' });
  expect(await cli('thread merge --site news own-id https://old.example.com/a')).toMatchObject({ code: 0, err: '' });
  expect(await listed()).toMatchObject([{ key: second, comments: 3, movedFrom: [first, 'own-id'] }]);
  const lines = [first, 'own-id'].map((key, i) => ({
    id: `${i}`,
    thread: { key, url: first, title: '' },
    author: { name: '读者' },
    body: '步道修好了',
    status: 'published',
    createdAt: '2026-01-01T08:00:00Z',
  }));
  const file = join(dataDir, 'more.jsonl');
  await writeFile(file, [{ format: 'liangju', version: 1 }, ...lines].map((line) => JSON.stringify(line)).join('\n'));
  expect(await cli(`import ${file} --site news --format liangju`)).toMatchObject({ code: 0 });
  expect(await listed()).toMatchObject([{ key: second, comments: 5 }]);
});

test('what cannot be is said, and nothing is changed', async () => {
  await make(['a', 1], ['b', 1]);
  for (const [line, code, sentence] of [
    ['thread move --site news c d', 1, 'has no thread c'],
    ['thread merge --site news a a', 1, 'the same thread'],
    ['thread move --site news https://old.example.com/* b', 2, '*'],
  ] as const)
    expect([line, await cli(line)]).toEqual([line, expect.objectContaining({ code, err: expect.stringContaining(sentence) })]);
  expect(await listed()).toMatchObject([
    { key: 'b', comments: 1, movedFrom: [] },
    { key: 'a', comments: 1, movedFrom: [] },
  ]);
});
