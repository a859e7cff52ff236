import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Other installations on this machine are waited for so long, s. */
const LOCK_WITHIN = 600;
const PAUSE = 1_000;

const OPTIONS = ['-y', '-q', '-o', `DPkg::Lock::Timeout=${LOCK_WITHIN}`];

const isInstalled = (name: string): boolean =>
  spawnSync('dpkg', ['-s', name], { stdio: 'pipe' }).stdout?.toString().includes('Status: install ok installed') === true;

/** Waits without giving the thread away: what comes next needs the package. */
const pause = (): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);

/** Runs apt-get. The lock of its lists, unlike dpkg's, it does not wait for by itself. Gives its complaint, null when all is well. */
function aptGet(args: readonly string[], env: NodeJS.ProcessEnv): string | null {
  const end = performance.now() + LOCK_WITHIN * 1_000;
  for (;;) {
    const { status, stderr } = spawnSync('apt-get', [...OPTIONS, ...args], {
      stdio: 'pipe',
      env: { ...process.env, LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive', ...env },
    });
    if (status === 0) return null;
    const complaint = stderr?.toString().trim() ?? '';
    if (!/Could not get lock|Unable to (?:lock|acquire)/.test(complaint) || performance.now() > end)
      return complaint.split('\n').at(-1) ?? '';
    pause();
  }
}

/**
 * Installs what is missing of these packages where that is possible: as root on Debian. Waits for other installations
 * that run on the machine.
 * @param env for what the packages run while they are installed.
 * @returns what is still missing and why, in a sentence; null when nothing is.
 */
export function installPackages(names: readonly string[], env: NodeJS.ProcessEnv = {}): string | null {
  if (!existsSync('/etc/debian_version')) return 'this is no Debian';
  const missing = names.filter((name) => !isInstalled(name));
  if (missing.length === 0) return null;
  if (process.getuid?.() !== 0) return `only root can install ${missing.join(', ')}`;
  // Old lists may still do where new ones cannot be had.
  const lists = aptGet(['update'], env);
  const complaint = aptGet(['install', '--no-install-recommends', ...missing], env);
  return complaint === null ? null : `${missing.join(', ')}: ${complaint}${lists === null ? '' : ` (lists: ${lists})`}`;
}
