import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-5';
import { moduleOf, ROOT, sourceFiles } from './import-graph.ts';

/** Words that are not used for things here, what is said instead, and the few uses that are right. */
interface Rule {
  /** Lower case, with their forms. */
  words: readonly string[];
  /** The ordinary term. */
  instead: string;
  /** Where they are looked for: names that the code declares (split by camel case, files' names too), sentences of comments. */
  where: readonly ('name' | 'comment')[];
  /** Only in these files; left out: in all. */
  only?: RegExp;
  allowed?: readonly Allowed[];
}
/** A use that is right: in these files, names or lines (all that are given), and why. */
interface Allowed {
  file?: RegExp;
  name?: RegExp;
  line?: RegExp;
  why: string;
}

const BOTH = ['name', 'comment'] as const;
const NAMES = ['name'] as const;
const COMMENTS = ['comment'] as const;

export const RULES: readonly Rule[] = [
  {
    words: ['act', 'acts'],
    instead: 'write, transaction (store); action (widget, console)',
    where: BOTH,
    allowed: [
      { line: /\b(?:who|they|may|to|not|nobody|people|staff|phase|learners?|only|it|must|can|never) acts?\b/i, why: 'the verb' },
      { line: /\bacts? (?:as|by|on|only|for|in)\b/i, why: 'the verb' },
      { name: /^act$/, file: /^contract\/moderation\.ts$/, why: 'a field of the public contract' },
      {
        name: /^act$/,
        file: /^client-console\/(?:calls|comments\/apply-action|queue\/decide(?:-cluster)?)\.ts$/,
        why: 'the same field in the body of a decision, sent and kept',
      },
      { name: /^act$/, file: /^server\/desk\/decide\.ts$/, why: 'the audit keeps it under the name that it has in the contract' },
    ],
  },
  {
    words: ['road', 'roads', 'door', 'doors'],
    instead: 'channel, transport, request; outbound HTTP client',
    where: BOTH,
    allowed: [{ line: /`road block`/, why: 'an example of an entry in a word list' }],
  },
  {
    words: ['hear', 'hears', 'heard', 'hearing'],
    instead: 'subscribe, receive, on…, handler',
    where: BOTH,
  },
  {
    words: ['listen', 'listens', 'listening'],
    instead: 'subscribe, follow',
    where: BOTH,
    allowed: [
      { file: /^server\/(?:http\/|cluster\/|cli\/|config\/|app\.ts)/, why: 'net.Server listens on a port' },
      { line: /\b(?:port|address|socket|server|once it)\b/i, why: 'net.Server listens on a port' },
    ],
  },
  {
    words: ['listener', 'listeners'],
    instead: 'handler, subscription, follower',
    where: NAMES,
    allowed: [{ name: /^(?:add|remove|set)\w*Listeners?$/, why: 'the name of the platform’s own method' }],
  },
  {
    words: ['tell', 'tells', 'telling', 'told'],
    instead: 'notify, publish, report, send; text, message',
    where: BOTH,
    allowed: [{ line: /\btells?\b.* (?:apart|from)\b/, why: 'to distinguish' }],
  },
  {
    words: ['said', 'saying'],
    instead: 'LocalizedText, message; sent',
    where: BOTH,
    allowed: [{ line: /\byou have said\b/i, why: 'a person says it' }],
  },
  { words: ['say', 'says'], instead: 't(), format(), localize()', where: NAMES },
  {
    words: ['news'],
    instead: 'message, change, event',
    where: BOTH,
    allowed: [
      { name: /^news$/, file: /^server\/sites\/make-site\.ts$/, why: 'the site type 新闻' },
      { name: /^news$/, file: /^client-console\/i18n\//, why: 'the label of the site type 新闻' },
      { line: /news (?:site|article|portal)|`news`|'news'/i, why: 'the site type 新闻' },
    ],
  },
  { words: ['word', 'words'], instead: 'message, signal', where: BOTH, only: /^server\/(?:events|live|cluster)\// },
  {
    words: ['neighbour', 'neighbours'],
    instead: 'peers (other processes); n-grams (in a text)',
    where: BOTH,
    allowed: [{ line: /\bneighbouring\b/i, why: 'beside each other' }],
  },
  { words: ['shelf', 'shelves', 'shelved', 'shelve'], instead: 'page cache, cached page', where: BOTH },
  { words: ['marks', 'turns'], instead: 'versions, rate tokens', where: NAMES, only: /^server\/page-cache\// },
  { words: ['fire'], instead: 'hot page, busy', where: COMMENTS, allowed: [{ line: /\bfires\b/, why: 'a timer fires' }] },
  {
    words: ['standing'],
    instead: 'author history',
    where: BOTH,
    allowed: [
      {
        name: /^standing$/,
        file: /^client-console\/(?:i18n\/[\w-]+\/terms|text\/reasons)\.ts$/,
        why: 'a phase, as stored findings name it',
      },
    ],
  },
  {
    words: ['judge', 'judges', 'judged', 'judging', 'judgement'],
    instead: 'screen, assess (the pipeline); decide (a person)',
    where: BOTH,
  },
  { words: ['seal', 'seals', 'sealed', 'unseal'], instead: 'encrypt, encrypted', where: BOTH },
  { words: ['lent', 'lend', 'lends', 'lending'], instead: 'lease, leased', where: BOTH },
  { words: ['filing'], instead: 'index queue, indexing', where: BOTH },
  {
    words: ['considerate', 'stir', 'strike', 'ledger', 'tame'],
    instead: 'throttled, mix, undo, record, log',
    where: BOTH,
    allowed: [{ name: /^strike$/, file: /^server\/markup\/render-body\.ts$/, why: 'an element of HTML' }],
  },
  { words: ['enter', 'entered'], instead: 'record, log', where: NAMES, only: /^server\/(?:store|domain|people|desk|sites|threads)\// },
  { words: ['upkeep', 'sweep', 'sweeps', 'sweeping', 'sweeper'], instead: 'maintenance, cleanup', where: BOTH },
  {
    words: ['house', 'houses', 'wall', 'walls'],
    instead: 'service; import rule',
    where: BOTH,
    allowed: [{ line: /\bwall time\b/, why: 'the time by the clock on the wall, as measured by a benchmark' }],
  },
  {
    words: ['room', 'rooms'],
    instead: 'module; space',
    where: BOTH,
    allowed: [
      { file: /^(?:server\/live\/|contract\/live\.ts|docs\/glossary\.md)/, why: 'a room of socket.io' },
      {
        line: /\b(?:is|be|no|still|makes?|making|has|have|much|more|enough|whether|leaves?) room\b|\broom (?:for|in|left|is|to)\b/i,
        why: 'space',
      },
    ],
  },
  { words: ['whoever'], instead: 'who; the caller, the reader, the client', where: BOTH },
];

/** A forbidden word in a file. */
export interface Finding {
  file: string;
  line: number;
  word: string;
  /** The name, or the line of the comment. */
  text: string;
  instead: string;
}

const parts = (name: string): string[] => (name.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? []).map((part) => part.toLowerCase());

function check(file: string, line: number, where: 'name' | 'comment', text: string): Finding[] {
  const words = where === 'name' ? parts(text) : (text.toLowerCase().match(/[a-z]+/g) ?? []);
  return RULES.filter((rule) => rule.where.includes(where) && (rule.only === undefined || rule.only.test(file))).flatMap((rule) => {
    const word = words.find((one) => rule.words.includes(one));
    const isAllowed = rule.allowed?.some(
      ({ file: files, name, line: lines }) =>
        (files?.test(file) ?? true) &&
        (where === 'name' ? lines === undefined && (name?.test(text) ?? true) : name === undefined && (lines?.test(text) ?? true)),
    );
    return word === undefined || isAllowed ? [] : [{ file, line, word, text: text.trim(), instead: rule.instead }];
  });
}

/** The name that a node declares, where it declares one by an identifier. */
function declaredName(node: ts.Node): ts.Identifier | undefined {
  if (ts.isVariableDeclaration(node) || ts.isParameter(node) || ts.isBindingElement(node))
    return ts.isIdentifier(node.name) ? node.name : undefined;
  if (ts.isPropertyAccessExpression(node) || ts.isImportSpecifier(node) || ts.isShorthandPropertyAssignment(node)) return undefined;
  const name = ts.isNamedTupleMember(node) || ts.isExportSpecifier(node) ? node.name : ts.getNameOfDeclaration(asDeclaration(node));
  return name !== undefined && ts.isIdentifier(name) ? name : undefined;
}
const asDeclaration = (node: ts.Node): ts.Declaration | undefined => (isDeclaration(node) ? node : undefined);
const isDeclaration = (node: ts.Node): node is ts.Declaration =>
  ts.isFunctionDeclaration(node) ||
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isMethodSignature(node) ||
  ts.isPropertySignature(node) ||
  ts.isPropertyDeclaration(node) ||
  ts.isPropertyAssignment(node) ||
  ts.isGetAccessorDeclaration(node);

/** The forbidden words of a source text: in the names it declares, in its comments and in the file's own name. */
export function forbiddenWords(file: string, source: string): Finding[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const lineAt = (position: number): number => tree.getLineAndCharacterOfPosition(position).line + 1;
  const found = check(
    file,
    1,
    'name',
    file
      .split('/')
      .at(-1)
      ?.replace(/\.tsx?$/, '') ?? '',
  );
  const comments = new Set<number>();
  const readComments = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) {
      if (comments.has(pos)) continue;
      comments.add(pos);
      for (const [n, text] of source.slice(pos, end).split('\n').entries()) found.push(...check(file, lineAt(pos) + n, 'comment', text));
    }
  };
  const visit = (node: ts.Node): void => {
    // A text between tags has no comments.
    if (!ts.isJsxText(node)) {
      readComments(ts.getLeadingCommentRanges(source, node.pos));
      readComments(ts.getTrailingCommentRanges(source, node.end));
    }
    const name = declaredName(node);
    if (name !== undefined) found.push(...check(file, lineAt(name.getStart(tree)), 'name', name.text));
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found.sort((a, b) => a.line - b.line);
}

/** The forbidden words of a page in Markdown: in its prose, not in code, links or examples of words in “ ”. */
export function forbiddenProse(file: string, source: string): Finding[] {
  let isCode = false;
  return source.split('\n').flatMap((line, n) => {
    if (/^\s*```/.test(line)) isCode = !isCode;
    return isCode ? [] : check(file, n + 1, 'comment', line.replace(/`[^`]*`|\]\([^)]*\)|“[^”]*”/g, ''));
  });
}

/** The pages in English, without the log of changes, which has the former names. */
const englishPages = (): string[] =>
  execFileSync('git', ['ls-files', '--', '*.md'], { cwd: ROOT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => /^(?:[A-Z]+|docs\/(?!zh\/).*)\.md$/.test(file) && !/^(?:CHANGELOG|THIRD_PARTY)\.md$/.test(file));

/** The forbidden words of all source files and of the pages in English. */
export const allForbiddenWords = (): Finding[] => [
  ...sourceFiles().flatMap((file) => forbiddenWords(file, readFileSync(join(ROOT, file), 'utf8'))),
  ...englishPages().flatMap((file) => forbiddenProse(file, readFileSync(join(ROOT, file), 'utf8'))),
];

/** One line for a finding. */
export const describeFinding = ({ file, line, word, text, instead }: Finding): string => `${file}:${line} ${word}: ${text} (${instead})`;

if (import.meta.main) {
  const found = allForbiddenWords();
  for (const finding of found) console.log(describeFinding(finding));
  const counts = new Map<string, number>();
  for (const { file } of found) counts.set(moduleOf(file), (counts.get(moduleOf(file)) ?? 0) + 1);
  for (const [name, n] of [...counts].sort(([, a], [, b]) => b - a)) console.log(`${name}: ${n}`);
  console.log(`in all: ${found.length}`);
}
