import { chmod, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ms } from '../domain/types.ts';
import { errorCode } from '../ops/error-code.ts';
import { BACKUP_DONE } from '../store/port-backup.ts';
import type { Store } from '../store/port.ts';
import { PARTIAL } from './new-file.ts';
import { writeArchive, type WriteOptions, type Written } from './write-archive.ts';

/** The names of what is written here: they sort by time. Other files in the folder are left alone. */
const OURS = /^liangju-\d{8}T\d{6}Z\.jsonl\.gz$/;
/** A file that is not whole and is older belongs to a process that was killed. */
const LEFT_BEHIND: Ms = 24 * 3_600_000;

/** The name of the archive of a moment. */
export function nameAt(at: Ms): string {
  return `liangju-${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}.jsonl.gz`;
}

/** Deletes all but the latest archives of the folder, and what killed processes have left. */
async function prune(folder: string, keep: number, now: Ms): Promise<void> {
  const names = (await readdir(folder)).sort();
  const old = names.filter((name) => OURS.test(name)).slice(0, -keep);
  for (const name of names) {
    const [whole = '', partial] = name.split(PARTIAL);
    if (partial === undefined || !OURS.test(whole)) continue;
    const age = await stat(join(folder, name)).catch((error: unknown) => {
      // Another process has finished it, or taken it away.
      if (errorCode(error) !== 'ENOENT') throw error;
      return null;
    });
    if (age !== null && now - age.mtimeMs > LEFT_BEHIND) old.push(name);
  }
  for (const name of old) await rm(join(folder, name), { force: true });
}

/** A backup of the store was made: the metrics give its age. */
export async function noteBackup(store: Pick<Store, 'maintenance'>, at: Ms): Promise<void> {
  await store.maintenance.setFact(BACKUP_DONE, String(at));
}

/** When the last backup was made; null before the first. */
export async function lastBackup(store: Pick<Store, 'maintenance'>): Promise<Ms | null> {
  const at = Number((await store.maintenance.fact(BACKUP_DONE)) ?? Number.NaN);
  return Number.isFinite(at) ? at : null;
}

/**
 * Writes an archive named by its time into a folder, which is made for its owner alone, and deletes the oldest ones.
 * @param keep so many archives stay, at least 1; null: all.
 * @returns the file. @throws as `writeArchive`.
 */
export async function backUpInto(
  store: Pick<Store, 'backup' | 'maintenance' | 'threads'>,
  folder: string,
  keep: number | null,
  options: WriteOptions,
): Promise<{ file: string; written: Written }> {
  const at = options.now();
  if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await chmod(folder, 0o700);
  const file = join(folder, nameAt(at));
  const written = await writeArchive(store, file, options);
  await noteBackup(store, at);
  if (keep !== null) await prune(folder, keep, at);
  return { file, written };
}
