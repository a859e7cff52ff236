import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { runCli, spawnCli } from './cli-process.ts';

const NAME = `liangju-import-${hostname().replace(/[^\w-]/g, '')}-`;

describe('the folder of an import', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-folder-'));
    file = join(folder, 'comments.jsonl');
    const line = (i: number): string =>
      JSON.stringify({
        id: `c${i}`,
        thread: { key: 'a', url: '', title: '' },
        author: { name: '甲' },
        body: '一',
        createdAt: '2024-05-01T00:00:00Z',
      });
    await writeFile(file, ['{"format":"liangju","version":1}', ...Array.from({ length: 50_000 }, (_, i) => line(i))].join('\n'));
    expect((await runCli(folder, ['site', 'add', 'news', '--name', 'N', '--origin', 'https://blog.example.com'])).code).toBe(0);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(['SIGKILL', 'SIGTERM'] as const)('is gone at the end, after %s at the next run’s beginning at the latest', async (signal) => {
    const temporary = await mkdtemp(join(folder, 'tmp-'));
    const left = async (): Promise<string[]> => (await readdir(temporary)).filter((name) => name.startsWith('liangju-import-'));
    const child = spawnCli(['import', file, '--site', 'news'], { DATA_DIR: folder, TMPDIR: temporary }, folder);
    child.stdout.resume();
    child.stderr.resume();
    await waitFor(async () => (await left()).length > 0);
    const ended = once(child, 'close');
    child.kill(signal);
    await ended;
    expect((await left()).length).toBe(signal === 'SIGKILL' ? 1 : 0);
    const others = [`${NAME}${process.pid}-other`, 'liangju-import-elsewhere-1-other'];
    for (const name of others) await mkdir(join(temporary, name));
    expect((await runCli(folder, ['import', file, '--site', 'news', '--dry-run'], { env: { TMPDIR: temporary } })).code).toBe(0);
    expect((await left()).sort()).toEqual([...others].sort());
  });
});
