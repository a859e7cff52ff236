import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runs } from './program.ts';

/** Installs it where that is possible: as root on Debian. It comes with systemd, which does not become the first process by that. */
function fromDebian(): boolean {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const { status } = spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'systemd'], { stdio: 'ignore', env });
  return status === 0 && runs('systemd-analyze');
}

/** The program that checks units: `SYSTEMD_ANALYZE`, else the one on the PATH, else that of Debian's systemd; null when there is none to be had. */
export function findSystemdAnalyze(): string | null {
  const given = process.env.SYSTEMD_ANALYZE;
  if (given !== undefined && given !== '') return given;
  return runs('systemd-analyze') || fromDebian() ? 'systemd-analyze' : null;
}
