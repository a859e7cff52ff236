import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { xdbFile } from '../region/xdb-file.ts';
import { newDataDir } from './cli-process.ts';
import { runHere } from './run-here.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await newDataDir();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('liangju check says of each database of regions whether it can be used', async () => {
  await runHere(dataDir, ['site', 'add', 'news', '--name', '早报', '--origin', 'https://news.example.com']);
  const [four, six, none] = ['four.xdb', 'six.xdb', 'none.xdb'].map((name) => join(dataDir, name));
  const file = xdbFile([['0.0.0.0', '255.255.255.255', '中国|湖南省|0|0|CN']]);
  await writeFile(four ?? '', file);
  await writeFile(six ?? '', file.subarray(0, -1));
  const checked = await runHere(dataDir, ['check', '--json'], { REGION_DATABASE: `${four}, ${six}, ${none}` });
  expect(checked.code).toBe(1);
  const findings: { name: string; ok: boolean; detail: string }[] = JSON.parse(checked.out);
  expect(findings.filter(({ name }) => name === 'regions').map(({ ok, detail }) => [ok, detail])).toEqual([
    [true, `the database of regions ${four} can be used (IPv4)`],
    [false, `the database of regions ${six} cannot be used: its end is missing`],
    [false, expect.stringContaining('ENOENT')],
  ]);
  expect(await runHere(dataDir, ['check'], { REGION_DATABASE: four ?? '' })).toMatchObject({ code: 0 });
});
