import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Clocks } from './clocks.ts';
import type { Store } from './port.ts';
import type { OnWritten } from './port-events.ts';
import type { WriterLink, WriterService } from './sqlite/shared-writer.ts';

export type { Outcome as WriterOutcome } from './sqlite/writes.ts';
export type { WriterLink, WriterService } from './sqlite/shared-writer.ts';
export type { WriterRequest } from './sqlite/writer-client.ts';

/** What an adapter is given when it opens, and where it logs. */
export interface StoreOptions {
  log?: { warn: (facts: object, message: string) => void };
  /** The channel to the process that writes to the file for several. */
  writer?: WriterLink | undefined;
  /** The clocks of this machine when left out. */
  clocks?: Clocks | undefined;
  /** Is called with what this process has written. */
  onWritten?: OnWritten | undefined;
}

const isMongo = (databaseUrl: string | undefined): databaseUrl is string =>
  databaseUrl !== undefined && /^mongodb(?:\+srv)?:\/\//.test(databaseUrl);

/** The path of the file that an address names. */
function pathOf(databaseUrl: string | undefined, dataDir: string): string {
  return databaseUrl === undefined ? join(dataDir, 'liangju.db') : resolve(databaseUrl.replace(/^sqlite:(?:\/\/(?=\/))?/, ''));
}

/** The same; its folder is made, readable to its owner alone. */
async function fileOf(databaseUrl: string | undefined, dataDir: string): Promise<string> {
  const file = pathOf(databaseUrl, dataDir);
  const made = await mkdir(dirname(file), { recursive: true });
  if (made !== undefined) await chmod(dirname(file), 0o700);
  return file;
}

/**
 * Gives where the store of an address is, without name and password, and whether there is one. Makes nothing.
 * @throws Error when a database cannot be asked.
 */
export async function findStore(databaseUrl: string | undefined, dataDir: string): Promise<{ place: string; isThere: boolean }> {
  if (isMongo(databaseUrl)) {
    const { hasMongoStore } = await import('./mongo/open.ts');
    return { place: databaseUrl.replace(/\/\/[^/]*@/, '//').replace(/\?.*$/, ''), isThere: await hasMongoStore(databaseUrl) };
  }
  const { hasSqliteStore } = await import('./sqlite/database.ts');
  const place = pathOf(databaseUrl, dataDir);
  return { place, isThere: hasSqliteStore(place) };
}

/**
 * Has somebody the store of an address open, such as a running server? Asked before it is opened here. Makes nothing.
 * @throws Error when a database cannot be asked.
 */
export async function isStoreInUse(databaseUrl: string | undefined, dataDir: string): Promise<boolean> {
  if (isMongo(databaseUrl)) {
    const { isDatabaseInUse } = await import('./mongo/open.ts');
    return isDatabaseInUse(databaseUrl);
  }
  const { isFileInUse } = await import('./sqlite/in-use.ts');
  return isFileInUse(pathOf(databaseUrl, dataDir));
}

/**
 * Opens the store that an address names: without one a file in the data folder; `sqlite:/path/file.db`;
 * `mongodb://…`, `mongodb+srv://…`. Folders are made, the data folder readable to its owner alone.
 * @throws Error with a sentence when it cannot be opened.
 */
export async function openStore(databaseUrl: string | undefined, dataDir: string, options: StoreOptions = {}): Promise<Store> {
  if (isMongo(databaseUrl)) {
    const { openMongo } = await import('./mongo/open.ts');
    return openMongo(databaseUrl, options);
  }
  const { openSqlite } = await import('./sqlite/open.ts');
  return openSqlite(await fileOf(databaseUrl, dataDir), options);
}

/** Starts what writes for several processes that use one file; null for a store that takes any number of writers. */
export async function openWriterService(databaseUrl: string | undefined, dataDir: string): Promise<WriterService | null> {
  if (isMongo(databaseUrl)) return null;
  const { createWriterService } = await import('./sqlite/shared-writer.ts');
  return createWriterService(await fileOf(databaseUrl, dataDir));
}
