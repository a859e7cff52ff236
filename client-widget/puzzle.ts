import { mine } from './mine.ts';

/** Numbers that are tried between two looks at the clock. */
const STEP = 256;
/** A slice's share of the main thread, ms. */
const SLICE = 12;

function inWorker(prefix: string, bits: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const url = URL.createObjectURL(new Blob([`onmessage=({data})=>postMessage((${mine})(...data))`], { type: 'text/javascript' }));
    // A page whose policy forbids workers throws here or sends an error event.
    const worker = new Worker(url);
    worker.onmessage = ({ data }: MessageEvent<number>) => {
      worker.terminate();
      URL.revokeObjectURL(url);
      resolve(data);
    };
    worker.onerror = reject;
    worker.postMessage([prefix, bits, 0, Number.MAX_SAFE_INTEGER]);
  });
}

async function inSlices(prefix: string, bits: number): Promise<number> {
  for (let from = 0; ; ) {
    for (const end = performance.now() + SLICE; performance.now() < end; from += STEP) {
      const found = mine(prefix, bits, from, from + STEP);
      if (found !== null) return found;
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/**
 * Does the work that the server asks of a newcomer's browser when a thread is in a burst: in a worker where the
 * page allows one, else in slices, so that the page stays quick. A part of its own: hardly any reader needs it.
 */
export async function solve(challenge: string, bits: number): Promise<string> {
  const prefix = `${challenge}:`;
  return String(await inWorker(prefix, bits).catch(() => inSlices(prefix, bits)));
}
