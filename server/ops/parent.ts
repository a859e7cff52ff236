import { readFileSync } from 'node:fs';
import type { Ms } from '../domain/types.ts';

/** How often it is looked whether npm is still there. */
const LOOK_EVERY: Ms = 500;

/** The parent of a process, where the system shows it (Linux); else null. */
function parentOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in the second field may hold anything; behind it stand the state and the parent.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

function isShell(pid: number): boolean {
  try {
    return /^(?:sh|dash|bash|ash|busybox)$/.test(readFileSync(`/proc/${pid}/comm`, 'utf8').trim());
  } catch {
    return false;
  }
}

/**
 * Calls back once when the npm that has started this process is gone: npm hands a signal to its shell alone, and a
 * shell that ends by it leaves what it has started to itself. A process that was not started by npm may outlive its
 * parent on purpose (`nohup`, a daemon) and is left alone.
 * @returns what ends the watch.
 */
export function onNpmGone(env: Readonly<Record<string, string | undefined>>, gone: () => void): () => void {
  if (env.npm_lifecycle_event === undefined || env.npm_execpath === undefined) return () => undefined;
  const parent = process.ppid;
  const npm = isShell(parent) ? parentOf(parent) : null;
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === null || parentOf(parent) === npm)) return;
    clearInterval(timer);
    gone();
  }, LOOK_EVERY);
  timer.unref();
  return () => clearInterval(timer);
}
