import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { spawnCli } from '../cli/cli-process.ts';

const PRELOAD = pathToFileURL(join(import.meta.dirname, 'kill-at-write.ts')).href;

/** A command and where it runs. */
export interface CommandAt {
  args: readonly string[];
  dataDir: string;
  /** Settings beside the data folder. */
  env?: Record<string, string>;
}

async function started({ args, dataDir, env = {} }: CommandAt, more: Record<string, string>): Promise<'killed' | 'done'> {
  const options = `--import=${PRELOAD} --disable-warning=ExperimentalWarning`;
  const child = spawnCli(args, { DATA_DIR: dataDir, ...env, ...more, NODE_OPTIONS: options }, dataDir);
  child.stdin?.end();
  child.stdout.resume();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  await once(child, 'close');
  if (child.signalCode === 'SIGKILL') return 'killed';
  if (child.exitCode !== 0) throw new Error(complaint);
  return 'done';
}

/** Runs a command to its end; gives how many writes the thread of it that writes most sends to the store. @throws Error when it fails. */
export async function writesOf(command: CommandAt): Promise<number> {
  const file = join(command.dataDir, `writes-${crypto.randomUUID()}`);
  await started(command, { COUNT_TO: file });
  const counts = (await readFile(file, 'utf8')).trim().split('\n').map(Number);
  await rm(file);
  return Math.max(...counts);
}

/** Runs a command that ends by SIGKILL at its n-th write; was it killed, or had it come to its end? @throws Error when it fails. */
export const killedAt = (command: CommandAt, n: number): Promise<'killed' | 'done'> => started(command, { KILL_AT: String(n) });
