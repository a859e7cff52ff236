import type { Bench } from '../bench.ts';
import { ask } from '../load/ask.ts';
import { percentile } from '../load/numbers.ts';
import type { Measured } from '../load/process.ts';
import { SITE } from '../seed/fill.ts';
import { loaded } from './hot.ts';
import { createRandom } from '../seed/random.ts';
import { makeUnlike } from '../seed/texts.ts';
import { readerTokens } from './readers.ts';

/** Another text in every run: the store keeps those of the run before. */
const random = createRandom(Date.now());

const POSTS_PER_SECOND = 50;
const KEY = 'thousand';

/** Posts at a steady rate until told to stop; gives how long each new comment took to stand on the page that readers get. */
function writeInto(server: Measured, tokens: readonly string[], pageUrl: string): { stop: () => Promise<number[]> } {
  const lags: number[] = [];
  const underWay = new Set<Promise<void>>();
  let n = 0;
  const timer = setInterval(() => {
    const post = postOne(n++).catch((error: unknown) => {
      clearInterval(timer);
      throw error;
    });
    underWay.add(post);
    void post.finally(() => underWay.delete(post)).catch(() => {});
  }, 1000 / POSTS_PER_SECOND);

  async function postOne(i: number): Promise<void> {
    const answer = await ask<{ comment: { id: string } }>(`${server.url}/api/v1/comments`, {
      headers: { authorization: `Bearer ${tokens[i % tokens.length]}` },
      body: {
        site: SITE,
        thread: { key: KEY, url: `https://news.example/${KEY}`, title: KEY },
        body: makeUnlike(random),
      },
    });
    if (answer.status !== 201) throw new Error(`a post gave ${answer.status} ${answer.bytes.toString()}`);
    if (i % 10 !== 0) return;
    const acknowledged = performance.now();
    for (;;) {
      const page = await ask<{ comments: { id: string }[] }>(pageUrl);
      if (page.bytes.includes(answer.body.comment.id)) break;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    lags.push(performance.now() - acknowledged);
  }

  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(underWay);
      return lags;
    },
  };
}

/** The hot page while 50 comments a second are posted into its thread. */
export async function busy(bench: Bench): Promise<void> {
  for (const store of bench.stores) {
    const server = await bench.serve(store, { threads: [{ key: KEY, comments: 1_000 }] }, { fresh: true });
    try {
      const tokens = await readerTokens(server.url, 100);
      const url = `${server.url}/api/v1/comments?site=${SITE}&thread=${KEY}&sort=newest`;
      const quiet: number[] = [];
      const rounds: { perSecond: number; p99: number; lags: number[] }[] = [];
      for (let i = 0; i <= bench.rounds; i++) {
        const alone = await loaded(server.pid, url, bench);
        const writer = writeInto(server, tokens, url);
        const { perSecond, p99 } = await loaded(server.pid, url, bench);
        const lags = await writer.stop();
        if (i === 0) continue;
        quiet.push(alone.perSecond);
        rounds.push({ perSecond, p99, lags });
      }
      const rates = rounds.map(({ perSecond }) => perSecond);
      bench.figure(`page under 50 posts/s, ${store}`, 'requests/s', rates, {
        beside: ['the same without posts', quiet],
        target: { ratio: 0.6 },
      });
      bench.figure(
        `page under 50 posts/s, p99, ${store}`,
        'ms',
        rounds.map(({ p99 }) => p99),
        { target: { atMost: 25 } },
      );
      const lags = rounds.map((round) => Math.max(...round.lags));
      bench.figure(`longest from acknowledgement to the page, ${store}`, 'ms', lags, { target: { atMost: 250 } });
      bench.figure(
        `the same, p50, ${store}`,
        'ms',
        rounds.map((round) => percentile(round.lags, 0.5)),
      );
    } finally {
      await server.stop();
    }
  }
}
