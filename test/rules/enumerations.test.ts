import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript-5';
import { ROOT, sourceFiles } from '../support/import-graph.ts';

/** A list of literals in a file, as an array or as a union of types. */
interface LiteralList {
  line: number;
  /** Its texts, in no order. */
  key: string;
  /** The exported constant or type that it is all of; null where it stands in something else. */
  name: string | null;
}

/** The texts of a list of literals; null where something else is among them. */
function literalsOf(node: ts.Node): string[] | null {
  const members = ts.isArrayLiteralExpression(node)
    ? [...node.elements]
    : ts.isUnionTypeNode(node)
      ? node.types.map((type) => (ts.isLiteralTypeNode(type) ? type.literal : type))
      : [];
  const texts = members.flatMap((member) => (ts.isStringLiteral(member) ? [member.text] : []));
  return members.length > 1 && texts.length === members.length ? texts : null;
}

/** The exported constant or type whose value a node is: `export const X = [...] as const`, `export type X = 'a' | 'b'`. */
function exportedName(node: ts.Node): string | null {
  const { parent } = node;
  if (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)) return exportedName(parent);
  const isAll = ts.isTypeAliasDeclaration(parent) || (ts.isVariableDeclaration(parent) && parent.initializer === node);
  const statement = ts.isVariableDeclaration(parent) ? parent.parent.parent : parent;
  const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return isAll && isExported === true && parent.name !== undefined && ts.isIdentifier(parent.name) ? parent.name.text : null;
}

/** Every list of literals in a source text. The key of a `Pick` or an `Omit` names fields of one type, and is none. */
function listsIn(file: string, source: string): LiteralList[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const found: LiteralList[] = [];
  const visit = (node: ts.Node): void => {
    const texts = literalsOf(node);
    const isKeys = ts.isTypeReferenceNode(node.parent ?? node) && /^(?:Pick|Omit)</.test(node.parent.getText(tree));
    if (texts !== null && !isKeys) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;
      found.push({ line, key: texts.sort().join(' '), name: exportedName(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const isOwner = (file: string): boolean => /^(?:server\/domain|contract)\//.test(file);
const all = sourceFiles().flatMap((file) => listsIn(file, readFileSync(join(ROOT, file), 'utf8')).map((list) => ({ file, ...list })));
/** The enumerations of the domain and the contract, by their texts, each where it is declared. */
const known = new Map(all.filter(({ file, name }) => isOwner(file) && name !== null).map((list) => [list.key, list]));

describe('an enumeration of the domain or the contract is written once', () => {
  test('those that are looked for', () => {
    expect(known.size).toBeGreaterThan(25);
    expect([...known.values()].map(({ name }) => name)).toEqual(
      expect.arrayContaining(['COMMENT_STATUSES', 'CASE_KINDS', 'SITE_MODES', 'SORTS', 'REASON_CODES', 'LANGS', 'REVIEWER_KINDS']),
    );
  });

  test.each(['server', 'contract', 'client-console', 'client-widget', 'client-shared'])('%s', (module) => {
    const again = all.flatMap(({ file, line, key }) => {
      const first = known.get(key);
      const isItself = first?.file === file && first.line === line;
      return !file.startsWith(`${module}/`) || first === undefined || isItself ? [] : [`${file}:${line} is ${first.name} of ${first.file}`];
    });
    expect(again).toEqual([]);
  });

  test('a list of three and more that is a client’s own is written once too', () => {
    const own = all.filter(({ file, key }) => file.startsWith('client-') && key.split(' ').length > 2);
    const again = own.filter((list, n) => own.findIndex(({ key }) => key === list.key) !== n);
    expect(again.map(({ file, line, key }) => `${file}:${line} ${key}`)).toEqual([]);
  });

  test.each([
    ["const a = ['x', 'y'];", ['x y']],
    ["let a: 'y' | 'x' = 'x';", ['x y']],
    ["new Set(['x', 'y']);", ['x y']],
    ["type A = Pick<B, 'x' | 'y'>;", []],
    ["const a = ['x', other];", []],
    ["const a = ['x'];", []],
  ])('%j has the lists %j', (source, keys) => {
    expect(listsIn('one.ts', source).map(({ key }) => key)).toEqual(keys);
  });
});
