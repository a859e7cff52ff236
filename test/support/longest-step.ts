/**
 * Loaded into a server that is measured (`--import`): the most CPU time that its main thread spent between two turns of
 * a timer. Other programs on the machine count for nothing in it, as they do in a delay. At SIGUSR2 it is written into
 * the file STEPS_FILE, in ms, and begins anew.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

/** Between two looks, ms. A step that is shorter may be counted with the one after it. */
const TICK = 2;

const file = process.env.STEPS_FILE;
if (isMainThread && file !== undefined) {
  const used = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let longest = 0;
  let last = used();
  setInterval(() => {
    const now = used();
    longest = Math.max(longest, now - last);
    last = now;
  }, TICK).unref();
  process.on('SIGUSR2', () => {
    writeFileSync(`${file}.new`, String(longest));
    renameSync(`${file}.new`, file);
    longest = 0;
    last = used();
  });
}
