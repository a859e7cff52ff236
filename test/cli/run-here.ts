import { Readable } from 'node:stream';
import { run } from '../../server/cli/run.ts';
import type { Ended } from './cli-process.ts';

/** Runs a command in this process: a process of its own takes most of a second to begin. */
export async function runHere(dataDir: string, args: readonly string[], env: Record<string, string> = {}, input = ''): Promise<Ended> {
  const ended: Ended = { code: null, out: '', err: '' };
  const out = (text: string): void => {
    ended.out += text;
  };
  const err = (text: string): void => {
    ended.err += text;
  };
  // A command asks a terminal for nothing more than whether it is one.
  const stdin = Object.assign(Readable.from([input]), { isTTY: false }) as unknown as NodeJS.ReadStream;
  const world = {
    out,
    write: async (text: string) => out(text),
    err,
    stdin,
    isTerminal: false,
  };
  ended.code = await run(args, { ...world, env: { DATA_DIR: dataDir, LANG: 'en_US.UTF-8', ...env } });
  return ended;
}
