import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../../server/ops/error-code.ts';

/** A disk of its own that can be filled. */
export interface SmallDisk {
  folder: string;
  /** Fills it to the last byte. */
  fill(): Promise<void>;
  /** Takes away what filled it. */
  free(): Promise<void>;
  close(): void;
}

const mounted = (program: string, args: readonly string[]): boolean => spawnSync(program, args, { stdio: 'ignore' }).status === 0;

/** Mounts a tmpfs of so many MiB; null where that is not allowed: to others than root, and in most containers. */
export function mountSmallDisk(size: number): SmallDisk | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'liangju-disk-'));
  if (!mounted('mount', ['-t', 'tmpfs', '-o', `size=${size}m,mode=700`, 'tmpfs', folder])) {
    rmdirSync(folder);
    return null;
  }
  const filling = join(folder, 'filling');
  return {
    folder,
    async fill() {
      const file = await open(filling, 'a');
      const piece = Buffer.alloc(4096);
      try {
        for (;;) await file.write(piece);
      } catch (error) {
        if (errorCode(error) !== 'ENOSPC') throw error;
      } finally {
        await file.close();
      }
    },
    free: () => rm(filling, { force: true }),
    close() {
      if (!mounted('umount', [folder])) throw new Error(`${folder} could not be taken off`);
      rmdirSync(folder);
    },
  };
}

/** May this process mount one? */
export function mayMountDisks(): boolean {
  const disk = mountSmallDisk(1);
  disk?.close();
  return disk !== null;
}
