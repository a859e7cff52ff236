import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { keptOrMade } from './kept-programs.ts';
import { runs } from './program.ts';

/** A Caddy of before 2.7 knows its version only by this word. */
const VERSION = ['version'];

/** Out of Debian's package, which is not installed: so nothing of it is started, and nobody need be root. */
function fromDebian(): string | null {
  if (!existsSync('/etc/debian_version')) return null;
  try {
    return keptOrMade('caddy', (folder) => {
      const done = (program: string, args: readonly string[]): boolean =>
        spawnSync(program, args, { cwd: folder, stdio: 'ignore' }).status === 0;
      const download = (): boolean => done('apt-get', ['download', '-q', 'caddy']);
      // Where the lists of packages are missing or old only root can bring them.
      if (!download() && !(done('apt-get', ['update', '-q']) && download())) throw new Error('Debian’s package of Caddy is not to be had');
      const file = readdirSync(folder).find((name) => name.endsWith('.deb'));
      if (file === undefined || !done('dpkg-deb', ['-x', file, 'files'])) throw new Error('Debian’s package of Caddy cannot be unpacked');
      return join(folder, 'files/usr/bin/caddy');
    });
  } catch {
    return null;
  }
}

/** The program file of a real Caddy: `CADDY`, else the one on the PATH, else that of Debian's package; null when there is none to be had. */
export function findCaddy(): string | null {
  const given = process.env.CADDY;
  if (given !== undefined && given !== '') return given;
  if (runs('caddy', VERSION)) return 'caddy';
  const packed = fromDebian();
  return packed !== null && runs(packed, VERSION) ? packed : null;
}
