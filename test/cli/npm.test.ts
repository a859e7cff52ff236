import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { waitFor } from '../support/wait-for.ts';
import { environment, newDataDir } from './cli-process.ts';

const ROOT = join(import.meta.dirname, '../..');
let dataDir: string;
let started: Started | undefined;
beforeEach(async () => {
  dataDir = await newDataDir();
});
afterEach(async () => {
  // Whatever a failed test has left of the group.
  if (started?.process.pid !== undefined && lives(-started.process.pid)) process.kill(-started.process.pid, 'SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

interface Started {
  process: ChildProcess;
  url: string;
  /** Everything it printed. */
  out: () => string;
  /** The processes that wrote its log: what serves. */
  pids: () => Set<number>;
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Lines `listening` of the log, one for each start of the server. */
const listening = (out: string): string[] => out.split('\n').filter((line) => line.includes('"msg":"listening"') && line.endsWith('}'));

/** Starts the server by a command of npm and waits until it listens. */
async function npm(command: readonly string[], env: Record<string, string> = {}): Promise<Started> {
  const port = await freePort();
  const [program = 'npm', ...args] = command;
  const child = spawn(program, args, {
    cwd: ROOT,
    env: environment({ HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, LOG_FORMAT: 'json', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (out += text));
  const run: Started = {
    process: child,
    url: `http://127.0.0.1:${port}`,
    out: () => out,
    pids: () => new Set([...out.matchAll(/"pid":(\d+)/g)].map(([, pid]) => Number(pid))),
  };
  started = run;
  await waitFor(() => listening(out).length > 0 || child.exitCode !== null, 60_000);
  if (listening(out).length === 0) throw new Error(out);
  return run;
}

/** Signals the one process, not its group, as a service manager does that knows no more than it. */
async function end({ process: child, pids }: Started, signal: NodeJS.Signals): Promise<unknown> {
  const ended = once(child, 'exit');
  child.kill(signal);
  const [code]: unknown[] = await ended;
  await waitFor(() => ![...pids()].some(lives));
  return code;
}

describe('a server that npm has started', () => {
  test.each([
    ['npm', 'start'],
    ['npx', 'liangju', 'serve'],
  ])('%s %s ends by SIGTERM to npm alone', async (...command) => {
    const run = await npm(command);
    expect((await fetch(`${run.url}/healthz`)).status).toBe(200);
    await end(run, 'SIGTERM');
    expect(run.out()).toContain('stopping');
  });

  test('`npm start` gives the exit code of a stop in order, with several workers too', async () => {
    expect(await end(await npm(['npm', 'start'], { WORKERS: '2' }), 'SIGTERM')).toBe(0);
  });

  test.each([
    ['npm', 'start'],
    ['npx', 'liangju', 'serve'],
  ])('%s %s ends when npm was killed', async (...command) => {
    const run = await npm(command);
    await end(run, 'SIGKILL');
    expect(run.out()).toContain('is gone: stopping');
  });

  test('`npm run dev` serves, starts anew when a source changes, and ends', async () => {
    const run = await npm(['npm', 'run', 'dev']);
    expect((await fetch(`${run.url}/demo`)).status).toBe(200);
    await utimes(join(ROOT, 'server/ops/clock.ts'), new Date(), new Date());
    await waitFor(() => listening(run.out()).length > 1);
    await waitFor(async () => (await fetch(`${run.url}/healthz`).catch(() => null))?.status === 200);
    await end(run, 'SIGTERM');
    expect(run.out()).not.toMatch(/"level":"(?:error|fatal)"/);
  });
});

test('a worker of a foreign cluster: a sentence and 78, not a server that never answers', async () => {
  const file = join(dataDir, 'primary.cjs');
  await writeFile(
    file,
    `const cluster = require('node:cluster');
     cluster.setupPrimary({ exec: ${JSON.stringify(join(ROOT, 'bin/liangju.js'))}, args: ['serve'] });
     cluster.fork().on('exit', (code) => { console.log('the worker ended with ' + code); process.exit(); });`,
  );
  const primary = spawn(process.execPath, [file], {
    env: environment({ DATA_DIR: dataDir, PORT: '0' }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [primary.stdout, primary.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  await once(primary, 'close');
  expect(said).toContain('the worker ended with 78');
  expect(said).toContain('set WORKERS for several processes');
});
