import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { waitFor } from '../support/wait-for.ts';

/** A process of the store's that says what it has done, line by line. */
export interface Killable {
  lines: string[];
  /** Ends it by SIGKILL once the condition holds. @throws Error when it ends by itself before. */
  killWhen(condition: () => boolean): Promise<void>;
}

/** Starts `store-child.ts` with these arguments. */
export function startStoreChild(...args: string[]): Killable {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'store-child.ts'), ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const lines: string[] = [];
  let complaint = '';
  if (child.stdout === null || child.stderr === null) throw new Error('no pipes');
  const reading = createInterface({ input: child.stdout });
  reading.on('line', (line) => lines.push(line));
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const ended = Promise.all([once(child, 'exit'), once(reading, 'close')]);

  return {
    lines,
    async killWhen(condition) {
      try {
        await waitFor(() => {
          if (child.exitCode !== null) throw new Error(`the process ended by itself: ${complaint}`);
          return condition();
        });
      } finally {
        child.kill('SIGKILL');
        await ended;
      }
    },
  };
}
