import { WordEntryField } from '../contract/site.ts';
import type { WordEntry } from '../domain/words.ts';
import { newText, normaliseInto } from './text/normalise.ts';
import { readRule } from './text/word-rule.ts';

/** A line that could not be used, and why. */
export interface RefusedLine {
  line: number;
  why: string;
}
export interface ParsedWords {
  entries: WordEntry[];
  refused: RefusedLine[];
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
const room = newText(256);
const signsOf = (text: string): number => normaliseInto(room, text).length;

const LEVELS: ReadonlySet<string> = new Set(['block', 'hold', 'review', 'mask', 'allow']);

/**
 * Reads the list format: one entry a line, `word TAB level TAB category TAB options` (options separated by
 * commas); a word alone is held. Empty lines and lines that begin with # are comments.
 */
export function parseWordList(text: string): ParsedWords {
  return acceptEntries(listEntries(text));
}

/** The lines of the list format, as they were read. */
export function listEntries(text: string): ReadEntry[] {
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  return lines.flatMap((raw, i): ReadEntry[] => {
    if (raw.trim() === '' || raw.trimStart().startsWith('#')) return [];
    const [word = '', level = '', category = '', options = ''] = raw.split('\t').map((part) => part.trim());
    return [readEntry(i + 1, word, level, category, options)];
  });
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
export function checkEntries(given: readonly WordEntry[]): ParsedWords {
  return acceptEntries(given.map((entry, i) => ({ ...entry, line: i + 1 })));
}

/** Splits what was read into entries that can be used, each once, and lines that cannot, with the reason. */
export function acceptEntries(read: readonly ReadEntry[]): ParsedWords {
  const entries = new Map<string, WordEntry>();
  const refused: RefusedLine[] = [];
  for (const { line, ...entry } of read) {
    const why = fault(entry);
    const parsed = why === null ? WordEntryField.safeParse(entry) : null;
    if (parsed?.success === true) entries.set(`${entry.word}\t${entry.level}`, parsed.data);
    else refused.push({ line, why: why ?? String(parsed?.error?.issues[0]?.path[0] ?? 'entry') });
  }
  return { entries: [...entries.values()], refused };
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

/** Writes entries in the list format. */
export function serialiseWordList(entries: readonly WordEntry[]): string {
  return entries
    .map(({ word, level, category, options }) => `${[word, level, category, options.join(',')].join('\t').trimEnd()}\n`)
    .join('');
}
