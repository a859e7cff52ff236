import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runs } from './program.ts';

/** Installs it where that is possible: as root on Debian; its service is not started. */
function fromDebian(): boolean {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const { status } = spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'nginx-light'], { stdio: 'ignore', env });
  return status === 0 && existsSync(DEBIANS);
}

/** Where Debian puts it, which is not on everybody's PATH. */
const DEBIANS = '/usr/sbin/nginx';

/** The program file of a real nginx: `NGINX`, else the one on the PATH, else Debian's package; null when there is none to be had. */
export function findNginx(): string | null {
  const given = process.env.NGINX;
  if (given !== undefined && given !== '') return given;
  if (existsSync(DEBIANS)) return DEBIANS;
  if (runs('nginx')) return 'nginx';
  return fromDebian() ? DEBIANS : null;
}
