import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Store } from './port.ts';

/** What an adapter may tell while it opens. */
export interface StoreOptions {
  log?: { warn: (facts: object, message: string) => void };
}

/**
 * Opens the store that an address names: without one a file in the data folder; `sqlite:/path/file.db`;
 * `mongodb://…`, `mongodb+srv://…`. Folders are made, the data folder readable to its owner alone.
 * @throws Error with a sentence when it cannot be opened.
 */
export async function openStore(databaseUrl: string | undefined, dataDir: string, options: StoreOptions = {}): Promise<Store> {
  if (databaseUrl !== undefined && /^mongodb(?:\+srv)?:\/\//.test(databaseUrl)) {
    const { openMongo } = await import('./mongo/open.ts');
    return openMongo(databaseUrl, options);
  }
  const file = databaseUrl === undefined ? join(dataDir, 'liangju.db') : resolve(databaseUrl.replace(/^sqlite:(?:\/\/(?=\/))?/, ''));
  const made = await mkdir(dirname(file), { recursive: true });
  if (made !== undefined) await chmod(dirname(file), 0o700);
  const { openSqlite } = await import('./sqlite/open.ts');
  return openSqlite(file);
}
