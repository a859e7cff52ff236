import { cp, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programFolder } from './program-file.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A copy of the program in a new folder, to be made another version of; `files`: what it serves to browsers. */
export async function copyProgram(): Promise<{ folder: string; files: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'liangju-other-'));
  // From its sources the program needs the contract beside it.
  for (const part of programFolder() === 'server' ? ['server', 'contract'] : [programFolder()]) {
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  }
  await cp(join(ROOT, 'package.json'), join(folder, 'package.json'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return { folder, files: join(folder, programFolder(), 'public') };
}
