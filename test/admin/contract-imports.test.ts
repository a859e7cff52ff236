import { expect, test } from '@jest/globals';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ADMIN = join(import.meta.dirname, '../../server/admin');

test('the console takes the contract’s types alone: its schemas would double what browsers load and ask for eval', async () => {
  const found: string[] = [];
  for await (const file of glob('**/*.{ts,tsx}', { cwd: ADMIN })) {
    const text = await readFile(join(ADMIN, file), 'utf8');
    for (const [, from] of text.matchAll(/^import (?!type\b)[^;]*?from '([^']*\/contract\/[^']+)'/gms)) found.push(`${file}: ${from}`);
  }
  expect(found.filter((one) => !one.endsWith('/contract/secret-mask.ts'))).toEqual([]);
  expect(found).not.toEqual([]);
});
