import { readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { findFormat } from '../../server/transfer/formats/formats.ts';
import { FORMAT_NAMES, type FormatName } from '../../server/domain/import-formats.ts';
import { expandFiles } from '../../server/transfer/input/expand-files.ts';
import { NotImportable } from '../../server/transfer/input/not-importable.ts';

const FOLDER = join(import.meta.dirname, 'exports');
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.expected.json'))
  .map((name) => join(FOLDER, name.replace(/\.expected\.json$/, '')))
  .sort();

/** Names that mean one another's files. */
const SAME: readonly (readonly string[])[] = [
  ['valine', 'waline'],
  ['commento', 'comentario'],
];
const namesLike = (name: string): readonly string[] => SAME.find((names) => names.includes(name)) ?? [name];

test.each(FILES.map((file) => relative(FOLDER, file)))('%s is recognised by one format alone', async (name) => {
  const expected = z
    .object({ format: z.string().nullable() })
    .parse(JSON.parse(await readFile(join(FOLDER, `${name}.expected.json`), 'utf8')));
  const dir = await mkdtemp(join(tmpdir(), 'liangju-recognise-'));
  try {
    const entries = await expandFiles([join(FOLDER, name)], dir, null).catch(whyOf);
    // What is cut has no content that could be recognised.
    if (entries === 'cut') return;
    if (typeof entries === 'string') throw new Error(entries);
    const found = async (as: FormatName | null): Promise<string> => {
      const format = await findFormat(entries, as).catch(whyOf);
      return typeof format === 'string' ? format : format.name;
    };
    if (expected.format === null) expect(await found(null)).toBe('unknown-format');
    else {
      const names = namesLike(expected.format);
      expect(names).toContain(await found(null));
      for (const other of FORMAT_NAMES.filter((one) => !names.includes(one)))
        expect(await found(other)).toMatch(/^(?:other|unknown)-format$/);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

function whyOf(error: unknown): NotImportable['why'] {
  if (error instanceof NotImportable) return error.why;
  throw error;
}
