import { inSlices } from './in-slices.ts';
import type { Ms } from '../domain/types.ts';
import type { WordEntry, WordLevel } from '../domain/words.ts';
import { compileInSlices } from './compile-lists.ts';
import { INNOCENT_SAMPLE } from './shipped/innocent.ts';
import type { Hit } from './text/found.ts';
import type { Matching } from './text/patterns.ts';
import { nameOf } from './text/word-rule.ts';

/** Where a word would have hit. */
export interface DryRunExample {
  /** The built-in innocent sentences, or the texts that were given. */
  from: 'sample' | 'texts';
  text: string;
  start: number;
  end: number;
}
/** What one entry would do. */
export interface DryRunWord {
  word: string;
  level: WordLevel;
  category: string;
  /** Innocent sentences it hits: each is a reader held up for nothing. */
  sampleHits: number;
  textHits: number;
  examples: DryRunExample[];
}
export interface DryRun {
  /** Entries with hits, most first; at most 500. */
  words: DryRunWord[];
  sample: { size: number; hit: number };
  texts: { size: number; hit: number };
}

const MOST_WORDS = 500;
const EXAMPLES = 3;

/**
 * Tries a list before it is used: on innocent sentences that come with the program, and on given texts such
 * as the last comments that were approved. In slices, off the request path.
 * @param at when the list is tried, for entries with `from` or `until`.
 */
export async function dryRun(entries: readonly WordEntry[], texts: readonly string[], matching: Matching, at?: Ms): Promise<DryRun> {
  const matcher = await compileInSlices(entries, matching);
  const words = new Map<WordEntry, DryRunWord>();
  const tryOn = async (all: readonly string[], from: DryRunExample['from']): Promise<{ size: number; hit: number }> => {
    let hit = 0;
    await inSlices(all, (text) => {
      const hits = matcher.find(text, at);
      if (hits.length > 0) hit++;
      count(words, hits, text, from);
    });
    return { size: all.length, hit };
  };
  const sample = await tryOn(INNOCENT_SAMPLE, 'sample');
  const given = await tryOn(texts, 'texts');
  const rows = [...words.values()].sort((one, other) => other.sampleHits + other.textHits - one.sampleHits - one.textHits);
  return { words: rows.slice(0, MOST_WORDS), sample, texts: given };
}

/** Counts a text once for each entry that hits it. */
function count(words: Map<WordEntry, DryRunWord>, hits: readonly Hit[], text: string, from: DryRunExample['from']): void {
  const first = new Map<WordEntry, Hit>();
  for (const hit of hits) if (!first.has(hit.entry)) first.set(hit.entry, hit);
  for (const [entry, { start, end }] of first) {
    let row = words.get(entry);
    if (row === undefined) {
      const { word, level, category } = entry;
      row = { word: nameOf(word), level, category, sampleHits: 0, textHits: 0, examples: [] };
      words.set(entry, row);
    }
    if (from === 'sample') row.sampleHits++;
    else row.textHits++;
    if (row.examples.length < EXAMPLES) row.examples.push({ from, text, start, end });
  }
}
