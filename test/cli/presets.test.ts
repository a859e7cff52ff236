import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { PresetView } from '../../contract/presets.ts';
import { newDataDir, runCli } from './cli-process.ts';

let dataDir: string;
beforeAll(async () => {
  dataDir = await newDataDir();
  await cli('site add morning --name 早报 --origin https://news.example.com --type blog');
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const cli = (line: string): ReturnType<typeof runCli> => runCli(dataDir, line.split(' '));
const asked = async (line: string): Promise<PresetView> => JSON.parse((await cli(`site preset ${line} --json`)).out);

test('a preset lists what it would change and demands, then changes it, and then has nothing to change', async () => {
  const tried = await asked('morning cn-news --dry-run');
  expect(tried.changes).toEqual([
    { setting: 'mode', before: 'graded', after: 'pre' },
    { setting: 'guests', before: true, after: false },
    { setting: 'verified', before: 'none', after: 'any' },
    { setting: 'region', before: false, after: true },
    { setting: 'answerWithin', before: 0, after: 24 },
  ]);
  expect(tried.demands[0]).toMatchObject({ about: 'terms', holds: false });
  expect(tried.demands.find(({ about }) => about === 'audit')).toMatchObject({ least: 184, most: null });
  expect((await asked('morning cn-news')).changes).toEqual(tried.changes);
  expect((await asked('morning cn-news --dry-run')).changes).toEqual([]);
  expect((await asked('morning eu --dry-run')).changes).toContainEqual({ setting: 'region', before: true, after: false });
  expect((await cli('site preset morning us')).err).toContain('us');
});
