import { expect, test } from '@jest/globals';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ADMIN = join(import.meta.dirname, '../../client-console');

/** The files of a room that the console loads, each with who loads it; types are not loaded. */
async function loadedFrom(room: string): Promise<{ file: string; from: string }[]> {
  const found: { file: string; from: string }[] = [];
  for await (const file of glob('**/*.{ts,tsx}', { cwd: ADMIN })) {
    const text = await readFile(join(ADMIN, file), 'utf8');
    for (const [, from = ''] of text.matchAll(/^import (?!type\b)[^;]*?from '([^']+)'/gms)) {
      if (from.includes(`/${room}/`)) found.push({ file, from });
    }
  }
  return found;
}

test('the console takes the contract’s types alone: its schemas would double what browsers load and ask for eval', async () => {
  const found = await loadedFrom('contract');
  expect(found.filter(({ from }) => !/\/contract\/(?:secret-mask|origin)\.ts$/.test(from))).toEqual([]);
  expect(found).not.toEqual([]);
});

test('what the console takes from the domain brings nothing else along', async () => {
  const found = await loadedFrom('domain');
  expect(found).not.toEqual([]);
  for (const { file, from } of found)
    expect([from, await readFile(join(ADMIN, file, '..', from), 'utf8')]).toEqual([
      from,
      expect.not.stringMatching(/^import (?!type\b)(?!.* from '\.\/(?:all-sites|enumerations|law-settings|member-settings)\.ts')/m),
    ]);
});
