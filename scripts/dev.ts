/** Development: the demo with a server that starts anew when its sources change, and a client that is built anew when its do. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '..');
/** Editors write a file in several steps, which take less than this, ms. */
const SETTLED = 100;

const watched = new Set<string>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Builds the client, and watches the folders of all files that it was made of. */
function buildClient(): void {
  const { status } = spawnSync(process.execPath, ['scripts/build.ts', 'client'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) return;
  const { inputs } = z.object({ inputs: z.array(z.string()) }).parse(JSON.parse(readFileSync(join(ROOT, 'server/public/.stamp'), 'utf8')));
  for (const folder of new Set(inputs.map((file) => dirname(file)))) {
    if (watched.has(folder)) continue;
    watched.add(folder);
    watch(join(ROOT, folder), () => {
      clearTimeout(timer);
      timer = setTimeout(buildClient, SETTLED);
    });
  }
}

buildClient();
const server = spawn(process.execPath, ['--watch', 'bin/liangju.js', 'serve'], { cwd: ROOT, stdio: 'inherit' });
// `node --watch` passes these on and waits for the server to end.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
