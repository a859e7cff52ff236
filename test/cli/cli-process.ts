import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programEnvironment, programFile } from '../support/program-file.ts';

export interface Ended {
  code: number | null;
  out: string;
  err: string;
}

/** A folder of its own for a store. */
export const newDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), 'liangju-cli-'));

/** The environment of a command: nothing of the tests' own but what a program needs to run. */
export function environment(env: Record<string, string>): Record<string, string> {
  return { ...programEnvironment(), LANG: 'en_US.UTF-8', ...env };
}

/** Starts the real command line as a process. */
export function spawnCli(
  args: readonly string[],
  env: Record<string, string>,
  cwd: string,
): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  return spawn(process.execPath, [programFile(), ...args], { env: environment(env), cwd, stdio: ['pipe', 'pipe', 'pipe'] });
}

/**
 * Runs a command to its end.
 * @param dataDir its data folder and the folder it runs in.
 * @param input what its standard input gives before it ends; null leaves it open.
 */
export async function runCli(
  dataDir: string,
  args: readonly string[],
  { env = {}, input = '' }: { env?: Record<string, string>; input?: string | null } = {},
): Promise<Ended> {
  const child = spawnCli(args, { DATA_DIR: dataDir, ...env }, dataDir);
  const parts = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (parts.out += chunk));
  child.stderr.on('data', (chunk: Buffer) => (parts.err += chunk));
  child.stdin?.on('error', () => undefined);
  if (input !== null) child.stdin?.end(input);
  const [code]: unknown[] = await once(child, 'close');
  return { ...parts, code: typeof code === 'number' ? code : null };
}
