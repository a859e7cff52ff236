import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { SCRIPTS, STYLES } from '../../server/http/routes/compat-files.ts';
import { ROOT } from '../support/import-graph.ts';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const names = (folder: string): string[] => readdirSync(join(ROOT, folder)).sort();
const PAGES = names('docs/move');
const SYSTEMS = PAGES.filter((name) => name !== 'loaders.md');

/** What stands between marks of code, in order. */
const codeIn = (text: string): string[] => [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);
const headingsIn = (text: string): string[] => [...text.matchAll(/^## (.*)$/gm)].map(([, title = '']) => title);
const rowsIn = (text: string): number => text.match(/^\|/gm)?.length ?? 0;
/** A heading as links name it. */
const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .replaceAll(' ', '-');

test('there is a page for each system, in both languages', () => {
  expect(PAGES).toEqual(['artalk.md', 'disqus.md', 'loaders.md', 'twikoo.md', 'valine.md', 'waline.md']);
  expect(names('docs/zh/move')).toEqual(PAGES);
});

describe.each(PAGES)('%s', (name) => {
  const [english, chinese] = [read(`docs/move/${name}`), read(`docs/zh/move/${name}`)];

  test('says the same in both languages', () => {
    expect(codeIn(chinese)).toEqual(codeIn(english));
    expect(headingsIn(chinese)).toHaveLength(headingsIn(english).length);
    expect(rowsIn(chinese)).toBe(rowsIn(english));
  });

  test('names files that are served', () => {
    for (const text of [english, chinese]) {
      const files = [...text.matchAll(/\/compat\/((?:[\w-]+\.)+(?:m?js|css))/g)].map(([, file = '']) => file);
      for (const file of files) expect([file, Object.hasOwn(SCRIPTS, file) || STYLES.has(file)]).toEqual([file, true]);
    }
  });

  test('leads to headings that are there', () => {
    for (const page of [`docs/move/${name}`, `docs/zh/move/${name}`]) {
      for (const [, path = '', anchor] of read(page).matchAll(/\]\((?!\w+:)([^)#]+)(?:#([^)]+))?\)/g)) {
        const target = read(normalize(join(dirname(page), path)));
        const titles = [...target.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => slug(title));
        if (anchor !== undefined) expect(titles).toContain(anchor);
      }
    }
  });
});

test.each(SYSTEMS)('%s shows what it looks like afterwards, in a picture that is small and described in words', (name) => {
  const file = `docs/images/move/${name.replace('.md', '.webp')}`;
  const bytes = readFileSync(join(ROOT, file));
  expect(bytes.subarray(8, 12).toString('latin1')).toBe('WEBP');
  expect(bytes.length).toBeLessThanOrEqual(60_000);
  for (const page of [`docs/move/${name}`, `docs/zh/move/${name}`]) {
    const pictures = [...read(page).matchAll(/!\[(.+)\]\(([^)]+)\)/g)].map(([, , path = '']) => normalize(join(dirname(page), path)));
    expect(pictures).toEqual([file]);
  }
});

test.each(SYSTEMS)('%s has three steps, the middle one a command with a dry run before it', (name) => {
  for (const [text, steps] of [
    [read(`docs/move/${name}`), [/^1\./, /^2\./, /^3\./]],
    [read(`docs/zh/move/${name}`), [/^一、/, /^二、/, /^三、/]],
  ] as const) {
    expect(headingsIn(text)).toHaveLength(3);
    for (const [i, step] of steps.entries()) expect(headingsIn(text)[i]).toMatch(step);
    const [dry, real] = codeIn(text)[0]?.trim().split('\n') ?? [];
    expect(dry).toBe(`${real} --dry-run`);
    expect(real).toMatch(/^npx liangju import \S+ --site blog --base-url https:\/\/blog\.example\.com$/);
  }
});

test('the page about the files names each of them', () => {
  const text = read('docs/move/loaders.md');
  for (const file of Object.keys(SCRIPTS)) expect([file, text.includes(`\`${file}\``)]).toEqual([file, true]);
});
