import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { SourceComment, SourceItem, SourceOptions } from '../../server/transfer/formats/format.ts';
import { findFormat } from '../../server/transfer/formats/formats.ts';
import type { FormatName } from '../../server/domain/import-formats.ts';
import { expandFiles } from '../../server/transfer/input/expand-files.ts';

/** What the reader of a format has given. */
export interface ReadFiles {
  format: FormatName;
  items: SourceItem[];
  comments: SourceComment[];
}

/** How files are read; see `SourceOptions`. */
export type ReadOptions = Partial<SourceOptions> & { format?: FormatName };

/** Reads files or folders as an import does. @throws NotImportable. */
export async function readPaths(paths: readonly string[], options: ReadOptions = {}): Promise<ReadFiles> {
  const dir = await mkdtemp(join(tmpdir(), 'liangju-unpacked-'));
  try {
    const entries = await expandFiles(paths, dir, null);
    const format = await findFormat(entries, options.format ?? null);
    const items = [];
    const rules = { project: options.project ?? null, columns: options.columns ?? new Map<string, string>() };
    for await (const item of format.read(entries, rules)) items.push(item);
    return { format: format.name, items, comments: items.filter((item) => item.type === 'comment') };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** Reads files of these names and contents, which are in one folder. @throws NotImportable. */
export async function readTexts(files: Readonly<Record<string, string>>, options: ReadOptions = {}): Promise<ReadFiles> {
  const dir = await mkdtemp(join(tmpdir(), 'liangju-files-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writeFile(join(dir, name), text);
    }
    const names = Object.keys(files);
    return await readPaths(names.length === 1 && !names[0]?.includes('/') ? [join(dir, names[0] ?? '')] : [dir], options);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
