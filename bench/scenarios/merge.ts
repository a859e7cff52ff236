import { ADMIN, type Bench } from '../bench.ts';
import { ask, askAll, spellings } from '../load/ask.ts';
import { percentile } from '../load/numbers.ts';
import { SITE } from '../seed/fill.ts';
import { createRandom } from '../seed/random.ts';
import { makeUnlike } from '../seed/texts.ts';
import { readerTokens } from './readers.ts';

const FROM = 100_000;
const OTHERS = 1_000;
/** Long enough to be written in so many ways. */
const OTHER = 'another-thread-for-readers';
/** Requests before the merge, which show what the same takes without one. */
const SAMPLES = 200;
/** Another text in every run: the store keeps those of the run before. */
const random = createRandom(Date.now());

/** A long thread merged into another: how long it takes, and what readers of a third thread have of it. */
export async function merging(bench: Bench): Promise<void> {
  const threads = [
    { key: 'from', comments: FROM },
    { key: 'into', comments: OTHERS },
    { key: OTHER, comments: OTHERS },
  ];
  for (const store of bench.stores) {
    const server = await bench.serve(store, { threads }, { fresh: true });
    try {
      const tokens = await readerTokens(server.url, 20);
      // Written in many ways, so that each page is read from the store.
      const pages = spellings(`${server.url}/api/v1/comments?site=${SITE}&thread=${OTHER}`, OTHER, 1_000_000);
      const times: { pages: number[]; posts: number[] } = { pages: [], posts: [] };
      const once = async (i: number): Promise<void> => {
        const { value } = pages.next();
        if (typeof value === 'string') times.pages.push(...(await askAll([value])));
        if (i % 5 === 0) times.posts.push(await post(server.url, tokens[(i / 5) % tokens.length] ?? ''));
      };
      const figures = (when: string): void => {
        bench.figure(`page of another thread ${when}, p99, ${store}`, 'ms', [percentile(times.pages, 0.99)]);
        bench.figure(`post to another thread ${when}, p99, ${store}`, 'ms', [percentile(times.posts, 0.99)]);
        [times.pages, times.posts] = [[], []];
      };
      for (let i = 0; i < SAMPLES; i++) await once(i);
      figures('before');
      const began = performance.now();
      let isDone = false;
      const merged = merge(server.url).finally(() => {
        isDone = true;
      });
      for (let i = 0; !isDone; i++) await once(i);
      const count = await merged;
      if (count !== FROM + OTHERS) throw new Error(`the merged thread has ${count} comments`);
      bench.figure(`merge of ${FROM.toLocaleString('en')} comments, ${store}`, 's', [(performance.now() - began) / 1_000]);
      figures('meanwhile');
    } finally {
      await server.stop();
    }
  }
}

/** Merges `from` into `into` as staff do; gives the comments of the thread then. */
async function merge(url: string): Promise<number> {
  const session = await ask<{ csrfToken: string }>(`${url}/api/v1/staff/session`, { body: ADMIN });
  const cookie = String(session.headers['set-cookie']).split(';')[0] ?? '';
  const headers = { cookie, 'x-csrf-token': session.body.csrfToken };
  const [from, into] = await Promise.all(['from', 'into'].map((key) => idOf(url, key)));
  const answer = await ask<{ commentCount: number }>(`${url}/api/v1/threads/${from}/merge`, { headers, body: { into } });
  if (answer.status !== 200) throw new Error(`the merge gave ${answer.status} ${answer.bytes.toString()}`);
  return answer.body.commentCount;
}

async function idOf(url: string, key: string): Promise<string> {
  return (await ask<{ thread: { id: string } }>(`${url}/api/v1/comments?site=${SITE}&thread=${key}`)).body.thread.id;
}

async function post(url: string, token: string): Promise<number> {
  const { status, ms, bytes } = await ask(`${url}/api/v1/comments`, {
    headers: { authorization: `Bearer ${token}` },
    body: { site: SITE, thread: { key: OTHER, url: `https://news.example/${OTHER}`, title: OTHER }, body: makeUnlike(random) },
  });
  if (status !== 201) throw new Error(`a post gave ${status} ${bytes.toString()}`);
  return ms;
}
