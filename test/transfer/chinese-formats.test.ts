import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { artalk } from '../../server/transfer/formats/artalk.ts';
import { changyan } from '../../server/transfer/formats/changyan.ts';
import { duoshuo } from '../../server/transfer/formats/duoshuo.ts';
import type { ImportFormat } from '../../server/transfer/formats/format.ts';
import { takeSample } from '../../server/transfer/formats/sample.ts';
import { twikoo } from '../../server/transfer/formats/twikoo.ts';
import { valine } from '../../server/transfer/formats/valine.ts';
import { waline } from '../../server/transfer/formats/waline.ts';
import { expandFiles } from '../../server/transfer/input/expand-files.ts';
import { NotImportable } from '../../server/transfer/input/not-importable.ts';
import { readFiles } from './read-source.ts';

const FORMATS: readonly ImportFormat[] = [valine, waline, twikoo, artalk, duoshuo, changyan];
const EXPORTS = join(import.meta.dirname, 'exports');
const ENDING = '.expected.json';

interface Expected {
  format: string | null;
  records?: number;
  refused?: boolean;
  mustNotBeStored?: readonly string[];
}

/** Every file with what it is expected to be. */
const FILES = readdirSync(EXPORTS, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith(ENDING))
  .sort()
  .map((name) => {
    const expected: Expected = JSON.parse(readFileSync(join(EXPORTS, name), 'utf8'));
    return [name.slice(0, -ENDING.length), expected] as const;
  });

async function recognisedAs(file: string): Promise<string[]> {
  const dir = await mkdtemp(join(tmpdir(), 'liangju-recognise-'));
  try {
    const sample = await takeSample(await expandFiles([file], dir, null));
    return FORMATS.filter((format) => format.recognises(sample)).map(({ name }) => name);
  } catch (error) {
    // What cannot even be unpacked is nobody's.
    if (error instanceof NotImportable) return [];
    throw error;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

describe('the files of Chinese systems', () => {
  test.each(FILES)('%s is claimed by its own format and by no other', async (name, { format }) => {
    const expected = FORMATS.filter((each) => each.name === format).map((each) => each.name);
    expect(await recognisedAs(join(EXPORTS, name))).toEqual(expected);
  });

  const own = FILES.flatMap(([name, expected]) => {
    const format = FORMATS.find((each) => each.name === expected.format);
    return format === undefined ? [] : [[name, format, expected] as const];
  });

  test.each(own)('%s is read record by record, without its secrets, the same each time', async (name, format, expected) => {
    const { items, refused } = await readFiles(format, [join(EXPORTS, name)]);
    expect(refused !== null).toBe(expected.refused === true);
    if (expected.refused === true) return;
    expect(items.filter(({ type }) => type !== 'page' && type !== 'notice')).toHaveLength(expected.records ?? -1);
    expect((await readFiles(format, [join(EXPORTS, name)])).items).toEqual(items);
    for (const secret of expected.mustNotBeStored ?? []) expect(JSON.stringify(items)).not.toContain(secret);
  });

  test('there are files of each of them', () => {
    expect(new Set(own.map(([, { name }]) => name)).size).toBe(FORMATS.length);
  });
});
