import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ImportFormat, SourceComment, SourceItem } from '../../server/transfer/formats/format.ts';
import { takeSample } from '../../server/transfer/formats/sample.ts';
import { expandFiles } from '../../server/transfer/input/expand-files.ts';
import { NotImportable } from '../../server/transfer/input/not-importable.ts';

/** What a format makes of files. */
export interface ReadSource {
  isRecognised: boolean;
  items: SourceItem[];
  /** Why nothing can be imported; null when it can. */
  refused: NotImportable | null;
}

/** Gives files to a format as an import does. @param given the paths of the files. */
export async function readFiles(format: ImportFormat, given: readonly string[]): Promise<ReadSource> {
  const dir = await mkdtemp(join(tmpdir(), 'liangju-source-'));
  const items: SourceItem[] = [];
  try {
    const entries = await expandFiles(given, dir, null);
    const isRecognised = format.recognises(await takeSample(entries));
    try {
      for await (const item of format.read(entries, { project: null, columns: new Map() })) items.push(item);
      return { isRecognised, items, refused: null };
    } catch (error) {
      if (!(error instanceof NotImportable)) throw error;
      return { isRecognised, items, refused: error };
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * Writes files into a folder of their own and gives them to a format.
 * @param texts by name; a name may have folders.
 * @param given the names of those that are given; left out: the whole folder.
 */
export async function readTexts(
  format: ImportFormat,
  texts: Readonly<Record<string, string>>,
  given?: readonly string[],
): Promise<ReadSource> {
  const dir = await mkdtemp(join(tmpdir(), 'liangju-files-'));
  try {
    for (const [name, text] of Object.entries(texts)) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writeFile(join(dir, name), text);
    }
    return await readFiles(format, given === undefined ? [dir] : given.map((name) => join(dir, name)));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** The comments among what was read, by id. */
export function commentsById(items: readonly SourceItem[]): Map<string, SourceComment> {
  return new Map(items.flatMap((item) => (item.type === 'comment' ? [[item.id, item]] : [])));
}
