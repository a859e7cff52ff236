import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { copyPreparedStore, noteSession } from './prepared-store.ts';
import { programEnvironment, programFile } from './program-file.ts';
import { untilReady } from './until-ready.ts';

export const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' } as const;

export interface StartedServer {
  /** Where it listens, without a slash at its end. */
  url: string;
  dataDir: string;
  /** The address of its store. */
  databaseUrl: string;
  /** Lines that it printed so far. */
  lines: string[];
  process: ChildProcess;
  /** Stops it by a signal and waits for its end; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** Stops it and starts it again on the same store and port. */
  restart(signal?: NodeJS.Signals): Promise<void>;
  /** Runs a command of the program on the same store, beside the server; `input` is what it reads. */
  cli(args: readonly string[], input?: string): Promise<{ code: number | null; out: string; err: string }>;
  /** Stops it and deletes its data. */
  close(): Promise<void>;
}

/** Says where the server stands from its line `listening`. */
function urlIn(line: string): string | null {
  if (!line.startsWith('{')) return null;
  const entry: unknown = JSON.parse(line);
  if (typeof entry !== 'object' || entry === null || !('msg' in entry) || entry.msg !== 'listening') return null;
  return 'url' in entry && typeof entry.url === 'string' ? entry.url : null;
}

async function launch(env: Record<string, string>, lines: string[], program: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [program, 'serve'], {
    env: { ...programEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const url = await untilReady('the server', child, (line) => {
    lines.push(line);
    return urlIn(line)?.replace(/\/$/, '') ?? null;
  });
  return { child, url };
}

/**
 * Starts the real server as its own process on a free port with a store of its own.
 * In a run of the test command it begins with a store that was prepared (prepared-store.ts), as after a restart.
 * @param env settings beside the defaults: the demo site without sample comments, one administrator, no limits.
 * @param program its file, where that is another copy of it.
 */
export async function startServer(env: Record<string, string> = {}, program = programFile()): Promise<StartedServer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liangju-test-'));
  const settings: Record<string, string> = {
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    DATA_DIR: dataDir,
    DEMO: 'empty',
    LIMITS: 'off',
    LOG_FORMAT: 'json',
    ADMIN_EMAIL: ADMIN.email,
    ADMIN_PASSWORD: ADMIN.password,
    ...env,
  };
  const prepared = await copyPreparedStore(dataDir, env);
  const lines: string[] = [];
  let { child, url } = await launch(settings, lines, program);
  if (prepared !== undefined) noteSession(url, prepared);

  async function stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
    return child.exitCode;
  }

  return {
    get url() {
      return url;
    },
    get process() {
      return child;
    },
    dataDir,
    databaseUrl: settings.DATABASE_URL ?? `sqlite:${join(dataDir, 'liangju.db')}`,
    lines,
    stop,
    async restart(signal) {
      await stop(signal);
      ({ child, url } = await launch(settings, lines, program));
    },
    async cli(args, input = '') {
      const { ADMIN_EMAIL: _email, ADMIN_PASSWORD: _password, ...same } = settings;
      const command = spawn(process.execPath, [programFile(), ...args], {
        env: { ...programEnvironment(), LANG: 'en_US.UTF-8', ...same },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      const said = { out: '', err: '' };
      command.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
      command.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
      command.stdin.end(input);
      const [code]: unknown[] = await once(command, 'close');
      return { code: typeof code === 'number' ? code : null, ...said };
    },
    async close() {
      await stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
