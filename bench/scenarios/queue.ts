import { ADMIN, type Bench } from '../bench.ts';
import { ask, askAll } from '../load/ask.ts';
import { percentile } from '../load/numbers.ts';
import { SITE } from '../seed/fill.ts';

const SAMPLES = 20;

/** The moderators' queue with many waiting: first page, by site and reason, search in texts. */
export async function queue(bench: Bench): Promise<void> {
  const waiting = bench.isFull ? 100_000 : 10_000;
  for (const store of bench.stores) {
    const server = await bench.serve(store, { threads: [], waiting });
    try {
      const session = await ask(`${server.url}/api/v1/staff/session`, { body: ADMIN });
      const cookie = String(session.headers['set-cookie']).split(';')[0] ?? '';
      const looks = [
        ['first page', ''],
        ['by site and reason', `?site=${SITE}&reason=words`],
        ['search', `?site=${SITE}&q=${encodeURIComponent('无障碍')}`],
      ] as const;
      for (const [name, query] of looks) {
        const rounds: number[] = [];
        for (let round = 0; round <= bench.rounds; round++) {
          const urls = Array.from({ length: SAMPLES }, () => `${server.url}/api/v1/moderation/queue${query}`);
          const p50 = percentile(await askAll(urls, { cookie }), 0.5);
          if (round > 0) rounds.push(p50);
        }
        bench.figure(`queue of ${waiting.toLocaleString('en')}, ${name}, ${store}`, 'ms (p50)', rounds, { target: { atMost: 20 } });
      }
    } finally {
      await server.stop();
    }
  }
}
