/** A thread that makes one long list ready for matching, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { contentOf } from '../domain/word-blocks.ts';
import type { WordEntry } from '../domain/words.ts';
import type { CompileDone, CompileJob } from './compile-in-thread.ts';
import { ownMemory } from './run-thread.ts';
import { SHIPPED_WORDS } from './shipped/words.ts';
import { compileAtOnce } from './text/matcher.ts';
import type { Pass } from './text/patterns.ts';

/** Entries as the bytes of their JSON, and where those of each begin. */
function packed(entries: readonly WordEntry[]): CompileDone['entries'] {
  const texts = entries.map((entry) => JSON.stringify(entry));
  const starts = new Uint32Array(entries.length + 1);
  for (const [i, text] of texts.entries()) starts[i + 1] = (starts[i] ?? 0) + Buffer.byteLength(text);
  return { bytes: new TextEncoder().encode(texts.join('')), starts };
}

function* arraysIn({ words, entries }: CompileDone): Generator<unknown> {
  const passes: (Pass | null)[] = [words.plain, words.leet, words.num, words.pinyin];
  for (const pass of passes) if (pass !== null) yield* [...Object.values(pass.patterns), ...Object.values(pass.automaton)];
  yield* [words.conditions.parts, ...Object.values(words.conditions.dates ?? {}), entries.bytes, entries.starts];
}

const { list, isShipped, matching }: CompileJob = workerData;
const own = contentOf({ entries: list, comments: [] }).entries;
const entries = isShipped ? [...SHIPPED_WORDS, ...own] : own;
const done: CompileDone = { words: compileAtOnce(entries, matching), entries: packed(entries) };
parentPort?.postMessage(done, ownMemory(arraysIn(done)));
