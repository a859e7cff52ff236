import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../ops/error-code.ts';

const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** The folders of this machine's processes: another one may share the place where temporary files are. */
const NAME = `liangju-import-${hostname().replace(/[^\w-]/g, '')}-`;

/** Gives a command a folder of its own, which is gone at its end however that comes; what killed commands have left goes too. */
export async function withImportFolder<T>(run: (dir: string) => Promise<T>): Promise<T> {
  removeLeft();
  let dir: string | null = null;
  // Before there is a folder, so that no signal finds a folder without them.
  const handlers = Object.entries(SIGNALS).map(([signal, code]) => {
    const end = (): void => {
      if (dir !== null) rmSync(dir, { recursive: true, force: true });
      process.exit(code);
    };
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  try {
    // Not asynchronous: a handler would run before the name of the new folder is known.
    dir = mkdtempSync(join(tmpdir(), `${NAME}${process.pid}-`));
    return await run(dir);
  } finally {
    for (const stop of handlers) stop();
    if (dir !== null) await rm(dir, { recursive: true, force: true });
  }
}

/** Removes the folders of processes that are not there any more. */
function removeLeft(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(NAME) ? /^(\d+)-/.exec(name.slice(NAME.length))?.[1] : undefined;
    if (pid !== undefined && !isRunning(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // One of another user is there too.
    return errorCode(error) === 'EPERM';
  }
}
