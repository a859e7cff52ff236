import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What stands behind the name of a file that is not whole yet. */
export const PARTIAL = '.partial-';

/**
 * Makes a file for its owner alone that is there as a whole or not at all: filled under another name, on disk, then given its
 * own.
 * @param fill fills the file of this name, which is there and empty.
 * @throws EEXIST when there is a file of the name, which is left as it is; what filling throws.
 */
export async function makeFile(file: string, fill: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${file}${PARTIAL}${randomBytes(6).toString('hex')}`;
  try {
    // No other user may read it at any moment.
    await (await open(partial, 'wx', 0o600)).close();
    await fill(partial);
    await flush(partial);
    // A link is refused where a name is taken, even by a process that was quicker; a rename would overwrite.
    await link(partial, file);
    await flush(dirname(file));
  } finally {
    await rm(partial, { force: true });
  }
}

async function flush(path: string): Promise<void> {
  const opened = await open(path, 'r');
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
