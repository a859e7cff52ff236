import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import type { ListAnswer } from '../../contract/comment.ts';
import type { QueueAnswer } from '../../contract/moderation.ts';
import { DEMO_THREAD } from '../../server/demo/sample.ts';
import { call, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { ADMIN, startServer, type StartedServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { type Ended, newDataDir, spawnCli } from './cli-process.ts';
import { runHere } from './run-here.ts';

const LIST = `/api/v1/comments?site=demo&thread=${DEMO_THREAD}&limit=50`;

const tower = async ({ url }: Pick<StartedServer, 'url'>): Promise<ListAnswer> =>
  (await call<ListAnswer>(url, `${LIST}&view=tower&sort=hot`)).body;

/** Sessions of the administrator by the address of their server: they last beyond its restarts. */
const sessions = new Map<string, Record<string, string>>();

/** Asks for the cases at the desk that a query names. */
async function casesBy({ url }: Pick<StartedServer, 'url'>, query: string): Promise<QueueAnswer['items']> {
  const headers = sessions.get(url) ?? (await signIn(url));
  sessions.set(url, headers);
  const { status, body } = await call<QueueAnswer>(url, `/api/v1/moderation/queue?site=demo&${query}`, { headers });
  expect(status).toBe(200);
  return body.items;
}
const queue = (server: Pick<StartedServer, 'url'>): Promise<QueueAnswer['items']> => casesBy(server, 'limit=50');

const cli = ({ dataDir, databaseUrl }: StartedServer, args: readonly string[], lang = 'en_US.UTF-8'): Promise<Ended> =>
  runHere(dataDir, args, { DATABASE_URL: databaseUrl, LANG: lang });

/** What there is to see, of each comment and case what tells it from the others. */
async function all(server: Pick<StartedServer, 'url'>): Promise<{ comments: unknown[]; cases: unknown[] }> {
  const { comments } = await tower(server);
  return {
    comments: comments.map(({ id, html, votes, editedAt, pinned, depth }) => [id, html, votes, editedAt, pinned, depth]),
    cases: (await queue(server)).map(({ comment, kinds, reasons }) => [comment.id, kinds, reasons, comment.status]),
  };
}

const addressOf = (database: string, name: string): string => database.replace(/[^/]+$/, name);

/** Has the thread of the samples come into the store? It is the first thing that a first start makes. */
async function hasThread(dataDir: string, database: mongoose.Connection | null): Promise<boolean> {
  if (database !== null) return (await database.collection('threads').countDocuments()) > 0;
  const file = join(dataDir, 'liangju.db');
  if (!existsSync(file)) return false;
  try {
    const db = new DatabaseSync(file, { readOnly: true });
    const row = db.prepare('SELECT 1 FROM threads').get();
    db.close();
    return row !== undefined;
  } catch {
    // Its tables are being made.
    return false;
  }
}

/** Starts a server and ends it by SIGKILL while it makes the samples. */
async function killWhileMaking(dataDir: string, databaseUrl: string | undefined): Promise<void> {
  const database = databaseUrl === undefined ? null : await mongoose.createConnection(databaseUrl).asPromise();
  const env = { DATA_DIR: dataDir, DEMO: '1', ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) };
  const child = spawnCli(['serve', '--port', '0'], env, dataDir);
  const ended = once(child, 'exit');
  await waitFor(() => hasThread(dataDir, database));
  child.kill('SIGKILL');
  await ended;
  await database?.close();
}

onBothStores(
  'the samples of the demo',
  (server) => {
    test('fill the article with a dozen comments of all kinds', async () => {
      const { comments, thread } = await tower(server());
      expect([comments.length, thread.commentCount]).toEqual([12, 12]);
      expect(Math.max(...comments.map(({ depth }) => depth))).toBeGreaterThanOrEqual(4);
      expect(comments.filter(({ votes }) => (votes?.up ?? 0) >= 5).length).toBeGreaterThanOrEqual(2);
      expect(comments.filter(({ pinned }) => pinned).map(({ author }) => author?.badge)).toEqual(['staff']);
      expect(comments.filter(({ editedAt }) => editedAt !== null).length).toBeGreaterThanOrEqual(1);
      expect(comments.some(({ html }) => html?.includes('class="spoiler"'))).toBe(true);
      expect(comments.some(({ html }) => html?.includes('<blockquote>'))).toBe(true);
      const ages = comments.map(({ createdAt }) => (Date.now() - Date.parse(createdAt)) / 3_600_000);
      expect(Math.max(...ages)).toBeLessThan(49);
      expect(Math.max(...ages) - Math.min(...ages)).toBeGreaterThan(36);
      expect(new Set(comments.map(({ html }) => html)).size).toBe(12);
    });

    test('leave five cases of different kinds for the moderators', async () => {
      const cases = await queue(server());
      expect(cases.map(({ comment, kinds, reasons }) => `${comment.status} ${kinds.join('+')} ${reasons.join('+')}`).sort()).toEqual([
        'pending edited+flagged words:ad+contact',
        'pending new+flagged links',
        'pending new+flagged words:ad+contact',
        'pending reported reported:ABUSE',
        'rejected appeal appeal',
      ]);
      expect(cases.filter(({ comment }) => comment.findings.length > 0).length).toBeGreaterThanOrEqual(4);
      expect(cases.find(({ kinds }) => kinds.includes('reported'))?.reports).toHaveLength(3);
      expect(await casesBy(server(), 'q=dongmen27che')).toMatchObject([{ kinds: ['edited', 'flagged'] }]);
    });

    test('are made once: a second start changes nothing', async () => {
      const before = await all(server());
      await server().restart();
      expect(await all(server())).toEqual(before);
      expect((await cli(server(), ['check'])).code).toBe(0);
    });

    test('are whole when the first start was killed in the middle', async () => {
      const own = await newDataDir();
      const isFile = server().databaseUrl.startsWith('sqlite:');
      const databaseUrl = isFile ? undefined : addressOf(server().databaseUrl, `test-${randomUUID()}`);
      await killWhileMaking(own, databaseUrl);
      const again = await startServer({ DATA_DIR: own, DEMO: '1', ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }) });
      try {
        const [found, whole] = [await all(again), await all(server())];
        expect([found.comments.length, found.cases.length]).toEqual([12, 5]);
        const kinds = ({ cases }: typeof found): unknown[] => cases.map((one) => (Array.isArray(one) ? one.slice(1) : one));
        expect(kinds(found)).toEqual(kinds(whole));
        expect((await again.cli(['check'])).code).toBe(0);
      } finally {
        await again.close();
        await rm(own, { recursive: true, force: true });
      }
    });

    test('go by one command, with the answers to them; what else readers wrote stays', async () => {
      const { url } = server();
      const { comments, thread } = await tower(server());
      const article = { key: thread.key, url: `${url}/demo`, title: thread.title ?? '' };
      const [first] = comments.filter(({ depth }) => depth === 0);
      const answer = await call(url, '/api/v1/comments', { body: post(article, { parentId: first?.id, author: { name: '路过的人' } }) });
      const own = await call<{ comment: { id: string } }>(url, '/api/v1/comments', {
        body: post(article, { author: { name: '也来两句' } }),
      });
      expect([answer.status, own.status]).toEqual([201, 201]);
      const cleared = await server().cli(['demo', 'clear']);
      expect([cleared.code, cleared.out]).toEqual([0, 'Comments deleted: 17.\n']);
      await waitFor(async () => (await tower(server())).comments.length === 1);
      const left = await tower(server());
      expect(left.comments.map(({ id }) => id)).toEqual([own.body.comment.id]);
      expect(left.thread.commentCount).toBe(1);
      expect(await queue(server())).toEqual([]);
      expect((await cli(server(), ['check'])).code).toBe(0);
      expect(await cli(server(), ['demo', 'clear'])).toMatchObject({ code: 0, out: 'There are no sample comments.\n' });
      await server().restart();
      expect((await tower(server())).comments).toHaveLength(1);
    });
  },
  { DEMO: '1' },
);

test('there are none with DEMO=empty, nor where the site was there before', async () => {
  const server = await startServer({ DEMO: 'empty' });
  try {
    expect((await tower(server)).comments).toEqual([]);
    expect(await (await fetch(`${server.url}/demo`)).text()).toContain(`data-thread="${DEMO_THREAD}"`);
    const again = { DEMO: '1', DATA_DIR: server.dataDir, ADMIN_EMAIL: ADMIN.email };
    await server.stop();
    const later = await startServer(again);
    try {
      expect((await tower(later)).comments).toEqual([]);
      expect(await queue(later)).toEqual([]);
    } finally {
      await later.close();
    }
  } finally {
    await server.close();
  }
});

test('the command says in three languages what it does', async () => {
  const server = await startServer();
  try {
    expect((await cli(server, ['demo', '--help'])).out).toContain('liangju demo clear');
    const says = async (lang: string): Promise<string> => (await cli(server, ['demo', 'clear'], lang)).out;
    expect([await says('zh_CN.UTF-8'), await says('zh_TW.UTF-8')]).toEqual(['没有示例评论。\n', '沒有範例留言。\n']);
  } finally {
    await server.close();
  }
});
