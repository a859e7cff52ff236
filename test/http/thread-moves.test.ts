import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer, ThreadView } from '../../contract/comment.ts';
import type { ReaderToServer, ServerToReader } from '../../contract/live.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { io, type Socket } from 'socket.io-client';
import { call, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

const SITE = 'https://news.example.com';

onBothStores('threads that move', (server) => {
  const url = () => server().url;
  let admin: Record<string, string>;
  beforeAll(async () => {
    admin = await signIn(url());
    const body = { id: 'paper', name: '早报', origins: [SITE, '*loopback*'], type: 'blog', mode: 'post' };
    expect((await call(url(), '/api/v1/sites', { headers: admin, body })).status).toBe(201);
  });

  const newKey = (): string => `${SITE}/${randomUUID()}`;
  async function say(key: string, parentId: string | null = null): Promise<string> {
    const made = await call<PostAnswer>(url(), '/api/v1/comments', {
      body: post({ key, url: key, title: '步道' }, { site: 'paper', parentId }),
    });
    expect(made.status).toBe(201);
    if (!('comment' in made.body)) throw new Error('the comment was refused');
    return made.body.comment.id;
  }
  const list = async (key: string): Promise<ListAnswer> =>
    (await call<ListAnswer>(url(), `/api/v1/comments?site=paper&thread=${encodeURIComponent(key)}`)).body;
  const idOf = async (key: string): Promise<string> => (await list(key)).thread.id ?? '';
  const change = (id: string, body: object) =>
    call<ThreadView & ProblemView>(url(), `/api/v1/threads/${id}`, { method: 'PATCH', headers: admin, body });
  const merge = (id: string, into: string) =>
    call<ThreadView & ProblemView>(url(), `/api/v1/threads/${id}/merge`, { headers: admin, body: { into } });
  const counts = async (...keys: string[]) => {
    const query = new URLSearchParams([['site', 'paper'], ...keys.map((key) => ['thread', key])]);
    return (await call<{ counts: Record<string, number> }>(url(), `/api/v1/counts?${query}`)).body.counts;
  };

  test('both addresses show the thread, also pages that were ready before; permalinks stay', async () => {
    const [old, key] = [newKey(), newKey()];
    const comment = await say(old);
    const id = await idOf(old);
    expect((await list(key)).comments).toEqual([]);
    const moved = await change(id, { key: `${key}#top`, closed: false });
    expect(moved).toMatchObject({ status: 200, body: { id, key, url: key, title: '步道' } });
    for (const one of [old, key]) {
      expect(await list(one)).toMatchObject({ thread: { id, key, url: key }, comments: [{ id: comment, threadKey: key }] });
      await say(one, comment);
    }
    expect(await counts(old, key)).toEqual({ [old]: 3, [key]: 3 });
    const found = await call<{ comment: { threadKey: string } }>(url(), `/api/v1/comments/${comment}`);
    expect(found.body.comment.threadKey).toBe(key);
    const audit = await call<{ entries: object[] }>(url(), '/api/v1/moderation/audit?site=paper&action=thread.move', { headers: admin });
    expect(JSON.stringify(audit.body)).toContain(old);
  });

  test('a key that another thread has is refused, and says what can be done', async () => {
    const [one, other] = [newKey(), newKey()];
    await Promise.all([say(one), say(other)]);
    expect(await change(await idOf(one), { key: other })).toMatchObject({ status: 409, body: { code: 'duplicate-thread' } });
    for (const key of ['{{ page.url }}', '', 'x'.repeat(2_049), 7])
      expect(await change(await idOf(one), { key })).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect((await list(one)).thread.key).toBe(one);
  });

  test('merged into another both addresses show all comments; the same again changes nothing', async () => {
    const [from, into] = [newKey(), newKey()];
    const first = await say(from);
    const [second, third] = [await say(into), await say(from, first)];
    expect(await counts(from, into)).toEqual({ [from]: 2, [into]: 1 });
    const [fromId, intoId] = [await idOf(from), await idOf(into)];
    for (let again = 0; again < 2; again++)
      expect(await merge(fromId, intoId)).toMatchObject({ status: 200, body: { id: intoId, commentCount: 3 } });
    for (const key of [from, into]) {
      const shown = await list(key);
      expect(shown.thread).toMatchObject({ id: intoId, commentCount: 3 });
      expect(shown.comments.map(({ id }) => id).sort()).toEqual([first, second].sort());
      expect(shown.comments.find(({ id }) => id === first)?.replies?.items.map(({ id }) => id)).toEqual([third]);
    }
    expect(await counts(from, into)).toEqual({ [from]: 3, [into]: 3 });
    expect(await merge(intoId, randomUUID())).toMatchObject({ status: 404 });
    expect(await merge(randomUUID(), intoId)).toMatchObject({ status: 404 });
  });

  test('open pages follow: who was in the merged thread is in the other, with what is written there', async () => {
    const [from, into] = [newKey(), newKey()];
    await Promise.all([say(from), say(into)]);
    const { thread } = await list(from);
    const socket: Socket<ServerToReader, ReaderToServer> = io(url(), { path: '/live', transports: ['websocket'], forceNew: true });
    try {
      const join = (asked: object): Promise<unknown> => socket.emitWithAck('join', { site: 'paper', thread: from, ...asked });
      const received: { seq: number; type: string }[] = [];
      socket.on('events', ({ events }) => received.push(...events));
      expect(await join({ id: thread.id, seq: thread.seq })).toMatchObject({ ok: true, missed: [] });
      await merge(thread.id ?? '', await idOf(into));
      // A number that nobody expects makes a page ask.
      await waitFor(() => received.some(({ seq }) => seq > thread.seq + 1_000));
      expect(await join({ id: thread.id, seq: thread.seq })).toMatchObject({ ok: true, missed: null });
      const now = (await list(from)).thread;
      expect(await join({ id: now.id, seq: now.seq })).toMatchObject({ ok: true, missed: [] });
      received.length = 0;
      await say(into);
      await waitFor(() => received.some(({ type }) => type === 'comment.published'));
    } finally {
      socket.disconnect();
    }
  });

  test('threads are found by a part of title or address, on the site alone', async () => {
    const key = newKey();
    await say(key);
    const asked = (query: string) => call<{ threads: ThreadView[] }>(url(), `/api/v1/threads?${query}`, { headers: admin });
    expect((await asked(`site=paper&q=${key.slice(-20).toUpperCase()}`)).body.threads).toMatchObject([{ key, commentCount: 1 }]);
    expect((await asked('site=paper&q=%E6%B2%A1%E6%9C%89%E8%BF%99%E4%B8%AA')).body.threads).toEqual([]);
    expect((await asked('site=elsewhere')).status).toBe(404);
    expect((await asked('site=paper&cursor=x')).body).toMatchObject({ code: 'invalid-cursor' });
  });
});
