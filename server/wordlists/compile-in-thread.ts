import type { WordBlocks, WordEntry } from '../domain/words.ts';
import { ownMemory, runThread } from './run-thread.ts';
import { type Matcher, matcherOf } from './text/matcher.ts';
import type { CompiledWords, Matching } from './text/patterns.ts';

/** What a thread is asked: to make a list ready. */
export interface CompileJob {
  list: WordBlocks['entries'];
  /** Does the list that comes with the program stand before it? */
  isShipped: boolean;
  matching: Matching;
}

/** What the thread gives: typed arrays, which cross without a copy. */
export interface CompileDone {
  words: CompiledWords;
  /** The JSON of all entries, and where that of each begins; as many objects would take more memory, and time to collect. */
  entries: { bytes: Uint8Array; starts: Uint32Array };
}

/**
 * Makes a list ready in a thread of its own: neither the time nor the memory for that is the server's. The list's
 * memory goes to the thread: nobody may use it again.
 * @throws Error when the thread dies.
 */
export async function compileInThread(job: CompileJob): Promise<Matcher> {
  const { words, entries } = await runThread<CompileDone>('compile-thread', job, ownMemory(job.list));
  const { bytes, starts } = entries;
  return matcherOf(words, (number) => entryIn(bytes.subarray(starts[number], starts[number + 1])));
}

const decoder = new TextDecoder();
/** Written by the thread from an entry. */
const entryIn = (json: Uint8Array): WordEntry => JSON.parse(decoder.decode(json));
