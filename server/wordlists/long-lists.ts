import type { Lang } from '../../contract/problem.ts';
import { type FieldError, Problem, type ProblemCode } from '../domain/problem.ts';
import type { SizedWordBlocks } from '../domain/words.ts';
import { isOutOfMemory, runThread } from './run-thread.ts';
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

/** What the thread gives. Long things cross as bytes, without a copy: to make data of them would hold up the receiver. */
export type ListDone =
  | { refused: { code: ProblemCode; errors: FieldError[]; limit: number | null } }
  /** JSON of the whole answer. */
  | { answer: Uint8Array }
  | ReadList;

/** What was read of a list that is to be saved. */
export interface ReadList {
  list: SizedWordBlocks;
  /** JSON of the lines that could not be used, and of those that are in doubt. */
  report: { refused: Uint8Array; warnings: Uint8Array };
}

export interface LongLists {
  /** Reads a list. @throws Problem for what is none, too long, or more than the memory allows. */
  read(sent: SentList): Promise<ReadList>;
  /** Reads and tries a list; gives the JSON of the answer. @throws Problem for what is none, too long, or more than the memory allows. */
  tryOut(sent: SentList, texts: string[], matching: Matching): Promise<Uint8Array>;
}

/** A long list is done by then, s. */
export const RETRY_AFTER = 5;
/** A client that goes away leaves the thread at work: so many run at once, waited for or not. */
const MOST_THREADS = 4;
let threads = 0;

async function run(job: ListJob): Promise<Exclude<ListDone, { refused: unknown }>> {
  if (threads >= MOST_THREADS) throw new Problem('list-under-way', { pub: { retryAfter: RETRY_AFTER } });
  threads++;
  try {
    const done = await runThread<ListDone>('list-thread', job);
    if (!('refused' in done)) return done;
    const { code, errors, limit } = done.refused;
    throw new Problem(code, { errors, pub: limit === null ? {} : { limit } });
  } catch (error) {
    // The list is within the limits: it is the server that has too little for it.
    throw isOutOfMemory(error) ? new Problem('list-over-memory', { cause: error }) : error;
  } finally {
    threads--;
  }
}

/** Reads and tries long lists in threads of their own: neither their time nor their memory is the server's. */
export const longLists: LongLists = {
  async read(sent) {
    const done = await run({ ...sent, trial: null });
    if (!('list' in done)) throw new Error('a list was tried instead of read');
    return done;
  },
  async tryOut(sent, texts, matching) {
    const done = await run({ ...sent, trial: { texts, matching } });
    if (!('answer' in done)) throw new Error('a list was read instead of tried');
    return done.answer;
  },
};
