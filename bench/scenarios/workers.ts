import { writeFileSync } from 'node:fs';
import type { Bench } from '../bench.ts';
import { ask } from '../load/ask.ts';
import { delaysBetween } from '../load/delays.ts';
import { percentile } from '../load/numbers.ts';
import { type Measured, startNode } from '../load/process.ts';
import { load } from '../load/wrk.ts';
import { SITE } from '../seed/fill.ts';
import { readerTokens } from './readers.ts';

const CONNECTIONS = 16;
const FILLING = { threads: [{ key: 'workers', comments: 1_000 }] };
const PAGE = `/api/v1/comments?site=${SITE}&thread=workers`;

/** Of one process and of two, a second. */
interface Round {
  ours: [number, number];
  bare: [number, number];
  posts: [number, number];
}

/** Two processes beside one: what the second gives, for us and for bare servers; live news and pages from one to the other. */
export async function workers(bench: Bench): Promise<void> {
  const stops: (() => Promise<void>)[] = [];
  const started = async (server: Measured): Promise<string> => {
    stops.push(server.stop);
    return server.url;
  };
  try {
    const serve = async (count: number) => started(await bench.serve('SQLite', FILLING, { fresh: true, env: { WORKERS: String(count) } }));
    const [one, two] = [await serve(1), await serve(2)];
    const { bytes } = await ask(one + PAGE, { headers: { 'accept-encoding': 'gzip' } });
    const bytesFile = bench.file('workers.gz');
    writeFileSync(bytesFile, bytes);
    const bare = async (count: number) =>
      started(
        await startNode(['bench/bare/workers.ts'], {
          env: { BYTES_FILE: bytesFile, WORKERS: String(count) },
          logFile: bench.file('bare.log'),
          path: '/',
        }),
      );
    const [bareOne, bareTwo] = [await bare(1), await bare(2)];
    const tokensFile = bench.file('tokens');
    const tokens = await readerTokens(one, 200);
    writeFileSync(tokensFile, tokens.join('\n'));
    const tokensOfTwo = await readerTokens(two, 200);
    const tokensOfTwoFile = bench.file('tokens-of-two');
    writeFileSync(tokensOfTwoFile, tokensOfTwo.join('\n'));

    const rounds: Round[] = [];
    for (let round = 0; round <= bench.rounds; round++) {
      const reads: number[] = [];
      for (const url of [one + PAGE, two + PAGE, `${bareOne}/`, `${bareTwo}/`]) {
        const options = { connections: CONNECTIONS, seconds: bench.seconds, headers: { 'Accept-Encoding': 'gzip' } };
        reads.push((await load(url, options)).perSecond);
      }
      const posts: number[] = [];
      for (const [url, file] of [
        [one, tokensFile],
        [two, tokensOfTwoFile],
      ] as const) {
        const args = [SITE, '20', file, `workers-${round}-${Date.now()}`];
        const { statuses, seconds } = await load(url, { connections: CONNECTIONS, seconds: bench.seconds, script: 'post.lua', args });
        const odd = Object.keys(statuses).filter((status) => !['201', '202', '409', '422'].includes(status));
        if (odd.length > 0) throw new Error(`posts were answered by ${JSON.stringify(statuses)}`);
        posts.push(((statuses[201] ?? 0) + (statuses[202] ?? 0)) / seconds);
      }
      const [oursOne = 0, oursTwo = 0, besideOne = 0, besideTwo = 0] = reads;
      const [postsOne = 0, postsTwo = 0] = posts;
      if (round > 0) rounds.push({ ours: [oursOne, oursTwo], bare: [besideOne, besideTwo], posts: [postsOne, postsTwo] });
    }
    const gain = (of: keyof Round): number[] => rounds.map((round) => round[of][1] / round[of][0]);
    const rate = (of: keyof Round, count: 0 | 1): number[] => rounds.map((round) => round[of][count]);
    bench.figure('hot page, gain of a second worker', '×', gain('ours'), {
      beside: ['gain of a second bare process', gain('bare')],
      target: { ratio: 0.9 },
    });
    bench.figure('hot page, WORKERS=2', 'requests/s', rate('ours', 1), { beside: ['WORKERS=1', rate('ours', 0)] });
    bench.figure('posts, 16 at once, WORKERS=2, SQLite', 'stored/s', rate('posts', 1), { beside: ['WORKERS=1', rate('posts', 0)] });
    const options = { readers: 20, posts: 100, thread: 'workers-live', tokens: tokensOfTwo };
    const { live, pages, missing } = await delaysBetween({ post: two, read: two }, options);
    bench.figure('live over two workers, p50', 'ms', [percentile(live, 0.5)]);
    bench.figure('live over two workers, p99', 'ms', [percentile(live, 0.99)], { target: { atMost: 100 } });
    bench.figure('pages of both workers hold a comment, most', 'ms', [Math.max(...pages)], { target: { atMost: 250 } });
    bench.figure('comments missing at a reader', 'of all', [missing], { target: { atMost: 0 } });
  } finally {
    for (const stop of stops) await stop();
  }
}
