/**
 * `npm start`: builds what the server serves when it is not built yet, then becomes the server. It is one process and no
 * chain of a shell's commands, so that a signal to npm reaches the server.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = fileURLToPath(new URL('../bin/liangju.js', import.meta.url));

/** Builds the widget and the console. Gives the exit code. */
function build() {
  if (!existsSync(new URL('../node_modules/esbuild', import.meta.url))) {
    process.stderr.write(
      '缺少构建工具 esbuild：请运行 npm ci，不要带 --omit=optional。\nThe build tool esbuild is missing: run npm ci without --omit=optional.\n',
    );
    return 1;
  }
  return spawnSync(process.execPath, ['scripts/build.ts', 'client'], { cwd: ROOT, stdio: 'inherit' }).status ?? 1;
}

const code = build();
if (code === 0) {
  // What starts the program again, for WORKERS, finds it by its own path.
  process.argv.splice(1, 1, BIN, 'serve');
  await import('../bin/liangju.js');
} else process.exitCode = code;
