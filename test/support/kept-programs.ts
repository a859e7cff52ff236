import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where programs that the tests need are kept from run to run. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'liangju-test');
}

/**
 * A file or folder of the cache, made when it is not there yet. It is made beside its place and gets its name when it
 * is whole, so that of several runs at once none finds a half of it.
 * @param make makes it below a new folder; gives its path there.
 * @throws what `make` throws, and Error where the cache cannot be written.
 */
export function keptOrMade(name: string, make: (folder: string) => string): string {
  const kept = join(cacheFolder(), name);
  if (existsSync(kept)) return kept;
  mkdirSync(cacheFolder(), { recursive: true });
  const folder = mkdtempSync(join(cacheFolder(), 'making-'));
  try {
    renameSync(make(folder), kept);
  } catch (error) {
    // Another run was first, where it is a folder; a file takes the place of its like.
    if (!existsSync(kept)) throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return kept;
}
