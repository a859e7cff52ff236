import type { Ms } from '../domain/types.ts';

/** It took longer than the caller could wait. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/**
 * The outcome of the work, if it comes in time.
 * @param options.ref false: waiting for it does not keep the process alive.
 * @throws TookTooLong; what the work throws.
 */
export async function within<T>(work: Promise<T>, longest: Ms, { ref = true } = {}): Promise<T> {
  let late: NodeJS.Timeout | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    late = setTimeout(() => reject(new TookTooLong(`no answer within ${longest} ms`)), longest);
    if (!ref) late.unref();
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    clearTimeout(late);
  }
}
