import type { Bench } from '../bench.ts';
import { ask } from '../load/ask.ts';
import { SITE } from '../seed/fill.ts';
import { loaded } from './hot.ts';

/** What is loaded in turn, round by round. */
interface Runner {
  name: string;
  path: string;
  /** Requests per CPU second. */
  rounds: number[];
}

/** The feeds of a thread of 1,000 comments, gzip, asked for again and again, beside the first page of the same thread. */
export async function feed(bench: Bench): Promise<void> {
  const server = await bench.serve('SQLite', { threads: [{ key: 'thousand', comments: 1_000 }] });
  try {
    const query = `?site=${SITE}&thread=thousand`;
    const page: Runner = { name: 'hot page', path: '/api/v1/comments', rounds: [] };
    const feeds: Runner[] = [
      { name: 'hot feed (Atom)', path: '/feed.xml', rounds: [] },
      { name: 'hot feed (JSON Feed)', path: '/feed.json', rounds: [] },
    ];
    // A first round is thrown away: the compilers are still at work.
    for (let i = 0; i <= bench.rounds; i++) {
      for (const { path, rounds } of [page, ...feeds]) {
        const { perCpuSecond } = await loaded(server.pid, server.url + path + query, bench);
        if (i > 0) rounds.push(perCpuSecond);
      }
    }
    for (const { name, path, rounds } of feeds) {
      bench.figure(name, 'requests per CPU second', rounds, { beside: [page.name, page.rounds], target: { ratio: 0.9 } });
      const { bytes } = await ask(server.url + path + query, { headers: { 'accept-encoding': 'gzip' } });
      bench.figure(`${name} on the wire (gzip)`, 'bytes', [bytes.length]);
    }
  } finally {
    await server.stop();
  }
}
