import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ROOT } from '../support/import-graph.ts';

const page = readFileSync(join(ROOT, 'docs/ARCHITECTURE.md'), 'utf8');
const section = (title: string): string => page.split(/^## /m).find((part) => part.startsWith(title)) ?? '';

/** Whether a source text declares the name: a function, a class, an interface or a constant. */
const declares = (source: string, name: string): boolean =>
  new RegExp(`^\\s*(?:export )?(?:async )?(?:function|class|interface|const) ${name}\\b`, 'm').test(source);

describe('the newcomer’s walk', () => {
  const steps = section("A newcomer's walk");
  /** `name` in `file`, and `name` in the same file. */
  const NAMED = /`([A-Za-z]\w*)` in (?:`((?:server|client-\w+|contract)\/[\w/.-]+\.tsx?)`|the same file)/g;
  const named = steps
    .split('\n')
    .filter((line) => /^\d+\. /.test(line))
    .map((line) => {
      let file = '';
      return [...line.matchAll(NAMED)].map(([, name = '', path]) => {
        file = path ?? [...line.matchAll(/`((?:server|client-\w+)\/[\w/.-]+\.tsx?)`/g)][0]?.[1] ?? file;
        return { name, file };
      });
    });

  test('has ten steps, each with a file and a function', () => {
    expect(named).toHaveLength(10);
    for (const step of named) expect(step.length).toBeGreaterThan(0);
  });

  test.each(named.flatMap((step, n) => step.map(({ name, file }) => [n + 1, name, file] as const)))(
    'step %i: %s is in %s',
    (_n, name, file) => {
      expect(existsSync(join(ROOT, file)) ? '' : `${file} is missing`).toBe('');
      expect(declares(readFileSync(join(ROOT, file), 'utf8'), name) ? '' : `${file} has no ${name}`).toBe('');
    },
  );
});

describe('the tree', () => {
  const tree = section('The tree');
  const listed = [...tree.matchAll(/(?<![\w/`])([a-z][\w-]*)\//g)].map(([, name]) => name);
  const serverLines = tree.split('\n').filter((line) => /^ {2}\S/.test(line));
  const modules = serverLines.flatMap((line) =>
    [...(/^ {2}((?:[a-z][\w-]*\/ ?)+)/.exec(line)?.[1] ?? '').matchAll(/([\w-]+)\//g)].map(([, name]) => name),
  );

  test('lists every module of the server once, and no other', () => {
    const folders = readdirSync(join(ROOT, 'server'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== 'public')
      .map(({ name }) => name);
    expect([...modules].sort()).toEqual(folders.sort());
  });

  test('lists the folders at the root that hold sources', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && /^(?:client-\w+|contract|server|test|bench|scripts)$/.test(entry.name))
      .map(({ name }) => name);
    expect(folders.filter((name) => !listed.includes(name))).toEqual([]);
  });
});

describe('the pages about how to add something', () => {
  const pages = ['docs/how-to', 'docs/zh/how-to'].flatMap((folder) =>
    readdirSync(join(ROOT, folder)).map((name) => [`${folder}/${name}`, readFileSync(join(ROOT, folder, name), 'utf8')] as const),
  );

  test('are the same in both languages', () => {
    const names = (folder: string): string[] => readdirSync(join(ROOT, folder)).sort();
    expect(names('docs/zh/how-to')).toEqual(names('docs/how-to'));
  });

  test.each(pages)('%s names files that are there, and ends with the tests to run', (_name, text) => {
    const paths = [...text.matchAll(/`((?:server|client-\w+|contract|test|bench|docs|scripts)\/[\w/.-]*)`/g)].map(([, path = '']) => path);
    expect(paths.length).toBeGreaterThan(5);
    expect(paths.filter((path) => !path.includes('*') && !existsSync(join(ROOT, path)))).toEqual([]);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^\*\*(?:Tests to run:|要跑的测试：)\*\* .*`test\//);
  });
});
