import type { Bench } from '../bench.ts';
import { askAll, spellings } from '../load/ask.ts';
import { percentile } from '../load/numbers.ts';
import { SITE } from '../seed/fill.ts';
import { loaded } from './hot.ts';

const THREADS = 100;
const SAMPLES = 40;

/** How many comments 100 threads have: what a front page asks for. */
export async function counts(bench: Bench): Promise<void> {
  const keys = Array.from({ length: THREADS }, (_, i) => `list-of-articles-${i}`);
  for (const store of bench.stores) {
    const server = await bench.serve(store, { threads: keys.map((key, i) => ({ key, comments: 1 + (i % 9) })) });
    try {
      const url = `${server.url}/api/v1/counts?site=${SITE}&${keys.map((key) => `thread=${key}`).join('&')}`;
      const last = keys.at(-1) ?? '';
      const coldRounds: number[] = [];
      const hotRounds: number[] = [];
      for (let round = 0; round <= bench.rounds; round++) {
        const p50 = percentile(await askAll(spellings(url, last, SAMPLES, round * SAMPLES)), 0.5);
        const { perSecond } = await loaded(server.pid, url, bench);
        if (round === 0) continue;
        coldRounds.push(p50);
        hotRounds.push(perSecond);
      }
      bench.figure(`counts of 100 threads, cold, ${store}`, 'ms (p50)', coldRounds, { target: { atMost: 10 } });
      bench.figure(`counts of 100 threads, ${store}`, 'requests/s', hotRounds, { target: { atLeast: 5_000 } });
    } finally {
      await server.stop();
    }
  }
}
