import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript-5';
import { ROOT, sourceFiles } from '../support/import-graph.ts';

const MOST = 80;
/** How the comment at the head of a longer one says why it stays whole. */
const REASON = /\bOver 80 lines(?: because|:| by)(?: [^\s.]+){4,}/;

interface LongFunction {
  /** Where it stands and what it is called. */
  readonly name: string;
  readonly lines: number;
  readonly hasReason: boolean;
}

/** The comments before the node, and before what it is the whole value of: `const f = () => …`, `on('x', () => …)`. */
function headOf(node: ts.Node, source: string): string {
  let text = '';
  for (let head = node; !ts.isSourceFile(head) && !ts.isBlock(head); head = head.parent) {
    for (const { pos, end } of ts.getLeadingCommentRanges(source, head.getFullStart()) ?? []) text += `${source.slice(pos, end)}\n`;
    if (ts.isStatement(head) || ts.isClassElement(head) || ts.isObjectLiteralElement(head)) break;
  }
  // A comment of several lines is one text.
  return text.replace(/\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' ');
}

/** The functions of a source text that have more than 80 lines, their heads and ends included. */
function longFunctions(file: string, source: string): LongFunction[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const lineAt = (at: number): number => parsed.getLineAndCharacterOfPosition(at).line;
  const found: LongFunction[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) {
      const [first, last] = [lineAt(node.getStart(parsed)), lineAt(node.end)];
      const called = ts.getNameOfDeclaration(node)?.getText(parsed) ?? 'a function without a name';
      const lines = last - first + 1;
      if (lines > MOST) found.push({ name: `${file}:${first + 1} ${called}`, lines, hasReason: REASON.test(headOf(node, source)) });
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

test('every function over 80 lines says at its head why it stays whole', () => {
  const long = sourceFiles().flatMap((file) => longFunctions(file, readFileSync(join(ROOT, file), 'utf8')));
  expect(long.filter(({ hasReason }) => !hasReason).map(({ name, lines }) => `${name}: ${lines} lines`)).toEqual([]);
});

describe('the rule', () => {
  const lines = (n: number): string => 'go();\n'.repeat(n);
  const WHY = 'Over 80 lines because its steps are one state machine.';

  test.each<[string, string, boolean[]]>([
    ['a function of 80 lines', `function f() {\n${lines(78)}}`, []],
    ['one of 81', `function f() {\n${lines(79)}}`, [false]],
    ['one with a reason', `/** Goes. ${WHY} */\nexport function f() {\n${lines(79)}}`, [true]],
    [
      'one whose reason goes over two lines',
      `/**\n * Goes. Over 80 lines:\n * its steps are one state machine.\n */\nfunction f() {\n${lines(79)}}`,
      [true],
    ],
    ['one without a reason after the words', `/** Over 80 lines. */\nfunction f() {\n${lines(79)}}`, [false]],
    ['an arrow function with a reason', `/** ${WHY} */\nconst f = () => {\n${lines(79)}};`, [true]],
    ['a callback', `on('x', () => {\n${lines(79)}});`, [false]],
    ['a method', `const a = {\n  /** ${WHY} */\n  b() {\n${lines(79)}},\n};`, [true]],
    [
      'a long one in a long one, which has a reason of its own',
      `/** ${WHY} */\nfunction f() {\nfunction g() {\n${lines(79)}}\n}`,
      [true, false],
    ],
    ['a comment somewhere else', `/** ${WHY} */\nconst a = 1;\nfunction f() {\n${lines(79)}}`, [false]],
  ])('of %s', (_name, source, reasons) => {
    expect(longFunctions('server/x.ts', source).map(({ hasReason }) => hasReason)).toEqual(reasons);
  });
});
