import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { openPage, type ReaderPage } from '../support/reader-page.ts';
import { waitFor } from '../support/wait-for.ts';

const HOUR = 3_600_000;
/** Rooms of more readers get their news in batches, with a pause between them. */
const CROWD = 205;

const clockFile = join(mkdtempSync(join(tmpdir(), 'liangju-clock-')), 'offset');
const preload = pathToFileURL(join(import.meta.dirname, '../support/stepped-clock.ts')).href;
const step = (offset: number): void => writeFileSync(clockFile, String(offset));
step(HOUR);

onBothStores(
  'a clock that is set back by an hour',
  (server) => {
    const pages: ReaderPage[] = [];
    beforeEach(() => step(HOUR));
    afterEach(() => {
      for (const page of pages.splice(0)) page.close();
    });
    const send = (thread: ReturnType<typeof newThread>, headers: Record<string, string> = {}) =>
      call<PostAnswer & ProblemView>(server().url, '/api/v1/comments', { body: post(thread), headers });

    test('silences no crowd, and no author', async () => {
      const admin = await signIn(server().url);
      await call(server().url, '/api/v1/sites', { body: { id: 'held', name: '先审', origins: [], type: 'news' }, headers: admin });
      const thread = newThread();
      await send(thread);
      for (let i = 0; i < CROWD; i += 41)
        pages.push(...(await Promise.all(Array.from({ length: 41 }, () => openPage(server().url, thread.key)))));
      await send(thread);
      await waitFor(() => pages.every(({ events }) => events.length === 2));
      step(0);
      await send(thread);
      await waitFor(() => pages.every(({ events }) => events.length === 3));
      await send(thread);
      await waitFor(() => pages.every(({ events }) => events.length === 4));
      expect(pages.flatMap(({ faults }) => faults)).toEqual([]);

      const waiting = newThread();
      const held = await call<PostAnswer>(server().url, '/api/v1/comments', { body: post(waiting, { site: 'held' }) });
      const author = await openPage(server().url, waiting.key, { site: 'held', token: held.body.readerToken });
      pages.push(author);
      const decision = { items: [{ id: held.body.comment.id, revision: 1 }], action: 'approve' };
      await call(server().url, '/api/v1/moderation/decisions', { body: decision, headers: await signIn(server().url) });
      await waitFor(() => author.mine.includes('published') && author.events.length === 1);
    });

    test('has no reader wait for it', async () => {
      const thread = newThread();
      const first = await send(thread);
      expect(first.status).toBe(201);
      const me = bearer(first.body.readerToken ?? '');
      const again = await send(thread, me);
      expect([again.status, again.body.retryAfter]).toEqual([429, expect.any(Number)]);
      step(0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect((await send(thread, me)).status).toBe(201);
      const soon = await send(thread, me);
      expect(soon.status).toBe(429);
      expect(soon.body.retryAfter).toBeLessThanOrEqual(10);
    });

    test('has nobody of the network wait longer than a limit lasts', async () => {
      let refused = await send(newThread());
      for (let i = 0; i < 30 && refused.status !== 429; i++) refused = await send(newThread());
      expect(refused.status).toBe(429);
      step(0);
      await new Promise((resolve) => setTimeout(resolve, 50));
      const { status, body } = await send(newThread());
      expect(status).toBe(429);
      expect(body.retryAfter).toBeLessThanOrEqual(60);
    });
  },
  { LIMITS: 'on', CLOCK_FILE: clockFile, NODE_OPTIONS: `--import ${preload}` },
);
