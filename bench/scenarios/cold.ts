import type { Bench, StoreName } from '../bench.ts';
import { ask, askAll, spellings } from '../load/ask.ts';
import { percentile } from '../load/numbers.ts';
import { SITE } from '../seed/fill.ts';

const SORTS = ['hot', 'newest', 'oldest'] as const;
const VIEWS = ['nested', 'tower'] as const;
const GZIP = { 'accept-encoding': 'gzip' };
const SAMPLES = 40;

const keyOf = (size: number): string => `thread-of-${size}`;
const fillingOf = (sizes: readonly number[]) => ({ threads: sizes.map((size) => ({ key: keyOf(size), comments: size })) });

/** First pages that nobody has asked for yet, by size of thread, every sort and both views. */
export async function cold(bench: Bench): Promise<void> {
  for (const store of bench.stores) {
    const server = await bench.serve(store, fillingOf(bench.sizes));
    try {
      const bySize = new Map<number, number[]>();
      for (const size of bench.sizes) bySize.set(size, await coldRounds(bench, server.url, size));
      const smallest = bySize.get(bench.sizes[0] ?? 0) ?? [];
      for (const [size, rounds] of bySize) {
        const beside: [string, number[]] = ['a thread of 100', smallest];
        const isLargest = size === bench.sizes.at(-1);
        bench.figure(`first page, cold, ${size.toLocaleString('en')} comments, ${store}`, 'ms (p50)', rounds, {
          target: { atMost: 10, ...(isLargest ? { ratio: 0.5 } : {}) },
          ...(size === bench.sizes[0] ? {} : { beside, better: 'less' }),
        });
      }
    } finally {
      await server.stop();
    }
  }
}

/** The slowest of the sorts and views in each round, at p50. */
async function coldRounds(bench: Bench, url: string, size: number): Promise<number[]> {
  const rounds: number[] = [];
  for (let round = 0; round <= bench.rounds; round++) {
    const slowest: number[] = [];
    for (const sort of SORTS) {
      for (const view of VIEWS) {
        const page = `${url}/api/v1/comments?site=${SITE}&sort=${sort}&view=${view}&thread=${keyOf(size)}`;
        const times = await askAll(spellings(page, keyOf(size), SAMPLES, round * SAMPLES), GZIP);
        slowest.push(percentile(times, 0.5));
      }
    }
    if (round > 0) rounds.push(Math.max(...slowest));
  }
  return rounds;
}

type Page = { nextCursor: string | null; comments: { id: string; replies?: { nextCursor: string | null } }[] };

/** The 500th page, a page of replies and a permalink, of the largest thread. */
export async function deep(bench: Bench): Promise<void> {
  const size = bench.sizes.at(-1) ?? 0;
  for (const store of bench.stores) {
    const server = await bench.serve(store, fillingOf(bench.sizes));
    try {
      const first = `${server.url}/api/v1/comments?site=${SITE}&view=tower&sort=newest&limit=20&thread=${keyOf(size)}`;
      const cursor = await cursorAfter(first, 499);
      const deepPage = `${first.replace(keyOf(size), '')}`.replace('&thread=', `&cursor=${cursor}&thread=${keyOf(size)}`);
      await timed(bench, `500th page, cold, ${store}`, (round) => spellings(deepPage, keyOf(size), SAMPLES, round * SAMPLES));
      const top = await ask<Page>(`${server.url}/api/v1/comments?site=${SITE}&sort=oldest&limit=1&thread=${keyOf(size)}`);
      const id = top.body.comments[0]?.id ?? '';
      await timed(bench, `page of replies, ${store}`, () =>
        Array.from({ length: SAMPLES }, () => `${server.url}/api/v1/comments/${id}/replies`),
      );
      const some = await ask<Page>(`${server.url}/api/v1/comments?site=${SITE}&view=tower&limit=${SAMPLES}&thread=${keyOf(size)}`);
      await timed(bench, `permalink, ${store}`, () => some.body.comments.map((comment) => `${server.url}/api/v1/comments/${comment.id}`));
      await noteStore(bench, store, size);
    } finally {
      await server.stop();
    }
  }
}

function noteStore(bench: Bench, store: StoreName, size: number): void {
  bench.note(`${store}: a thread of ${size.toLocaleString('en')} comments`);
}

async function timed(bench: Bench, name: string, urls: (round: number) => Iterable<string>): Promise<void> {
  const rounds: number[] = [];
  for (let round = 0; round <= bench.rounds; round++) {
    const p50 = percentile(await askAll(urls(round)), 0.5);
    if (round > 0) rounds.push(p50);
  }
  bench.figure(name, 'ms (p50)', rounds, { target: { atMost: 10 } });
}

async function cursorAfter(first: string, pages: number): Promise<string> {
  let cursor = '';
  for (let i = 0; i < pages; i++) {
    const { body } = await ask<Page>(cursor === '' ? first : `${first}&cursor=${cursor}`);
    if (body.nextCursor === null) throw new Error(`the thread has only ${i + 1} pages`);
    cursor = body.nextCursor;
  }
  return cursor;
}
