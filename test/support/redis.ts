import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { installPackages } from './debian-packages.ts';
import { freePort } from './free-port.ts';
import { runs } from './program.ts';
import { untilReady } from './until-ready.ts';

/** A real Redis for one test file. */
export interface StartedRedis {
  url: string;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** The program file of a real redis-server: `REDIS_SERVER`, else the one on the PATH, else Debian's package; null when there is none to be had. */
export function findRedis(): string | null {
  const given = process.env.REDIS_SERVER;
  if (given !== undefined && given !== '') return given;
  if (runs('redis-server')) return 'redis-server';
  installPackages(['redis-server']);
  return runs('redis-server') ? 'redis-server' : null;
}

/** Starts a real redis-server on a free port, without a file. @throws Error where there is none. */
export async function startRedis(): Promise<StartedRedis> {
  const binary = findRedis();
  if (binary === null) throw new Error('no redis-server: set REDIS_SERVER');
  const port = await freePort();
  let child: ChildProcess | null = null;

  async function kill(): Promise<void> {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async function start(): Promise<void> {
    const started = spawn(binary ?? '', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child = started;
    await untilReady('redis-server', started, (line) => (line.includes('eady to accept connections') ? true : null));
  }

  await start();
  return { url: `redis://127.0.0.1:${port}`, kill, start };
}
