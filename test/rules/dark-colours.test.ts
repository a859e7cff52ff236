import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const TOKENS = join(import.meta.dirname, '../../client-console/style/tokens.css');

test('the console’s dark colours are the same, whether the system wants them or the moderator', async () => {
  const css = await readFile(TOKENS, 'utf8');
  /** The declarations behind a selector, line by line. */
  const declared = (selector: string): string[] =>
    (css.split(`${selector} {`)[1]?.split('}')[0] ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const bySystem = declared(':root:not([data-theme="light"])');
  expect(bySystem.length).toBeGreaterThan(20);
  expect(declared(':root[data-theme="dark"]')).toEqual(bySystem);
});
