import cluster from 'node:cluster';
import { run } from './cli/run.ts';

const { stdin, stdout, stderr, env } = process;
// The reader of our lines has gone (`liangju site list | head -1`): no reason to fail, nor for a server to end.
for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
const code = await run(process.argv.slice(2), {
  env,
  stdin,
  out: (text) => void stdout.write(text),
  write: (text) => new Promise((resolve) => void stdout.write(text, () => resolve())),
  isTerminal: stderr.isTTY === true,
  err: (text) => void stderr.write(text),
});
if (code !== null) {
  process.exitCode = code;
  stdin.unref?.();
  // The channel to the primary of a cluster would keep the process alive.
  if (cluster.isWorker) process.exit(code);
}
