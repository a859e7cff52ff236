import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Longer than a start takes on a busy machine, shorter than the time that a test has: what is late fails by its own words, ms. */
const WITHIN = 120_000;
/** So many lines of what it printed are told. */
const LAST = 30;

/**
 * Waits until a process says that it is ready.
 * @param look is given every line that the process prints, also later; gives the sign, null where there is none in the line.
 * @throws Error `… did not start` with its last lines, when it cannot be run, ends, or takes too long.
 */
export function untilReady<T>(name: string, child: ChildProcess, look: (line: string) => T | null): Promise<T> {
  return new Promise((resolve, reject) => {
    const said: string[] = [];
    const fail = (why: string): void => reject(new Error(`${name} did not start: ${why}\n${said.join('\n')}`));
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`it was not ready after ${WITHIN / 1_000} s`);
    }, WITHIN);
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        if (said.length > LAST) said.shift();
        const sign = look(line);
        if (sign === null) return;
        clearTimeout(late);
        resolve(sign);
      });
    }
    child.once('error', ({ message }) => {
      clearTimeout(late);
      fail(message);
    });
    child.once('close', (code, signal) => {
      clearTimeout(late);
      fail(`it ended with ${code ?? signal}`);
    });
  });
}
