import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { untilReady } from '../support/until-ready.ts';

const run = promisify(execFile);
const SUPPORT = join(import.meta.dirname, '../support');

describe('what cannot start says so', () => {
  const begin = (script: string) => spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const isReady = (line: string): true | null => (line === 'ready' ? true : null);

  test('a process that ends before it is ready, with its last words', async () => {
    const child = begin("console.log('one'); console.error('no room on the disk'); process.exitCode = 3;");
    await expect(untilReady('the database', child, isReady)).rejects.toThrow(
      /^the database did not start: it ended with 3\n(?:one\nno room on the disk|no room on the disk\none)$/,
    );
  });

  test('a program that is not there', async () => {
    const child = spawn(join(SUPPORT, 'no-such-program'), { stdio: ['ignore', 'pipe', 'pipe'] });
    await expect(untilReady('the database', child, isReady)).rejects.toThrow(/^the database did not start: spawn .*no-such-program ENOENT/);
  });

  test('one that is ready goes on being listened to', async () => {
    const lines: string[] = [];
    const child = begin("console.log('ready'); console.log('after');");
    const closed = new Promise((resolve) => child.once('close', resolve));
    const look = (line: string): true | null => {
      lines.push(line);
      return isReady(line);
    };
    expect(await untilReady('it', child, look)).toBe(true);
    await closed;
    expect(lines).toEqual(['ready', 'after']);
  });
});

describe('what is kept from run to run', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-kept-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** A run that needs the program, in a process of its own; gives what the program looks like once it has it. */
  async function need(isFolder: boolean): Promise<string> {
    const script = `
      import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
      import { join } from 'node:path';
      import { keptOrMade } from ${JSON.stringify(join(SUPPORT, 'kept-programs.ts'))};
      const isFolder = ${isFolder};
      const kept = keptOrMade('program', (folder) => {
        const file = join(folder, 'file');
        // Bit by bit, as archives are unpacked.
        for (let i = 0; i < 2_000; i++) appendFileSync(file, 'part\\n');
        return isFolder ? folder : file;
      });
      process.stdout.write(String(readFileSync(isFolder ? join(kept, 'file') : kept).length));`;
    const env = { ...process.env, XDG_CACHE_HOME: folder };
    return (await run(process.execPath, ['--input-type=module', '--eval', script], { env })).stdout;
  }

  test.each([
    ['a file', false],
    ['a folder', true],
  ])('is whole for each of several runs that make it at once: %s', async (_what, isFolder) => {
    const sizes = await Promise.all(Array.from({ length: 4 }, () => need(isFolder)));
    expect(sizes).toEqual(sizes.map(() => String(2_000 * 'part\n'.length)));
    expect(await readdir(join(folder, 'liangju-test'))).toEqual(['program']);
  });
});
