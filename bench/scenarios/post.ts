import { writeFileSync } from 'node:fs';
import { bareMongo, bareSqlite } from '../bare/insert.ts';
import { ADMIN, type Bench, type StoreName } from '../bench.ts';
import { ask } from '../load/ask.ts';
import { cpuSeconds, type Measured } from '../load/process.ts';
import { load } from '../load/wrk.ts';
import { createRandom } from '../seed/random.ts';
import { SITE } from '../seed/fill.ts';
import { readerTokens } from './readers.ts';

const READERS = 500;
const THREADS = 20;
const WORDS = 10_000;
const AT_ONCE = [1, 16, 64] as const;
const TARGETS: { readonly [S in StoreName]: number } = { SQLite: 3_500, MongoDB: 1_500 };

/** Posting through the whole pipeline: a list of 10,000 words, links, repeats, known readers, keys for repeated requests. */
export async function post(bench: Bench): Promise<void> {
  for (const store of bench.stores) {
    const server = await bench.serve(store, { threads: [{ key: 'post-0', comments: 100 }] }, { fresh: true });
    try {
      await saveWords(server.url);
      const tokensFile = bench.file('tokens');
      writeFileSync(tokensFile, (await readerTokens(server.url, READERS)).join('\n'));
      for (const atOnce of AT_ONCE) await measure(bench, store, server, atOnce, tokensFile);
    } finally {
      await server.stop();
    }
  }
}

async function measure(bench: Bench, store: StoreName, server: Measured, atOnce: number, tokensFile: string): Promise<void> {
  const stored: number[] = [];
  const p99: number[] = [];
  const cores: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round <= bench.rounds; round++) {
    const before = cpuSeconds(server.pid);
    const args = [SITE, String(THREADS), tokensFile, `${atOnce}-${round}-${Date.now()}`];
    const result = await load(server.url, { connections: atOnce, seconds: bench.seconds, script: 'post.lua', args });
    const { statuses, seconds } = result;
    const kept = (statuses[201] ?? 0) + (statuses[202] ?? 0);
    const odd = Object.entries(statuses).filter(([status]) => !['201', '202', '409', '422'].includes(status));
    if (odd.length > 0) throw new Error(`posts were answered by ${JSON.stringify(statuses)}`);
    const base =
      store === 'SQLite'
        ? bareSqlite(bench.file(`bare-${atOnce}-${round}.db`), atOnce, 1)
        : await bareMongo(await bench.mongoUrl(`bare-${atOnce}-${round}`), atOnce, 1);
    if (round === 0) continue;
    stored.push(kept / seconds);
    p99.push(result.p99);
    cores.push((cpuSeconds(server.pid) - before) / seconds);
    bare.push(base);
  }
  const what = store === 'SQLite' ? `bare inserts, ${atOnce} a transaction` : `bare inserts, ${atOnce} at once`;
  const isTarget = atOnce === 16;
  bench.figure(`posts, ${atOnce} at once, ${store}`, 'stored/s', stored, {
    beside: [what, bare],
    ...(isTarget ? { target: { atLeast: TARGETS[store] } } : {}),
  });
  bench.figure(`posts, ${atOnce} at once, p99, ${store}`, 'ms', p99, isTarget ? { target: { atMost: 20 } } : {});
  bench.figure(`posts, ${atOnce} at once, server CPU, ${store}`, 'cores', cores);
}

/** Words that no text of ours holds, in the list's own form. */
async function saveWords(url: string): Promise<void> {
  const random = createRandom(7);
  const sign = (): string => String.fromCharCode(0x4e00 + Math.floor(random() * 0x5000));
  const list = Array.from({ length: WORDS }, () => `${sign()}${sign()}${sign()}`).join('\n');
  const session = await ask<{ csrfToken: string }>(`${url}/api/v1/staff/session`, { body: ADMIN });
  const answer = await ask(`${url}/api/v1/sites/${SITE}/words`, {
    method: 'PUT',
    headers: {
      cookie: String(session.headers['set-cookie']).split(';')[0] ?? '',
      'x-csrf-token': session.body.csrfToken,
      'content-type': 'text/plain; charset=utf-8',
      'if-match': '*',
    },
    body: list,
  });
  if (answer.status !== 200) throw new Error(`the words were not saved: ${answer.status} ${answer.bytes.toString().slice(0, 300)}`);
}
