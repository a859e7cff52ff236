import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { ReviewerFields, ReviewerSettings } from '../../contract/reviewers.ts';
import { local, makeWorld, settings, subjectOf } from './world.ts';

const PAGES = ['docs/reviewers.md', 'docs/zh/reviewers.md'];
const read = (page: string): Promise<string> => readFile(join(import.meta.dirname, '../..', page), 'utf8');

describe.each(PAGES)('%s', (page) => {
  test('its example is a service that runs, takes what we sign, and refuses the rest', async () => {
    const example = /```js\n([\s\S]*?)```/.exec(await read(page))?.[1] ?? '';
    const folder = await mkdtemp(join(tmpdir(), 'liangju-docs-'));
    const file = join(folder, 'reviewer.mjs');
    await writeFile(file, example);
    const secret = 'a-secret-of-the-webhook';
    const env = { PATH: process.env.PATH ?? '', SECRET: secret, PORT: '0' };
    const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      let port = '';
      for await (const line of createInterface({ input: child.stdout })) {
        port = /^listening on (\d+)$/.exec(line)?.[1] ?? '';
        break;
      }
      const { reviewers } = makeWorld({ now: Date.now });
      const url = `http://127.0.0.1:${port}/`;
      const ask = (text: string, more: object = {}) =>
        reviewers.review([settings({ kind: 'webhook', url, secret, ...more })], subjectOf({ text }), local());
      expect(await ask('公园几点开门？')).toMatchObject([{ verdict: 'pass' }]);
      expect(await ask('便宜，加微信')).toMatchObject([
        { verdict: 'spam', score: 0.95, evidence: [{ start: 3, end: 6, category: 'ad' }, {}, {}] },
      ]);
      expect(await ask('便宜', { secret: 'another-secret-of-it' })).toMatchObject([{ evidence: [{ note: 'failed:refused' }] }]);
    } finally {
      child.kill();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('names every kind, every setting and every field, and its examples can be set', async () => {
    const text = await read(page);
    const kinds = ReviewerSettings.options.map((option) => option.shape.kind.value);
    const common = Object.keys(ReviewerSettings.options[0].shape).filter((name) => name !== 'url');
    for (const word of [...kinds, ...common, ...Object.keys(ReviewerFields.shape)]) expect(text).toContain(`\`${word}\``);
    const examples = [...text.matchAll(/^`(\{"kind".*\})`$/gm)].map(([, json = '']): unknown =>
      JSON.parse(json.replaceAll('…', 'xxxxxxxx')),
    );
    expect(
      z
        .array(z.object({ kind: z.string() }))
        .parse(examples)
        .map(({ kind }) => kind),
    ).toEqual(kinds.filter((kind) => kind !== 'webhook'));
    for (const example of examples) {
      const given = z.looseObject({ secret: z.string() }).parse(example);
      expect(ReviewerSettings.safeParse({ ...given, secret: given.secret.replaceAll(' ', '-') }).error).toBeUndefined();
    }
  });
});

test('both pages have the same example but for its comments, and the same tables', async () => {
  const [en = '', zh = ''] = await Promise.all(PAGES.map(read));
  const code = (text: string): string => (/```js\n([\s\S]*?)```/.exec(text)?.[1] ?? '').replace(/\/\/.*$/gm, '');
  expect(code(zh)).toBe(code(en));
  const rows = (text: string): string[] => [...text.matchAll(/^\| (`[^|]*?`)/gm)].map(([, name = '']) => name.replace(/` .*$/, '`'));
  expect(rows(zh)).toEqual(rows(en));
});
