import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProblemView } from '../../contract/problem.ts';
import { MOST_WORDS } from '../../contract/site.ts';
import { type Answer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { longestStep, watchSteps } from '../support/step-watch.ts';
import { waitFor } from '../support/wait-for.ts';

interface Tried extends ProblemView {
  entries: number;
  refused: unknown[];
  words: { word: string; sampleHits: number }[];
  list: string;
  version: number;
}

/** No step of the main thread is to be longer, ms of CPU. */
const LONGEST_STEP = 80;
const STEPS_FILE = join(tmpdir(), `liangju-steps-${randomUUID()}`);

const SITES = ['demo', 'one', 'two', 'three', 'four', 'five'];

/** Lines of a list, each its own word. */
const lines = (count: number, more = ''): string =>
  Array.from({ length: count }, (_, i) => `词条${i.toString(36)}号${more}\thold\tad\n`).join('');
/** As many words as a list may have, in nearly 16 MB. */
const LONGEST = lines(MOST_WORDS, '，这一条写得很长，好让整份词表刚好够大');

/** What the tests of a server ask of it; made before its tests. */
function asking(server: () => StartedServer) {
  let headers: Record<string, string>;

  beforeAll(async () => {
    const admin = await signIn(server().url);
    for (const id of SITES.slice(1)) {
      const made = await call(server().url, '/api/v1/sites', {
        body: { id, name: id, origins: [], type: 'blog', mode: 'post' },
        headers: admin,
      });
      expect(made.status).toBe(201);
    }
    headers = { ...admin, 'content-type': 'text/plain' };
  });

  /** Asks; longer than a call of the usual kind may take on a busy machine. */
  async function ask(path: string, method: string, body: string, more: Record<string, string> = {}): Promise<Answer<Tried>> {
    const answer = await fetch(`${server().url}/api/v1/sites/${path}`, { method, body, headers: { ...headers, ...more } });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Tried };
  }
  const tryOut = (site: string, list: string) => ask(`${site}/words/dry-run`, 'POST', list);
  const save = (site: string, list: string, more: Record<string, string> = {}) =>
    ask(`${site}/words`, 'PUT', list, { 'if-match': '*', ...more });

  /** Reads a page again and again until the work is done; gives how often. */
  async function pagesDuring<T>(work: Promise<T>): Promise<{ outcome: T; pages: number }> {
    const thread = newThread();
    await call(server().url, '/api/v1/comments', { body: post(thread) });
    let isOver = false;
    const done = work.finally(() => {
      isOver = true;
    });
    let pages = 0;
    // With pauses: a reader is there all the time, and the work has the machine.
    for (; !isOver; pages++, await setTimeout(5)) {
      const { status } = await call(server().url, `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
      expect(status).toBe(200);
    }
    return { outcome: await done, pages };
  }

  return { ask, tryOut, save, pagesDuring, headers: () => headers };
}

const ENVIRONMENT = watchSteps(STEPS_FILE, '--max-old-space-size=256');
afterAll(() => rmSync(STEPS_FILE, { force: true }));

onBothStores(
  'long lists',
  (server) => {
    const { save, pagesDuring, headers } = asking(server);
    const pid = (): number => server().process.pid ?? 0;

    /** Does a comment with this in it wait for a moderator? */
    async function isHeld(text: string): Promise<boolean> {
      const sent = post(newThread(), { body: `${sentence()}${text}` });
      const { status } = await call(server().url, '/api/v1/comments', { body: sent });
      expect([201, 202]).toContain(status);
      return status === 202;
    }

    test('200,000 words are saved, given and used while pages are read', async () => {
      const list = lines(MOST_WORDS);
      await longestStep(pid(), STEPS_FILE);
      const { outcome, pages } = await pagesDuring(save('demo', list));
      expect([outcome.status, outcome.body.entries, outcome.body.refused]).toEqual([200, MOST_WORDS, []]);
      expect(pages).toBeGreaterThan(20);
      expect(await longestStep(pid(), STEPS_FILE)).toBeLessThan(LONGEST_STEP);
      // Posts that come while it is made ready wait for it, but not for long on a busy machine.
      await pagesDuring(waitFor(() => isHeld('这里有词条zz号。'), 30_000));
      const posts = await pagesDuring(Promise.all([isHeld('那里有词条a1号。'), isHeld('什么词都没有。')]));
      expect(posts.outcome).toEqual([true, false]);
      expect(await longestStep(pid(), STEPS_FILE)).toBeLessThan(LONGEST_STEP);
      const read = (accept: string, more: Record<string, string> = {}) =>
        fetch(`${server().url}/api/v1/sites/demo/words`, { headers: { ...headers(), accept, ...more } });
      const { outcome: given } = await pagesDuring(read('text/plain').then((answer) => answer.text()));
      expect(given).toBe(list);
      expect(await longestStep(pid(), STEPS_FILE)).toBeLessThan(LONGEST_STEP);
      const { outcome: json } = await pagesDuring(read('application/json'));
      const etag = json.headers.get('etag') ?? '';
      const all = (await json.json()) as { version: number; entries: unknown[]; comments: unknown[] };
      expect([`"${all.version}"`, all.entries.length, all.comments]).toEqual([etag, MOST_WORDS, []]);
      expect(all.entries[36]).toEqual({ word: '词条10号', level: 'hold', category: 'ad', options: [] });
      expect(await longestStep(pid(), STEPS_FILE)).toBeLessThan(LONGEST_STEP);
      expect((await read('text/plain', { 'if-none-match': etag })).status).toBe(304);
    }, 120_000);

    test('of two long lists that are saved one after the other the later counts', async () => {
      const first = await save('demo', `${lines(50_000)}前一份的词\thold\tad\n`);
      // It begins to be made ready, and is overtaken.
      const between = isHeld('顺便说说前一份的词。');
      const second = await save('demo', `${lines(50_000)}后一份的词\thold\tad\n`);
      expect([first.status, second.status, second.body.version]).toEqual([200, 200, first.body.version + 1]);
      await waitFor(() => isHeld('顺便说说后一份的词。'), 30_000);
      expect(await isHeld('又说到前一份的词。')).toBe(false);
      await between;
    }, 120_000);
  },
  ENVIRONMENT,
);

// A list is read and tried before a store has a part in it: one of the stores is enough.
describe('long lists that are read and tried', () => {
  let started: StartedServer | undefined;
  const server = (): StartedServer => {
    if (started === undefined) throw new Error('the server did not start');
    return started;
  };
  beforeAll(async () => {
    started = await startServer(ENVIRONMENT);
  });
  afterAll(() => started?.close());
  const { ask, tryOut, save, pagesDuring } = asking(server);

  test('six long lists tried at once: two are, the others are told when to come again, and pages are read meanwhile', async () => {
    expect(Buffer.byteLength(LONGEST)).toBeGreaterThan(15_000_000);
    const { outcome, pages } = await pagesDuring(Promise.all(SITES.map((site) => tryOut(site, LONGEST))));
    expect(outcome.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(2);
    for (const { status, body, headers: said } of outcome.filter((answer) => answer.status !== 200)) {
      expect([status, body.code]).toEqual([429, 'list-under-way']);
      expect(Number(said.get('retry-after'))).toBeGreaterThan(0);
    }
    for (const { body } of outcome.filter(({ status }) => status === 200)) expect(body).toMatchObject({ entries: MOST_WORDS, refused: [] });
    expect(pages).toBeGreaterThan(20);
    expect(server().process.exitCode).toBeNull();
  }, 120_000);

  test('one long list at a time for a site; short ones are not counted', async () => {
    const both = await Promise.all([tryOut('demo', lines(50_000)), tryOut('demo', lines(50_000))]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 429]);
    const short = await Promise.all(Array.from({ length: 6 }, () => tryOut('demo', lines(10))));
    expect(short.map(({ status }) => status)).toEqual(short.map(() => 200));
  }, 60_000);

  test('more words than a list may have, and what is no list, is refused', async () => {
    for (const answer of [
      await tryOut('one', lines(MOST_WORDS + 1)),
      await save('one', '\n'.repeat(2 * MOST_WORDS + 2)),
      await save('one', lines(MOST_WORDS + 1)),
    ])
      expect([answer.status, answer.body.code]).toEqual([413, 'list-too-long']);
    const json = { 'content-type': 'application/json' };
    const entries = Array.from({ length: 3_000 }, (_, i) => ({ word: `词条${i}号`, level: 'hold', category: 'ad', options: [] }));
    expect((await save('one', JSON.stringify({ entries }), json)).body).toMatchObject({ entries: 3_000, version: 1 });
    const wrong = await save('one', JSON.stringify({ entries: [...entries, { word: '', level: 'hold' }] }), json);
    expect([wrong.status, wrong.body.code, wrong.body.errors?.[0]?.path]).toEqual([400, 'invalid-request', 'entries.3000.word']);
    const cut = await save('one', JSON.stringify({ entries }).slice(0, -1), json);
    expect([cut.status, cut.body.code]).toEqual([400, 'malformed-json']);
    const other = await save('one', lines(5_000), { 'content-type': 'text/html' });
    expect([other.status, other.body.code]).toEqual([415, 'json-only']);
  }, 60_000);

  test('nobody has a long body read without saying who they are', async () => {
    const { status, body } = await ask('demo/words/dry-run', 'POST', LONGEST, { cookie: '' });
    expect([status, body.code]).toEqual([401, 'sign-in-required']);
  });
});

test('a list within the limits that a small heap does not hold is refused for that reason, and the server goes on', async () => {
  const server = await startServer({ NODE_OPTIONS: '--max-old-space-size=110' });
  try {
    const headers = { ...(await signIn(server.url)), 'content-type': 'text/plain', 'accept-language': 'en', 'if-match': '*' };
    const words = `${server.url}/api/v1/sites/demo/words`;
    const answer = await fetch(`${words}/dry-run`, { method: 'POST', headers, body: LONGEST });
    const problem = (await answer.json()) as ProblemView;
    expect([answer.status, problem.code]).toEqual([413, 'list-over-memory']);
    expect(problem.detail).toContain('too little memory');
    expect((await fetch(words, { method: 'PUT', headers, body: lines(10) })).status).toBe(200);
    expect(server.process.exitCode).toBeNull();
  } finally {
    await server.close();
  }
}, 60_000);
