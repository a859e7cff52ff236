import { WordEntryField } from '../contract/site.ts';
import type { WordEntry } from '../domain/words.ts';
import { normalise } from './text/normalise.ts';

/** A line that could not be used, and why. */
export interface RefusedLine {
  line: number;
  why: string;
}
export interface ParsedWords {
  entries: WordEntry[];
  refused: RefusedLine[];
}

const LEVELS: ReadonlySet<string> = new Set(['block', 'hold', 'review', 'mask', 'allow']);

/**
 * Reads the list format: one entry a line, `word TAB level TAB category TAB options` (options separated by
 * commas); a word alone is held. Empty lines and lines that begin with # are comments.
 */
export function parseWordList(text: string): ParsedWords {
  const entries: WordEntry[] = [];
  const refused: RefusedLine[] = [];
  for (const [i, raw] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const [word = '', level = '', category = '', options = ''] = raw.split('\t').map((part) => part.trim());
    const entry = {
      word,
      level: level || 'hold',
      category: category || 'custom',
      options: options
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    };
    take(entry, i + 1, entries, refused);
  }
  return { entries: unique(entries), refused };
}

/** Splits entries that arrived as data into those that can be used and those that cannot. */
export function checkEntries(given: readonly WordEntry[]): ParsedWords {
  const entries: WordEntry[] = [];
  const refused: RefusedLine[] = [];
  for (const [i, entry] of given.entries()) take(entry, i + 1, entries, refused);
  return { entries: unique(entries), refused };
}

function take(
  entry: { word: string; level: string; category: string; options: string[] },
  line: number,
  entries: WordEntry[],
  refused: RefusedLine[],
): void {
  const why = fault(entry);
  if (why !== null) {
    refused.push({ line, why });
    return;
  }
  const parsed = WordEntryField.safeParse(entry);
  if (parsed.success) entries.push(parsed.data);
  else refused.push({ line, why: parsed.error.issues[0]?.path.join('.') ?? 'entry' });
}

/** Why an entry cannot be used: a stable word, or null. */
function fault({ word, level, options }: { word: string; level: string; options: string[] }): string | null {
  if (!LEVELS.has(level)) return 'unknown-level';
  const { length } = normalise(word);
  if (length === 0) return 'no-letters';
  // A single sign stands in every second text; who means it says so.
  if (length === 1 && level !== 'allow' && !options.includes('exact')) return 'single-sign';
  return null;
}

function unique(entries: readonly WordEntry[]): WordEntry[] {
  return [...new Map(entries.map((entry) => [`${entry.word}\t${entry.level}`, entry])).values()];
}

/** Writes entries in the list format. */
export function serialiseWordList(entries: readonly WordEntry[]): string {
  return entries
    .map(({ word, level, category, options }) => `${[word, level, category, options.join(',')].join('\t').trimEnd()}\n`)
    .join('');
}
