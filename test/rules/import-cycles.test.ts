import { expect, test } from '@jest/globals';
import { allImports, cycles, edgesOf, importsOf, moduleOf } from '../support/import-graph.ts';

const imports = allImports();

test('no two modules import each other, types included', () => {
  expect(imports.length).toBeGreaterThan(1000);
  expect(cycles(edgesOf(imports, moduleOf, false))).toEqual([]);
});

test('no two files import each other, types included', () => {
  expect(cycles(edgesOf(imports, (file) => file))).toEqual([]);
});

test.each([
  ["import { a } from './b.ts';", 'server/x/b.ts', false],
  ["import type { A } from '../y/b.ts';", 'server/y/b.ts', true],
  ["import { type A, type B } from './b.ts';", 'server/x/b.ts', true],
  ["import { type A, b } from './b.ts';", 'server/x/b.ts', false],
  ["import {\n  a,\n  b,\n} from './b.ts';", 'server/x/b.ts', false],
  ["export * from './b.ts';", 'server/x/b.ts', false],
  ["export type { A } from './b.ts';", 'server/x/b.ts', true],
  ["import './b.ts';", 'server/x/b.ts', false],
  ["const b = await import('./b.ts');", 'server/x/b.ts', false],
  ["type B = typeof import('./b.ts');", 'server/x/b.ts', true],
  ["import { z } from 'zod';", 'zod', false],
])('%s is one import', (source, to, isType) => {
  expect(importsOf('server/x/a.ts', source)).toEqual([expect.objectContaining({ to, isType })]);
});

test('a cycle of three is found, with what it imports left out', () => {
  const edges = new Map([
    ['a', new Set(['b', 'd'])],
    ['b', new Set(['c'])],
    ['c', new Set(['a'])],
    ['d', new Set<string>()],
  ]);
  expect(cycles(edges)).toEqual([['a', 'b', 'c']]);
});
