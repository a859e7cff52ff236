import { existsSync } from 'node:fs';
import { installPackages } from './debian-packages.ts';
import { runs } from './program.ts';

/** Where Debian puts it, which is not on everybody's PATH. */
const DEBIANS = '/usr/sbin/nginx';

/** The program file of a real nginx: `NGINX`, else the one on the PATH, else Debian's package; null when there is none to be had. */
export function findNginx(): string | null {
  const given = process.env.NGINX;
  if (given !== undefined && given !== '') return given;
  if (existsSync(DEBIANS)) return DEBIANS;
  if (runs('nginx')) return 'nginx';
  // Its service is not started.
  installPackages(['nginx-light'], { RUNLEVEL: '1' });
  return existsSync(DEBIANS) ? DEBIANS : null;
}
