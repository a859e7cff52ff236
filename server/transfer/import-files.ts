/** The files of imports in the server's folder of data: what was received, and what has been understood of it. */
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportState } from '../domain/enumerations.ts';
import type { Import } from '../domain/imports.ts';
import type { Id, Ms } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** Files of an import that nobody went on with are kept so long. */
const KEPT_FOR: Ms = 7 * 24 * 3_600_000;
/** The name of the file beside the folders of imports. */
const PLACE = 'place';

/** States in which nothing more is read from the files. */
const OVER: ReadonlySet<ImportState> = new Set(['done', 'failed', 'undoing', 'undone', 'discarded']);

export const isOver = ({ state }: Pick<Import, 'state'>): boolean => OVER.has(state);

export const importFolder = (dataDir: string, id: Id): string => join(dataDir, 'imports', id);

/**
 * The name of this machine's folder of imports: jobs that need its files are done by the processes that have it.
 * @throws what the file system throws.
 */
export async function importPlace(dataDir: string, newId: () => Id): Promise<string> {
  const folder = join(dataDir, 'imports');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The first process makes it, the others read it.
  await writeFile(join(folder, PLACE), newId(), { flag: 'wx', mode: 0o600 }).catch(() => undefined);
  return (await readFile(join(folder, PLACE), 'utf8')).trim();
}

/** Removes the files of imports that are over, and of those that nobody went on with. @throws what the store and the file system throw. */
export async function removeStaleFiles({
  dataDir,
  store,
  now,
}: {
  dataDir: string;
  store: Pick<Store, 'imports'>;
  now: () => Ms;
}): Promise<void> {
  const folder = join(dataDir, 'imports');
  for (const name of await readdir(folder).catch(() => [])) {
    if (name === PLACE) continue;
    const path = join(folder, name);
    const made = await store.imports.get(name);
    // One that is not known may be coming in just now. Another process may have removed it meanwhile.
    const touchedAt = made === null ? (await stat(path).catch(() => null))?.mtimeMs : made.updatedAt;
    if (touchedAt === undefined) continue;
    if ((made !== null && isOver(made)) || now() - touchedAt >= KEPT_FOR) await rm(path, { recursive: true, force: true });
  }
}
