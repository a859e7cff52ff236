import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { findSystemdAnalyze } from '../support/systemd-analyze.ts';
import { waitFor } from '../support/wait-for.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Said by the test command where the program cannot be had; it says too that these tests are left out then. */
const isAbsent = process.env.LIANGJU_TEST_SYSTEMD === 'absent';

let folder = '';
let unit = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-unit-'));
  // As it stands in the docs but for where the program lies.
  unit = (await readFile(join(ROOT, 'docs/proxies/liangju.service'), 'utf8')).replaceAll('/opt/liangju', ROOT);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The values of a setting of the unit, in order. */
const valuesOf = (name: string): string[] => [...unit.matchAll(new RegExp(`^${name}=(.*)$`, 'gm'))].map(([, value = '']) => value);

(isAbsent ? describe.skip : describe)('the unit for systemd', () => {
  /** What systemd says of the unit's own lines; other units of the machine may have faults. */
  async function verify(text: string): Promise<{ status: number | null; said: string[] }> {
    const program = findSystemdAnalyze();
    if (program === null) throw new Error('no systemd-analyze: set SYSTEMD_ANALYZE');
    const file = join(folder, 'liangju.service');
    await writeFile(file, text);
    const { status, stderr } = spawnSync(program, ['verify', '--man=no', file], { encoding: 'utf8' });
    return { status, said: stderr.split('\n').filter((line) => line.includes('liangju.service')) };
  }

  test('is in order', async () => {
    expect(await verify(unit)).toEqual({ status: 0, said: [] });
  });

  test.each([
    ['an unknown setting', 'UMask=', 'UMsk='],
    ['a program that is not there', '.bin/node ', '.bin/nodd '],
    ['a value that is none', 'DynamicUser=yes', 'DynamicUser=perhaps'],
  ])('%s would be seen', async (_name, from, to) => {
    expect((await verify(unit.replace(from, to))).said).not.toEqual([]);
  });
});

test('what the unit starts serves, and ends by the signal of systemd with 0 within its time', async () => {
  const [command = ''] = valuesOf('ExecStart');
  const [program = '', ...args] = command.split(' ');
  const settings = Object.fromEntries(valuesOf('Environment').flatMap((line) => line.split(' ').map((pair) => pair.split('='))));
  expect(settings).toMatchObject({ NODE_ENV: 'production', DATA_DIR: `/var/lib/${valuesOf('StateDirectory')[0]}` });
  const port = await freePort();
  const env = { PATH: process.env.PATH ?? '', ...settings, HOST: '127.0.0.1', PORT: String(port), DATA_DIR: folder, LOG_FORMAT: 'json' };
  const server: ChildProcess = spawn(program, args, { cwd: valuesOf('WorkingDirectory')[0], env, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    server.stdout?.resume();
    const ended = once(server, 'exit');
    await waitFor(async () => {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
      return await fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    });
    const asked = performance.now();
    server.kill('SIGTERM');
    const [code]: unknown[] = await ended;
    expect(code).toBe(0);
    expect(performance.now() - asked).toBeLessThan(Number(valuesOf('TimeoutStopSec')[0]) * 1_000);
  } finally {
    server.kill('SIGKILL');
  }
});
