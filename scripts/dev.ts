/** Development: the demo with a server that starts anew when its sources change, and a client that is built anew when its do. */
import { spawn, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** Editors write a file in several steps. */
const SETTLED = 100;

function buildClient(): void {
  spawnSync(process.execPath, ['scripts/build.ts', 'client'], { cwd: ROOT, stdio: 'inherit' });
}

buildClient();
let timer: ReturnType<typeof setTimeout> | undefined;
for (const folder of ['client-widget', 'client-console', 'client-shared', 'contract']) {
  watch(join(ROOT, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(buildClient, SETTLED);
  });
}
const server = spawn(process.execPath, ['--watch', 'bin/liangju.js', 'serve'], { cwd: ROOT, stdio: 'inherit' });
// `node --watch` passes these on and waits for the server to end.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => server.kill(signal));
server.on('exit', (code) => process.exit(code ?? 0));
