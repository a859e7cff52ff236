import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { freePort } from './free-port.ts';
import { runs } from './program.ts';

/** A real Redis for one test file. */
export interface StartedRedis {
  url: string;
  /** Ends it at once. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
}

/** Installs it where that is possible: as root on Debian. */
function fromDebian(): boolean {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['update', '-q'], { stdio: 'ignore', env });
  const { status } = spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'redis-server'], { stdio: 'ignore', env });
  return status === 0 && runs('redis-server');
}

/** The program file of a real redis-server: `REDIS_SERVER`, else the one on the PATH, else Debian's package; null when there is none to be had. */
export function findRedis(): string | null {
  const given = process.env.REDIS_SERVER;
  if (given !== undefined && given !== '') return given;
  return runs('redis-server') || fromDebian() ? 'redis-server' : null;
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
    let told = '';
    await new Promise<void>((resolve, reject) => {
      started.stdout.on('data', (chunk: Buffer) => {
        told += chunk.toString();
        if (told.includes('eady to accept connections')) resolve();
      });
      started.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${told.slice(-2_000)}`)));
    });
  }

  await start();
  return { url: `redis://127.0.0.1:${port}`, kill, start };
}
