import { expect, test } from '@jest/globals';
import { hintsFor } from '../../server/config/hints.ts';
import { readSettings } from '../../server/config/load.ts';

test.each([
  [{}, []],
  [{ NODE_ENV: 'production', PUBLIC_URL: 'https://comments.example.com', TRUST_PROXY: '1' }, []],
  [{ PUBLIC_URL: 'https://comments.example.com' }, ['TRUST_PROXY']],
  [{ NODE_ENV: 'production' }, ['https PUBLIC_URL']],
])('%j is told about %j', (env, words) => {
  const hints = hintsFor(readSettings({ env }).settings).map(({ en }) => en);
  expect(hints).toHaveLength(words.length);
  for (const [i, word] of words.entries()) expect(hints[i]).toContain(word);
});
