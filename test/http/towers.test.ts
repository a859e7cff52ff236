import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, test } from '@jest/globals';
import { io } from 'socket.io-client';
import type { CommentView, ListAnswer, PermalinkAnswer, PostAnswer } from '../../contract/comment.ts';
import type { JoinAnswer } from '../../contract/live.ts';
import { MOST_DEPTH } from '../../server/domain/depth.ts';
import { call, newThread, post } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { storedChain } from '../support/stored-chain.ts';

/** 1 MB, unpacked. */
const MOST = 1_000_000;
/** So long that many of them at once would fill a small process: a thousand and more bytes for each sign that a reader counts. */
const LONG = '👩‍👩‍👧‍👦'.repeat(2_500);

type Thread = ReturnType<typeof newThread>;

onBothStores(
  'towers, with a heap of 256 MB',
  (server) => {
    /** A page as bytes and as what they say. */
    async function read<T>(path: string): Promise<{ bytes: number; body: T }> {
      const response = await fetch(server().url + path, {
        headers: { 'accept-encoding': 'identity' },
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      expect([response.status, text.slice(0, 1)]).toEqual([200, '{']);
      return { bytes: Buffer.byteLength(text), body: JSON.parse(text) };
    }
    const pageOf = (thread: Thread, query: string) =>
      read<ListAnswer>(`/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}&${query}`);
    const permalink = (id: string) => read<PermalinkAnswer>(`/api/v1/comments/${id}`);

    const deep = newThread('两千层');
    let ids: string[] = [];
    beforeAll(async () => {
      ids = await storedChain(server(), deep, 2_000);
    });

    test('what stands above the comments of a page stands in it once', async () => {
      const thread = newThread();
      const chain: CommentView[] = [];
      for (let i = 0; i < 6; i++) {
        const parent = chain.at(-1);
        const body = post(thread, parent === undefined ? {} : { parentId: parent.id });
        chain.push((await call<PostAnswer>(server().url, '/api/v1/comments', { body })).body.comment);
      }
      const chainIds = chain.map(({ id }) => id);
      const { body } = await pageOf(thread, 'view=tower&sort=newest&limit=2');
      expect(body.comments.map(({ ancestors }) => ancestors)).toEqual([
        chainIds.slice(0, 5).map((id) => ({ id })),
        chainIds.slice(0, 4).map((id) => ({ id })),
      ]);
      expect(Object.keys(body.ancestors ?? {}).sort()).toEqual(chainIds.slice(0, 4).sort());
      expect(body.ancestors?.[chainIds[0] ?? '']).toMatchObject({ id: chainIds[0], html: expect.any(String), depth: 0 });
      expect(body.ancestors?.[chainIds[0] ?? '']).not.toHaveProperty('ancestors');
      const nested = await pageOf(thread, 'limit=2');
      expect(nested.body).not.toHaveProperty('ancestors');
    });

    test('an answer below the bound hangs at it, and says whom it answers', async () => {
      const thread = newThread();
      const chain = await storedChain(server(), thread, MOST_DEPTH);
      let parentId = chain.at(-1);
      const hung: CommentView[] = [];
      for (let i = 0; i < 3; i++) {
        const answer = await call<PostAnswer>(server().url, '/api/v1/comments', { body: post(thread, { parentId }) });
        expect(answer.status).toBe(201);
        hung.push(answer.body.comment);
        parentId = answer.body.comment.id;
      }
      expect(hung.map(({ depth, parentId: above }) => [depth, above])).toEqual(hung.map(() => [MOST_DEPTH, chain.at(-1)]));
      expect(hung.map(({ answersId }) => answersId)).toEqual([undefined, hung[0]?.id, hung[1]?.id]);
      const { body } = await permalink(hung[2]?.id ?? '');
      expect(body).toMatchObject({ comment: { answersId: hung[1]?.id }, answered: { id: hung[1]?.id } });
      expect(body.ancestors.map(({ id }) => id)).toEqual(chain);
      const page = await pageOf(thread, 'view=tower&sort=newest&limit=1');
      expect(page.body.ancestors).toHaveProperty(hung[1]?.id ?? '');
      expect(page.body.comments[0]?.ancestors).toHaveLength(MOST_DEPTH);
    });

    test('of a chain of 2,000 a page names the first two and the nearest; the others are found step by step', async () => {
      const { body, bytes } = await pageOf(deep, 'view=tower&sort=newest&limit=20');
      expect(bytes).toBeLessThanOrEqual(MOST);
      expect(body.comments).toHaveLength(20);
      const [last] = body.comments;
      expect(last).toMatchObject({ id: ids.at(-1), depth: 1_999 });
      expect(last?.ancestors?.map(({ id }) => id)).toEqual([...ids.slice(0, 2), ...ids.slice(1_999 - 98, 1_999)]);
      const found = new Set<string>();
      let below = last?.id ?? '';
      for (let steps = 0; steps < 25 && found.size < 1_999; steps++) {
        const { body: above, bytes: size } = await permalink(below);
        expect(size).toBeLessThanOrEqual(MOST);
        for (const { id } of above.ancestors) found.add(id);
        below = above.ancestors.find(({ depth }, i, all) => i > 0 && depth > (all[i - 1]?.depth ?? 0) + 1)?.id ?? below;
      }
      expect([...found].sort()).toEqual(ids.slice(0, 1_999).sort());
    });

    test('a chain of 500 that is imported is read within bounds too', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'liangju-towers-'));
      const thread = newThread('五百层');
      const lines = Array.from({ length: 500 }, (_, i) => ({
        ...{ id: `x${i}`, thread, author: { name: '读者' }, body: `第 ${i + 1} 层`, createdAt: new Date(Date.UTC(2025, 0, 1) + i * 1_000) },
        ...(i === 0 ? {} : { parentId: `x${i - 1}` }),
      }));
      const file = join(folder, 'chain.jsonl');
      await writeFile(file, [{ format: 'liangju', version: 1 }, ...lines].map((line) => JSON.stringify(line)).join('\n'));
      expect((await server().cli(['import', file, '--site', 'demo'])).code).toBe(0);
      await rm(folder, { recursive: true });
      const { body, bytes } = await pageOf(thread, 'view=tower&sort=newest&limit=100');
      expect(bytes).toBeLessThanOrEqual(MOST);
      expect(body.comments).toHaveLength(100);
      expect(body.comments[0]?.depth).toBe(499);
    });

    test('many ask for many different pages at once: all are answered, none is large, and others are answered meanwhile', async () => {
      const queries = Array.from({ length: 40 }, (_, i) => `view=tower&sort=${['newest', 'oldest', 'hot'][i % 3]}&limit=${100 - i}`);
      let slowest = 0;
      let isOver = false;
      const others = (async () => {
        while (!isOver) {
          const began = performance.now();
          await call(server().url, '/healthz');
          slowest = Math.max(slowest, performance.now() - began);
          // Without a pause the asker alone would keep a core busy.
          await setTimeout(10);
        }
      })();
      const began = performance.now();
      const links = ids.slice(-60).map((id) => `/api/v1/comments/${id}`);
      const pages = await Promise.all([...queries.map((query) => pageOf(deep, query)), ...links.map((link) => read(link))]);
      const took = performance.now() - began;
      isOver = true;
      await others;
      expect(Math.max(...pages.map(({ bytes }) => bytes))).toBeLessThanOrEqual(MOST);
      expect(server().process.exitCode).toBeNull();
      process.stdout.write(`100 pages of a chain of 2,000: ${Math.round(took)} ms, /healthz at most ${Math.round(slowest)} ms\n`);
      expect(slowest).toBeLessThan(5_000);
    });

    test('long texts: fewer comments in a page and a cursor, in every list', async () => {
      const thread = newThread('长文');
      const chain = await storedChain(server(), thread, 60, (depth) => `${depth} ${LONG}`);
      for (const view of ['view=tower&sort=newest', 'view=tower&sort=oldest', 'view=nested']) {
        const seen: string[] = [];
        let cursor: string | null = '';
        for (let pages = 0; cursor !== null && pages < 100; pages++) {
          const { body, bytes }: { body: ListAnswer; bytes: number } = await pageOf(
            thread,
            `${view}&limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
          );
          expect(bytes).toBeLessThanOrEqual(MOST);
          seen.push(...body.comments.map(({ id }) => id));
          cursor = body.nextCursor;
        }
        expect(seen.sort()).toEqual(view === 'view=nested' ? chain.slice(0, 1) : [...chain].sort());
      }
      const answers: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const path: string = `/api/v1/comments/${chain[0]}/replies?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`;
        const { body, bytes } = await read<{ comments: CommentView[]; nextCursor: string | null }>(path);
        expect(bytes).toBeLessThanOrEqual(MOST);
        answers.push(...body.comments.map(({ id }) => id));
        cursor = body.nextCursor;
      }
      expect(answers.sort()).toEqual(chain.slice(1).sort());
      const { body, bytes } = await permalink(chain.at(-1) ?? '');
      expect(bytes).toBeLessThanOrEqual(MOST);
      expect(body.ancestors[0]?.id).toBe(chain[0]);
      expect(body.ancestors.at(-1)?.id).toBe(chain.at(-2));
      const many = Array.from({ length: 60 }, (_, i) =>
        pageOf(thread, `view=${i % 2 === 0 ? 'tower' : 'nested'}&limit=${100 - i}&sort=newest`),
      );
      for (const one of await Promise.all(many)) expect(one.bytes).toBeLessThanOrEqual(MOST);
      expect((await call(server().url, '/healthz')).status).toBe(200);
    });

    test('who missed more than a page has room for fetches it again; what is sent live comes in small batches', async () => {
      const thread = newThread('追不上');
      const send = (n: number) => call(server().url, '/api/v1/comments', { body: post(thread, { body: `${n} ${LONG}` }) });
      await send(0);
      const socket = io(server().url, { path: '/live', transports: ['websocket'], forceNew: true });
      const sizes: number[] = [];
      const numbers: number[] = [];
      socket.on('events', (batch: { seq: number; events: { seq: number }[] }) => {
        sizes.push(Buffer.byteLength(JSON.stringify(batch)));
        expect(batch.seq).toBe(batch.events.at(-1)?.seq);
        numbers.push(...batch.events.map(({ seq }) => seq));
      });
      const join = (seq: number): Promise<JoinAnswer> =>
        socket.timeout(15_000).emitWithAck('join', { site: 'demo', thread: thread.key, seq });
      expect(await join(0)).toMatchObject({ ok: true, missed: [{ seq: 1 }] });
      for (let i = 1; i < 20; i++) await send(i);
      const again = io(server().url, { path: '/live', transports: ['websocket'], forceNew: true });
      const late: JoinAnswer = await again.timeout(15_000).emitWithAck('join', { site: 'demo', thread: thread.key, seq: 0 });
      expect(late).toMatchObject({ ok: true, missed: null });
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
      expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST);
      for (const one of [socket, again]) one.disconnect();
    });
  },
  { NODE_OPTIONS: '--max-old-space-size=256' },
);
