import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { ask } from '../load/ask.ts';
import { percentile } from '../load/numbers.ts';
import { type Measured, startNode } from '../load/process.ts';
import { SITE } from '../seed/fill.ts';
import { createRandom } from '../seed/random.ts';
import { makeUnlike } from '../seed/texts.ts';
import { readerTokens } from './readers.ts';

/** Another text in every run: the store keeps those of the run before. */
const random = createRandom(Date.now());

const POSTS_PER_SECOND = 20;
const KEY = 'live';

/** What the crowd's process tells. */
export type CrowdNews =
  | { joined: number }
  | { readers: number; comments: number; missing: number; doubled: number; disorder: number; delays: number[] };

/** Many readers of one thread, 20 comments a second posted into it: when each comment is at every reader. */
export async function live(bench: Bench): Promise<void> {
  const readers = bench.isFull ? 5_000 : 1_000;
  const bareDelays = await bareBroadcast(bench, readers);
  for (const store of bench.stores) {
    const server = await bench.serve(store, { threads: [{ key: KEY, comments: 100 }] }, { fresh: true });
    try {
      const tokens = await readerTokens(server.url, 100);
      const crowd = await gather(server, readers, { site: SITE, thread: KEY });
      const posts = bench.seconds * 2 * POSTS_PER_SECOND;
      const acknowledged = new Map<string, number>();
      const pages: number[] = [];
      let isPosting = true;
      const asking = askMeanwhile(server, pages, () => isPosting);
      await postSteadily(server, tokens, posts, acknowledged);
      isPosting = false;
      await asking;
      const told = await crowd.count([...acknowledged]);
      const { missing, doubled, disorder } = told;
      bench.figure(`live, ${readers} readers, p99 from acknowledgement, ${store}`, 'ms', [percentile(told.delays, 0.99)], {
        beside: ['bare socket.io broadcast', [percentile(bareDelays, 0.99)]],
        better: 'less',
        target: { atMost: 600 },
      });
      bench.figure(`live, ${readers} readers, p50, ${store}`, 'ms', [percentile(told.delays, 0.5)]);
      bench.figure(`comments missing or doubled at a reader, ${store}`, 'of all', [missing + doubled + disorder], {
        target: { atMost: 0 },
      });
      bench.figure(`page meanwhile, p99, ${store}`, 'ms', [percentile(pages, 0.99)], { target: { atMost: 100 } });
      const delay = await loopDelay(server);
      bench.figure(`event loop delay meanwhile, p99, ${store}`, 'ms', [delay], { target: { atMost: 120 } });
    } finally {
      await server.stop();
    }
  }
}

/** Readers in a process of their own. */
async function gather(server: Pick<Measured, 'url'>, readers: number, where: { site: string; thread: string } | null) {
  const crowd = fork(join(import.meta.dirname, '../load/crowd.ts'), [server.url, String(readers), JSON.stringify(where)]);
  const [news] = await once(crowd, 'message');
  if (news.joined !== readers) throw new Error(`only ${news.joined} of ${readers} readers joined`);
  return {
    async count(acknowledged: [string, number][]): Promise<Extract<CrowdNews, { delays: number[] }>> {
      crowd.send({ acknowledged });
      const [counted] = await once(crowd, 'message');
      await once(crowd, 'exit');
      return counted;
    },
  };
}

async function bareBroadcast(bench: Bench, readers: number): Promise<number[]> {
  const bare = await startNode(['bench/bare/socket.ts'], { env: { SIZE: '500' }, logFile: bench.file('bare.log'), path: '/' });
  try {
    const crowd = await gather(bare, readers, null);
    await new Promise((resolve) => setTimeout(resolve, bench.seconds * 1000));
    return (await crowd.count([])).delays;
  } finally {
    await bare.stop();
  }
}

async function postSteadily(server: Measured, tokens: readonly string[], posts: number, acknowledged: Map<string, number>): Promise<void> {
  const underWay: Promise<void>[] = [];
  for (let i = 0; i < posts; i++) {
    underWay.push(
      (async () => {
        const answer = await ask<{ comment: { id: string } }>(`${server.url}/api/v1/comments`, {
          headers: { authorization: `Bearer ${tokens[i % tokens.length]}` },
          body: {
            site: SITE,
            thread: { key: KEY, url: `https://news.example/${KEY}`, title: KEY },
            body: makeUnlike(random),
          },
        });
        if (answer.status !== 201) throw new Error(`a post gave ${answer.status} ${answer.bytes.toString()}`);
        acknowledged.set(answer.body.comment.id, Date.now());
      })(),
    );
    await new Promise((resolve) => setTimeout(resolve, 1000 / POSTS_PER_SECOND));
  }
  await Promise.all(underWay);
}

async function askMeanwhile(server: Measured, times: number[], goesOn: () => boolean): Promise<void> {
  while (goesOn()) {
    const { ms } = await ask(`${server.url}/api/v1/comments?site=${SITE}&thread=${KEY}`, { headers: { 'accept-encoding': 'gzip' } });
    times.push(ms);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function loopDelay(server: Measured): Promise<number> {
  const { bytes } = await ask(`${server.url}/metrics`);
  return Number(/^liangju_event_loop_delay_seconds\{quantile="0.99"\} (\S+)$/m.exec(bytes.toString())?.[1] ?? 0) * 1000;
}
