import { afterEach, expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { JoinAnswer, ServerToReader, ServerToStaff, ThreadEvent } from '../../contract/live.ts';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

type ReaderSocket = Socket<ServerToReader, { join: (request: object, ack: (answer: JoinAnswer) => void) => void }>;

onBothStores('live delivery', (server) => {
  const open: Socket[] = [];
  afterEach(() => {
    for (const socket of open.splice(0)) socket.disconnect();
  });

  function connect(headers: Record<string, string> = {}): ReaderSocket {
    const socket: ReaderSocket = io(server().url, { path: '/live', transports: ['websocket'], extraHeaders: headers, forceNew: true });
    open.push(socket);
    return socket;
  }

  /** A reader's page: what it has heard, in order. */
  function follow(socket: ReaderSocket): { events: ThreadEvent[]; last: () => number } {
    const events: ThreadEvent[] = [];
    socket.on('events', (batch) => {
      events.push(...batch.events);
      expect(batch.seq).toBe(batch.events.at(-1)?.seq);
    });
    return { events, last: () => events.at(-1)?.seq ?? 0 };
  }

  const join = (socket: ReaderSocket, key: string, more: object = {}) =>
    socket.timeout(15_000).emitWithAck('join', { site: 'demo', thread: key, ...more });
  const send = async (thread: ReturnType<typeof newThread>, more: Record<string, unknown> = {}) =>
    (await call<PostAnswer>(server().url, '/api/v1/comments', { body: post(thread, more) })).body;
  const list = async (key: string) =>
    (await call<ListAnswer>(server().url, `/api/v1/comments?site=demo&limit=100&sort=oldest&thread=${encodeURIComponent(key)}`)).body;

  test('a comment appears in another window, also the first one of a thread', async () => {
    const thread = newThread();
    const socket = connect();
    const page = follow(socket);
    expect(await join(socket, thread.key)).toMatchObject({ ok: true, seq: 0, missed: [] });
    const first = await send(thread);
    await waitFor(() => page.events.length === 1);
    const second = await send(thread);
    await waitFor(() => page.events.length === 2);
    expect(page.events.map((event) => [event.seq, event.type])).toEqual([
      [1, 'comment.published'],
      [2, 'comment.published'],
    ]);
    expect(page.events.map((event) => 'comment' in event && event.comment.id)).toEqual([first.comment.id, second.comment.id]);
    expect(page.events[0]).not.toHaveProperty('comment.body');
  });

  test('a new title of the article is told with the change, and stands in the list', async () => {
    const thread = newThread();
    await send(thread);
    const socket = connect();
    const page = follow(socket);
    await join(socket, thread.key);
    const { id } = (await list(thread.key)).thread;
    const headers = await signIn(server().url);
    await call(server().url, `/api/v1/threads/${id}`, { method: 'PATCH', headers, body: { title: '步道今日开放' } });
    await waitFor(() => page.events.length === 1);
    expect(page.events[0]).toMatchObject({
      type: 'thread.updated',
      closed: false,
      commentCount: 1,
      title: '步道今日开放',
      url: thread.url,
    });
    expect((await list(thread.key)).thread.title).toBe('步道今日开放');
  });

  test('votes, edits and removals are told; what was taken down is never shown again', async () => {
    const thread = newThread();
    const mine = await send(thread);
    const socket = connect();
    const page = follow(socket);
    await join(socket, thread.key);
    const other = await send(thread);
    await call(server().url, `/api/v1/comments/${mine.comment.id}/vote`, {
      method: 'PUT',
      body: { value: 1 },
      headers: bearer(other.readerToken ?? ''),
    });
    await waitFor(() => page.events.some(({ type }) => type === 'comment.votes'));
    await call(server().url, `/api/v1/comments/${mine.comment.id}`, {
      method: 'PATCH',
      body: { body: '改一改再看看这里。' },
      headers: bearer(mine.readerToken ?? ''),
    });
    await waitFor(() => page.events.some(({ type }) => type === 'comment.edited'));
    await call(server().url, `/api/v1/comments/${mine.comment.id}`, { method: 'DELETE', headers: bearer(mine.readerToken ?? '') });
    await waitFor(() => page.events.some(({ type }) => type === 'comment.removed'));
    expect(page.events.find(({ type }) => type === 'comment.votes')).toMatchObject({ id: mine.comment.id, up: 1, down: 0 });
    expect(page.events.map(({ seq }) => seq)).toEqual(page.events.map((_, i) => (page.events[0]?.seq ?? 0) + i));
    const late = connect();
    const answer = await join(late, thread.key, { seq: 0 });
    expect(JSON.stringify(answer)).not.toContain('改一改');
  });

  test('who was away has, after coming back, exactly what the server has, each once and in order', async () => {
    const thread = newThread();
    await send(thread);
    const socket = connect();
    const page = follow(socket);
    const joined = await join(socket, thread.key);
    const seen = joined.ok ? joined.seq : -1;
    socket.disconnect();
    await Promise.all(Array.from({ length: 20 }, () => send(thread)));
    const back = connect();
    const again = follow(back);
    const writing = Promise.all(Array.from({ length: 20 }, () => send(thread)));
    const answer = await join(back, thread.key, { seq: seen });
    await writing;
    if (!answer.ok || answer.missed === null) throw new Error('expected to catch up');
    const heard = () => [...(answer.missed ?? []), ...again.events];
    await waitFor(() => heard().length >= 40);
    expect(heard().map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, i) => seen + 1 + i));
    const ids = heard().map((event) => ('comment' in event ? event.comment.id : ''));
    const stored = (await list(thread.key)).comments.map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(stored.slice(1)));
    expect(new Set(ids).size).toBe(40);
    expect(page.events).toEqual([]);
  });

  test('who is too far behind is told to fetch again', async () => {
    const thread = newThread();
    await send(thread);
    const socket = connect();
    expect(await join(socket, thread.key, { seq: 0 })).toMatchObject({ ok: true, missed: [{ seq: 1 }] });
    for (let i = 0; i < 5; i++) await Promise.all(Array.from({ length: 50 }, () => send(thread)));
    const late = connect();
    expect(await join(late, thread.key, { seq: 0 })).toMatchObject({ ok: true, missed: null });
  });

  test('a page of an origin that the site has not allowed is refused', async () => {
    const socket = connect({ origin: 'https://evil.example' });
    const failed = await new Promise((resolve) => {
      socket.once('connect_error', () => resolve('refused'));
      socket.once('connect', () => resolve('connected'));
    });
    expect(failed).toBe('refused');
  });

  test('junk does not reach anything', async () => {
    const socket = connect();
    for (const request of [
      null,
      'x',
      {},
      { site: { $gt: '' }, thread: 'k' },
      { site: 'demo', thread: 'k', room: 'staff:demo' },
      { site: 'nobody', thread: 'k' },
    ]) {
      expect(await socket.timeout(15_000).emitWithAck('join', request as object)).toMatchObject({ ok: false, code: expect.any(String) });
    }
    expect((await call(server().url, '/healthz')).status).toBe(200);
  });

  test('moderators see a held comment arrive and its decision; its author hears the outcome', async () => {
    const admin = await signIn(server().url);
    await call(server().url, '/api/v1/sites', { body: { id: 'held', name: '先审', origins: [], type: 'news' }, headers: admin });
    const console_: Socket<ServerToStaff> = io(`${server().url}/moderation`, {
      path: '/live',
      transports: ['websocket'],
      extraHeaders: { cookie: admin.cookie ?? '', origin: server().url },
      forceNew: true,
    });
    open.push(console_);
    const added: string[] = [];
    const decided: { id: string; action: string; status?: string | undefined }[] = [];
    const stats: number[] = [];
    console_.on('queue.added', ({ item }) => added.push(item.comment.id));
    console_.on('queue.decided', ({ id, action, status }) => decided.push({ id, action, status }));
    console_.on('stats', ({ open: n }) => stats.push(n));
    await waitFor(() => stats.length > 0);

    const thread = newThread();
    const mine = await send(thread, { site: 'held' });
    const author = connect();
    const own: string[] = [];
    author.on('mine', ({ comment }) => own.push(comment.status));
    await join(author, thread.key, { site: 'held', token: mine.readerToken });
    const stranger = connect();
    const strange = follow(stranger);
    await join(stranger, thread.key, { site: 'held' });

    await waitFor(() => added.includes(mine.comment.id));
    await call(server().url, '/api/v1/moderation/decisions', {
      body: { items: [{ id: mine.comment.id, revision: 1 }], action: 'approve' },
      headers: admin,
    });
    await waitFor(() => own.includes('published') && strange.events.length === 1 && decided.length === 1);
    expect(decided).toEqual([{ id: mine.comment.id, action: 'approve', status: 'published' }]);
    expect(strange.events[0]).toMatchObject({ type: 'comment.published', comment: { id: mine.comment.id } });
  });

  test('without a session there is no console', async () => {
    const stranger = io(`${server().url}/moderation`, { path: '/live', transports: ['websocket'], forceNew: true });
    open.push(stranger);
    const message = await new Promise<string>((resolve) => stranger.once('connect_error', (error) => resolve(error.message)));
    expect(message).toBe('sign-in-required');
  });
});
