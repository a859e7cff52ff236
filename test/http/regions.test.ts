import { mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { CommentView, ListAnswer, PostAnswer } from '../../contract/comment.ts';
import { xdbFile } from '../region/xdb-file.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { textOfDatabase } from '../support/mongo-database.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

/** As a proxy on this machine hands it on. */
const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': address });

const sessions = new Map<string, Promise<Record<string, string>>>();

/** The administrator's session, one for each server. */
function staffOf({ url }: StartedServer): Promise<Record<string, string>> {
  const session = sessions.get(url) ?? signIn(url);
  sessions.set(url, session);
  return session;
}

async function setRegion(server: StartedServer, region: boolean): Promise<void> {
  const answer = await call(server.url, '/api/v1/sites/demo', { method: 'PATCH', body: { region }, headers: await staffOf(server) });
  expect(answer.status).toBe(200);
}

/** Posts from there; gives the comment with the token of its author. */
async function postFrom(
  { url }: StartedServer,
  address: string,
  more: { headers?: Record<string, string>; body?: Record<string, unknown>; thread?: ReturnType<typeof newThread> } = {},
): Promise<PostAnswer> {
  const headers = { ...from(address), ...more.headers };
  const answer = await call<PostAnswer>(url, '/api/v1/comments', { body: post(more.thread ?? newThread(), more.body), headers });
  expect(answer.status).toBe(201);
  return answer.body;
}

const regionOf = ({ comment }: { comment: CommentView }): string | null | undefined => comment.author?.region;

/** All that the service keeps: its store, and the files beside it. */
async function everythingStored(server: StartedServer): Promise<string> {
  const files = await readdir(server.dataDir, { recursive: true, withFileTypes: true });
  const contents = files.filter((file) => file.isFile()).map(({ parentPath, name }) => readFile(join(parentPath, name), 'latin1'));
  const database = server.databaseUrl.startsWith('mongodb') ? await textOfDatabase(server.databaseUrl) : '';
  return [...(await Promise.all(contents)), database].join('\n');
}

onBothStores(
  'regions of comments',
  (server) => {
    afterEach(() => setRegion(server(), false));

    test('a site that has not switched them on stores none', async () => {
      const thread = newThread();
      expect(regionOf(await postFrom(server(), '114.114.114.114', { thread }))).toBeNull();
      await setRegion(server(), true);
      const list = await call<ListAnswer>(server().url, `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
      expect(list.body.comments.map(({ author }) => author?.region)).toEqual([null]);
    });

    test('a new comment has its own, everybody sees it, and neither an edit nor the setting changes it', async () => {
      await setRegion(server(), true);
      const thread = newThread();
      const posted = await postFrom(server(), '114.114.114.114', { thread });
      expect(regionOf(posted)).toBe('江苏');
      const path = `/api/v1/comments/${posted.comment.id}`;
      const headers = { ...bearer(posted.readerToken ?? ''), ...from('8.8.8.8') };
      const edited = await call<{ comment: CommentView }>(server().url, path, { method: 'PATCH', body: { body: sentence() }, headers });
      expect([edited.status, regionOf(edited.body)]).toEqual([200, '江苏']);
      await setRegion(server(), false);
      const list = await call<ListAnswer>(server().url, `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
      expect(list.body.comments.map(({ author }) => author?.region)).toEqual(['江苏']);
    });

    test.each([
      ['a country', '8.8.8.8', '美国'],
      ['IPv4 in its IPv6 form', '::ffff:114.114.114.114', '江苏'],
      ['a private network', '192.168.3.4', '未知'],
      ['IPv6, of which the shipped database knows nothing', '2001:4860:4860::8888', '未知'],
      ['no address', 'unknown', '未知'],
    ])('from %s', async (_name, address, region) => {
      await setRegion(server(), true);
      expect(regionOf(await postFrom(server(), address))).toBe(region);
    });

    test('staff have theirs as anybody else', async () => {
      await setRegion(server(), true);
      const token = await call<{ token: string }>(server().url, '/api/v1/staff/tokens', {
        body: { name: '编辑部', scopes: ['moderate'] },
        headers: await staffOf(server()),
      });
      const posted = await postFrom(server(), '114.114.114.114', {
        headers: bearer(token.body.token),
        body: { author: { name: '林间' } },
      });
      expect([posted.comment.author?.badge, regionOf(posted)]).toEqual(['staff', '江苏']);
    });

    test('the address itself is nowhere in what is stored, nor in the log', async () => {
      await setRegion(server(), true);
      const { comment } = await postFrom(server(), '114.114.114.114');
      const stored = await everythingStored(server());
      expect(stored).toContain(comment.id);
      for (const text of [stored, server().lines.join('\n')]) expect(text).not.toContain('114.114.114');
    });
  },
  { TRUST_PROXY: '1' },
);

let folder: string;
let server: StartedServer;
let file: string;
const SIX = xdbFile([['2001:4860::', '2001:4860:ffff:ffff:ffff:ffff:ffff:ffff', 'United States|0|0|Google|US']]);
const SIX_LATER = xdbFile([['2001:4860::', '2001:4860:ffff:ffff:ffff:ffff:ffff:ffff', '中国|西藏自治区|拉萨市|0|CN']]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liangju-regions-'));
  file = join(folder, 'ip2region_v6.xdb');
  await writeFile(file, 'not yet');
  server = await startServer({ TRUST_PROXY: '1', REGION_DATABASE: `${file}, ` });
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => setRegion(server, true));

test('the operator’s file is used as soon as it is right, and the last right one stays in use', async () => {
  const warnings = (): string[] => server.lines.filter((line) => line.includes('"level":"warn"') && line.includes(file));
  const seen = async (): Promise<string | null | undefined> => regionOf(await postFrom(server, '2001:4860:4860::8888'));
  const replace = async (content: Buffer | string): Promise<void> => {
    await writeFile(`${file}.new`, content);
    await rename(`${file}.new`, file);
  };
  expect([await seen(), warnings().length]).toEqual(['未知', 1]);
  await replace(SIX);
  await waitFor(async () => (await seen()) === '美国');
  await replace(SIX.subarray(0, -8));
  await waitFor(() => warnings().length === 2);
  expect(await seen()).toBe('美国');
  await replace(SIX_LATER);
  await waitFor(async () => (await seen()) === '西藏');
  // The other version goes on in the shipped one.
  expect(regionOf(await postFrom(server, '114.114.114.114'))).toBe('江苏');
});
