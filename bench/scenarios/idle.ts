import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { ask } from '../load/ask.ts';
import type { IdlersNews } from '../load/idlers.ts';
import { residentMb } from '../load/process.ts';

const THREADS = 500;
const IN_ONE_PROCESS = 2_500;
/** So long what was made for the start, and for the joining, may take to go. */
const SETTLES = 5_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Many readers who only have a page open, over many threads: what each costs in memory, and whether all of them stay. */
export async function idle(bench: Bench): Promise<void> {
  const readers = bench.isFull ? 10_000 : 2_000;
  const stays = bench.isFull ? 600 : 30;
  const threads = Array.from({ length: THREADS }, (_, i) => ({ key: `idle-${i}`, comments: 2 }));
  const server = await bench.serve('SQLite', { threads }, { env: { LIVE_MAX: String(readers * 2) } });
  const crowds: Awaited<ReturnType<typeof gather>>[] = [];
  try {
    await pause(SETTLES);
    const before = residentMb(server.pid);
    for (let first = 0; first < readers; first += IN_ONE_PROCESS) {
      crowds.push(await gather(server.url, { readers: Math.min(IN_ONE_PROCESS, readers - first), first }));
    }
    await pause(Math.max(SETTLES, stays * 1000));
    const perReader = ((residentMb(server.pid) - before) * 1024) / readers;
    const open = await connections(server.url);
    let dropped = 0;
    for (const crowd of crowds.splice(0)) dropped += await crowd.leave();
    const name = `${readers.toLocaleString('en')} idle readers`;
    bench.figure(`${name}, resident memory of each`, 'KB', [perReader], { target: { atMost: 40 } });
    bench.figure(`dropped in ${stays} s`, 'readers', [Math.max(dropped, readers - open)], { target: { atMost: 0 } });
  } finally {
    for (const crowd of crowds) await crowd.leave();
    await server.stop();
  }
}

/** Readers in a process of their own. */
async function gather(url: string, { readers, first }: { readers: number; first: number }) {
  const crowd = fork(join(import.meta.dirname, '../load/idlers.ts'), [url, String(readers), String(first), String(THREADS)]);
  const ended = once(crowd, 'exit').then(([code]) => {
    throw new Error(`a crowd's process ended with ${code}`);
  });
  ended.catch(() => undefined);
  const news = async (): Promise<IdlersNews> => (await Promise.race([once(crowd, 'message'), ended]))[0];
  const arrival = await news();
  if (!('joined' in arrival) || arrival.joined !== readers) throw new Error(`not all of ${readers} readers joined`);
  return {
    /** Lets them go; gives how many were let go by the server before. */
    async leave(): Promise<number> {
      crowd.send('leave');
      const told = await news();
      return 'dropped' in told ? told.dropped : 0;
    },
  };
}

async function connections(url: string): Promise<number> {
  const { bytes } = await ask(`${url}/metrics`);
  return Number(/^liangju_live_connections (\d+)$/m.exec(bytes.toString())?.[1] ?? 0);
}
