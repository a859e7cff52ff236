import { WordEntryField } from '../../contract/site.ts';
import type { WordComment, WordEntry, WordListContent } from '../domain/words.ts';
import { newText, normaliseInto } from './text/normalise.ts';
import { readRule } from './text/word-rule.ts';
import { type LineDoubt, WORD_LEVELS } from '../domain/enumerations.ts';

/** A line that could not be used, and why. */
export interface RefusedLine {
  line: number;
  why: string;
}
/** A line that was used, but perhaps not as it was meant. */
export interface DoubtfulLine {
  line: number;
  /** `read-by-blanks`: taken for tabs; `blanks-in-word`: taken as one word. */
  why: LineDoubt;
  /** The line as it was read, where it can be written so that there is no doubt. */
  as?: string;
}
export interface ParsedWords extends WordListContent {
  refused: RefusedLine[];
  warnings: DoubtfulLine[];
}
/** What stands on the lines of a list. */
export interface ReadLines {
  entries: ReadEntry[];
  /** Remarks and empty lines. */
  comments: ReadComment[];
  warnings: DoubtfulLine[];
}
export interface ReadComment {
  line: number;
  text: string;
}
/** An entry as it was read, with the line it stands on. */
export interface ReadEntry {
  line: number;
  word: string;
  level: string;
  category: string;
  options: string[];
}

/** Scratch for one word at a time. */
const buffer = newText(256);
const signsOf = (text: string): number => normaliseInto(buffer, text).length;

const LEVELS: ReadonlySet<string> = new Set(WORD_LEVELS);

/**
 * Reads the list format: one entry a line, `word TAB level TAB category TAB options` (options separated by
 * commas); a word alone is held. Empty lines and lines that begin with # are comments, and are kept.
 */
export function parseWordList(text: string): ParsedWords {
  return acceptLines(listLines(text));
}

/** The lines of the list format, as they were read. */
export function listLines(text: string): ReadLines {
  return readLines(text, (raw, line) => {
    const [word = '', level = '', category = '', options = ''] = raw.split('\t').map((part) => part.trim());
    return readEntry(line, word, level, category, options);
  });
}

/**
 * Reads lines of a format of one entry a line, with remarks between them.
 * @param read makes an entry of a line that is none of these.
 */
export function readLines(text: string, read: (raw: string, line: number) => ReadEntry): ReadLines {
  const found: ReadLines = { entries: [], comments: [], warnings: [] };
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  // The end of the last line is no empty line.
  if (lines.at(-1) === '') lines.pop();
  for (const [i, raw] of lines.entries()) {
    const line = i + 1;
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) {
      found.comments.push({ line, text });
      continue;
    }
    const blank = raw.includes('\t') ? null : readByBlanks(text, line);
    if (blank !== null) found.warnings.push(blank.warning);
    found.entries.push(blank?.entry ?? read(raw, line));
  }
  return found;
}

/** A word, and behind blanks one of the levels, perhaps with what belongs behind it. */
const BY_BLANKS = /^(?<word>\S.*?)\s+(?<level>block|hold|review|mask|allow)(?:\s+(?<category>\S+)(?:\s+(?<options>.+))?)?$/u;
/** Longer ones are no entries. */
const LONGEST_LINE = 500;
/** Words of a language in which the names of the levels are no words. */
const IS_OTHER_SCRIPT = /(?!\p{Script=Latin})\p{L}/u;

/**
 * A line that looks as if its tabs were typed as blanks. `发票 block ad` can mean nothing else and is read so;
 * of `road block` nobody knows: it stays one word. Both are reported.
 */
function readByBlanks(text: string, line: number): { entry: ReadEntry | null; warning: DoubtfulLine } | null {
  if (text.length > LONGEST_LINE) return null;
  const { word, level = '', category = '', options = '' } = BY_BLANKS.exec(text)?.groups ?? {};
  if (word === undefined) return null;
  if (!IS_OTHER_SCRIPT.test(word)) return { entry: null, warning: { line, why: 'blanks-in-word' } };
  const as = [word, level, category, options].join('\t').trimEnd();
  return { entry: readEntry(line, word, level, category, options), warning: { line, why: 'read-by-blanks', as } };
}

/** An entry of texts, of which all but the word may be empty. */
export function readEntry(line: number, word: string, level: string, category: string, options: string): ReadEntry {
  const named = options
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return { line, word: word.trim(), level: level || 'hold', category: category || 'custom', options: named };
}

/** Splits entries that arrived as data into those that can be used and those that cannot. */
export function checkEntries({ entries, comments }: { entries: readonly WordEntry[]; comments: readonly WordComment[] }): ParsedWords {
  // An entry has the number of its line; a remark stands right behind the entry before it.
  const lines = comments.map(({ after, text }) => ({ line: after + 0.5, text })).sort((one, other) => one.line - other.line);
  return acceptLines({ entries: entries.map((entry, i) => ({ ...entry, line: i + 1 })), comments: lines, warnings: [] });
}

/** Splits what was read into entries that can be used, each once, and lines that cannot, with the reason. */
export function acceptLines({ entries: read, comments, warnings }: ReadLines): ParsedWords {
  const entries = new Map<string, { line: number; entry: WordEntry }>();
  const refused: RefusedLine[] = [];
  for (const { line, ...given } of read) {
    const why = fault(given);
    const parsed = why === null ? WordEntryField.safeParse(given) : null;
    const key = `${given.word}\t${given.level}`;
    if (parsed?.success === true) entries.set(key, { line: entries.get(key)?.line ?? line, entry: parsed.data });
    else refused.push({ line, why: why ?? String(parsed?.error?.issues[0]?.path[0] ?? 'entry') });
  }
  const useless = new Set(refused.map(({ line }) => line));
  const kept = [...entries.values()];
  return {
    entries: kept.map(({ entry }) => entry),
    comments: placed(comments, kept),
    refused,
    warnings: warnings.filter(({ line }) => !useless.has(line)),
  };
}

/** The remarks with the number of entries that stand before them. Both are in the order of the list. */
function placed(comments: readonly ReadComment[], entries: readonly { line: number }[]): WordComment[] {
  let after = 0;
  return comments.map(({ line, text }) => {
    while ((entries[after]?.line ?? Number.POSITIVE_INFINITY) < line) after++;
    return { after, text };
  });
}

/** Why an entry cannot be used: a stable word, or null. */
function fault({ word, level, options }: Omit<ReadEntry, 'line' | 'category'>): string | null {
  if (!LEVELS.has(level)) return 'unknown-level';
  if (signsOf(word) === 0) return 'no-letters';
  const rule = readRule({ word, options });
  if (typeof rule === 'string') return rule;
  const lengths = rule.parts.map(signsOf);
  if (lengths.includes(0) || rule.unless.some((part) => signsOf(part) === 0)) return 'no-letters';
  // A single sign stands in every second text; who means it says so.
  const all = lengths.reduce((sum, length) => sum + length, 0);
  return all <= rule.parts.length && level !== 'allow' && !rule.exact ? 'single-sign' : null;
}

/** Writes a list in the list format, its remarks where they stood. */
export function serialiseWordList({ entries, comments }: WordListContent): string {
  return [...linesOfList(entries, comments)].join('');
}

/** The lines of the list format, each with its end; both are in the order of the list. */
export function* linesOfList(entries: Iterable<WordEntry>, comments: Iterable<WordComment>): Generator<string> {
  const remarks = comments[Symbol.iterator]();
  let next = remarks.next();
  let before = 0;
  for (const { word, level, category, options } of entries) {
    for (; next.done !== true && next.value.after <= before; next = remarks.next()) yield `${next.value.text}\n`;
    yield `${[word, level, category, options.join(',')].join('\t').trimEnd()}\n`;
    before++;
  }
  for (; next.done !== true; next = remarks.next()) yield `${next.value.text}\n`;
}
