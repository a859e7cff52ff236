import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript-5';
import { ROOT, sourceFiles } from '../support/import-graph.ts';

/** The texts of a list of literals, as an array or as a union of types; null where something else is among them. */
function literalsOf(node: ts.Node): string[] | null {
  const members = ts.isArrayLiteralExpression(node)
    ? [...node.elements]
    : ts.isUnionTypeNode(node)
      ? node.types.map((type) => (ts.isLiteralTypeNode(type) ? type.literal : type))
      : [];
  const texts = members.flatMap((member) => (ts.isStringLiteral(member) ? [member.text] : []));
  return members.length > 1 && texts.length === members.length ? texts : null;
}

/** Every list of literals in a file, with its line. */
function listsIn(file: string): { line: number; key: string }[] {
  const tree = ts.createSourceFile(file, readFileSync(join(ROOT, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found: { line: number; key: string }[] = [];
  const visit = (node: ts.Node): void => {
    const texts = literalsOf(node);
    if (texts !== null) found.push({ line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1, key: texts.sort().join(' ') });
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

test('an enumeration of the domain is written once', async () => {
  const known = new Map<string, string>();
  for (const name of readdirSync(join(ROOT, 'server/domain'))) {
    const exported: Record<string, unknown> = await import(join(ROOT, 'server/domain', name));
    for (const [constant, value] of Object.entries(exported)) {
      if (!/^[A-Z_]+$/.test(constant) || !Array.isArray(value) || value.length < 2 || !value.every((one) => typeof one === 'string'))
        continue;
      known.set([...value].sort().join(' '), `${constant} of server/domain/${name}`);
    }
  }
  expect(known.size).toBeGreaterThan(20);
  const again = sourceFiles()
    .filter((file) => /^(?:server|contract)\//.test(file) && !file.startsWith('server/domain/'))
    .flatMap((file) => listsIn(file).flatMap(({ line, key }) => (known.has(key) ? [`${file}:${line} is ${known.get(key)}`] : [])));
  expect(again).toEqual([]);
});
