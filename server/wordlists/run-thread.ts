import { type Transferable, Worker } from 'node:worker_threads';

/** Most memory of a thread, MB: a list at the limits takes less than half of it. */
const MEMORY = 768;
/** Its space for young objects, MB: what `npm start` gives by halves of 8 MB. More only fills a small heap sooner. */
const YOUNG = 24;

/** A thread's death of what it was given: there was not enough memory for that. */
export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';

/** The memory under arrays that have theirs for themselves: it can be handed to another thread without a copy. */
export function ownMemory(arrays: Iterable<unknown>): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const one of arrays) {
    if (ArrayBuffer.isView(one) && one.buffer instanceof ArrayBuffer && one.byteLength === one.buffer.byteLength) buffers.add(one.buffer);
  }
  return [...buffers];
}

/**
 * Has a thread do one thing, and gives what it answers.
 * @param name of its file here, without the ending.
 * @param handed memory of the job that the thread gets without a copy: nobody here may use it again.
 * @throws the thread's error, and an Error when it ends without an answer.
 */
export function runThread<Done>(name: string, job: unknown, handed: Transferable[] = []): Promise<Done> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL(`./${name}.${extension}`, import.meta.url), {
      workerData: job,
      transferList: handed,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY, maxYoungGenerationSizeMb: YOUNG },
    });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error(`the thread ${name} ended without an answer`)));
  });
}
