import { Worker } from 'node:worker_threads';
import type { Lang } from '../../contract/problem.ts';
import { type FieldError, Problem, type ProblemCode } from '../domain/problem.ts';
import type { WordComment, WordEntry, WordListContent } from '../domain/words.ts';
import { inSlices } from './in-slices.ts';
import type { Matching } from './text/patterns.ts';

/** A list as it was sent. */
export interface SentList {
  text: string;
  /** As JSON of the contract, or in a format of lists. */
  isJson: boolean;
  /** Of the mistakes. */
  lang: Lang;
}

/** What a thread is asked: to read a list, and perhaps to try it. */
export interface ListJob extends SentList {
  trial: { texts: string[]; matching: Matching } | null;
}

/** What the thread gives. Long things cross as text: to copy them as data would hold up whoever gets them. */
export type ListDone =
  | { refused: { code: ProblemCode; errors: FieldError[]; limit: number | null } }
  /** JSON of the whole answer. */
  | { answer: string }
  /** JSON arrays of some thousand each, and JSON of what is said of the lines. */
  | { entries: string[]; comments: string[]; said: { refused: string; warnings: string } };

/** What was read of a list that is to be saved. */
export interface ReadList {
  list: WordListContent;
  /** JSON of the lines that could not be used, and of those that are in doubt. */
  said: { refused: string; warnings: string };
}

export interface LongLists {
  /** Reads a list. @throws Problem for what is none, or too long. */
  read(sent: SentList): Promise<ReadList>;
  /** Reads and tries a list; gives the JSON of the answer. @throws Problem for what is none, or too long. */
  tryOut(sent: SentList, texts: string[], matching: Matching): Promise<string>;
}

/** Most memory of a thread, MB: a list at the limits takes less than half of it. */
const MEMORY = 768;

/** The thread's own death: there was not enough memory for what it was given. */
const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** A long list is done by then, s. */
export const RETRY_AFTER = 5;
/** Whoever goes away leaves the thread at work: so many run at once, whoever is still waiting for them. */
const MOST_THREADS = 4;
let threads = 0;

function run(job: ListJob): Promise<Exclude<ListDone, { refused: unknown }>> {
  if (threads >= MOST_THREADS) throw new Problem('list-under-way', { pub: { retryAfter: RETRY_AFTER } });
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(`./list-thread.${extension}`, import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    });
    threads++;
    thread.once('message', (done: ListDone) => {
      if (!('refused' in done)) return resolve(done);
      const { code, errors, limit } = done.refused;
      reject(new Problem(code, { errors, pub: limit === null ? {} : { limit } }));
    });
    thread.once('error', (error: Error) => reject(isOutOfMemory(error) ? new Problem('list-too-long', { cause: error }) : error));
    thread.once('exit', () => {
      threads--;
      reject(new Error('the thread ended without an answer'));
    });
  });
}

async function arrayOf<T>(blocks: readonly string[]): Promise<T[]> {
  const all: T[] = [];
  await inSlices(blocks, (block) => {
    // Written by the thread from entries that it has checked.
    for (const one of JSON.parse(block) as T[]) all.push(one);
  });
  return all;
}

/** Reads and tries long lists in threads of their own: neither their time nor their memory is the server's. */
export const longLists: LongLists = {
  async read(sent) {
    const done = await run({ ...sent, trial: null });
    if (!('entries' in done)) throw new Error('a list was tried instead of read');
    return {
      list: { entries: await arrayOf<WordEntry>(done.entries), comments: await arrayOf<WordComment>(done.comments) },
      said: done.said,
    };
  },
  async tryOut(sent, texts, matching) {
    const done = await run({ ...sent, trial: { texts, matching } });
    if (!('answer' in done)) throw new Error('a list was read instead of tried');
    return done.answer;
  },
};
