import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { ServerToStaff } from '../../contract/live.ts';
import { runCli } from '../cli/cli-process.ts';
import { call, newThread, post, signIn } from '../support/api.ts';
import { openPage, type ReaderPage, untilAllHave, upTo } from '../support/reader-page.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { postMany } from '../support/steady-post.ts';
import { waitFor } from '../support/wait-for.ts';

/** The processes that serve, by their place, as the log names them. */
function pidsOf(server: StartedServer): Map<number, number> {
  const pids = new Map<number, number>();
  for (const line of server.lines) {
    if (!line.startsWith('{')) continue;
    const entry: { worker?: number; pid?: number; msg?: string } = JSON.parse(line);
    if (entry.worker !== undefined && entry.pid !== undefined && entry.pid !== server.process.pid) pids.set(entry.worker, entry.pid);
  }
  return pids;
}

/** Kills a worker on the spot; gives what its process was. */
function killWorker(server: StartedServer, worker: number): number {
  const pid = pidsOf(server).get(worker);
  if (pid === undefined) throw new Error(`the log has not named worker ${worker}`);
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** A call without an answer after so long, ms, has been forgotten. */
const NO_ANSWER = 15_000;

/** A request by a connection of its own: either worker gets it. */
async function ask(
  url: string,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: unknown } = {},
): Promise<{ status: number; text: string }> {
  const asked = request(url + path, {
    method,
    agent: false,
    signal: AbortSignal.timeout(NO_ANSWER),
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
  });
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = await once(asked, 'response');
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return { status: answer.statusCode, text };
}

/** Waits until the log has named both workers, and the first as another than it was. */
const bothServe = (server: StartedServer, victim = 0): Promise<void> =>
  waitFor(async () => {
    // One that dies in this moment gives no answer.
    await ask(server.url, '/healthz').catch(() => null);
    return pidsOf(server).size === 2 && pidsOf(server).get(1) !== victim;
  });

/** The values of a meter, by worker. */
async function meter(url: string, name: string): Promise<Map<string, number>> {
  const { text } = await ask(url, '/metrics');
  const found = text.matchAll(new RegExp(`^${name}\\{(?:.*,)?worker="(\\d+)"\\} (\\S+)$`, 'gm'));
  return new Map([...found].map(([, worker = '', value]) => [worker, Number(value)]));
}

describe('two workers on one file', () => {
  let server: StartedServer;
  const pages: ReaderPage[] = [];
  const sockets: Socket[] = [];
  beforeAll(async () => {
    server = await startServer({ WORKERS: '2' });
    await bothServe(server);
  });
  afterEach(() => {
    for (const page of pages.splice(0)) page.close();
    for (const socket of sockets.splice(0)) socket.disconnect();
  });
  afterAll(() => server?.close());

  async function open(...args: Parameters<typeof openPage> extends [string, ...infer Rest] ? Rest : never): Promise<ReaderPage> {
    const page = await openPage(server.url, ...args);
    pages.push(page);
    return page;
  }

  /** Opens four, then more until both workers have some: the system deals them out by chance. */
  async function atBoth<T>(openOne: () => Promise<T>): Promise<T[]> {
    const opened = await Promise.all(upTo(4).map(openOne));
    await waitFor(async () => {
      const at = await meter(server.url, 'liangju_live_connections');
      if ([...at.values()].filter((n) => n > 0).length === 2) return true;
      opened.push(await openOne());
      return false;
    });
    return opened;
  }

  test('the address and the way to begin are printed once', () => {
    expect(server.lines.filter((line) => line.includes('/admin/'))).toHaveLength(1);
    expect(server.lines.filter((line) => line.includes('"listening"'))).toHaveLength(1);
  });

  test('the number of readers is that of both', async () => {
    const thread = newThread();
    await call(server.url, '/api/v1/comments', { body: post(thread) });
    const opened = await atBoth(() => open(thread.key));
    await waitFor(() => opened.every(({ online }) => online === opened.length));
    opened.pop()?.close();
    await waitFor(() => opened.every(({ online }) => online === opened.length));
  });

  test('the same key gives one comment, whichever worker is asked', async () => {
    const thread = newThread();
    const body = post(thread);
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all(upTo(10).map(() => ask(server.url, '/api/v1/comments', { method: 'POST', headers, body })));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const ids = answers.map(({ text }) => {
      const { comment }: PostAnswer = JSON.parse(text);
      return comment.id;
    });
    expect(new Set(ids).size).toBe(1);
    const list = await call<ListAnswer>(server.url, `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
    expect(list.body.comments.map(({ id }) => id)).toEqual([ids[0]]);
  });

  test('moderators at both see a comment come and be decided; its author hears of it, wherever its page is', async () => {
    const admin = await signIn(server.url);
    await call(server.url, '/api/v1/sites', { body: { id: 'held', name: '先审', origins: [], type: 'news' }, headers: admin });
    const desks = await atBoth(async () => {
      const desk: Socket<ServerToStaff> = io(`${server.url}/moderation`, {
        path: '/live',
        transports: ['websocket'],
        extraHeaders: { cookie: admin.cookie ?? '', origin: server.url },
        forceNew: true,
      });
      sockets.push(desk);
      const seen: { added: string[]; decided: string[] } = { added: [], decided: [] };
      desk.on('queue.added', ({ item }) => seen.added.push(item.comment.id));
      desk.on('queue.decided', ({ id, action }) => seen.decided.push(`${id} ${action}`));
      await new Promise((resolve) => desk.once('stats', resolve));
      return seen;
    });
    const thread = newThread();
    const { body } = await call<PostAnswer>(server.url, '/api/v1/comments', { body: post(thread, { site: 'held' }) });
    const authors = [
      await open(thread.key, { site: 'held', token: body.readerToken }),
      await open(thread.key, { site: 'held', token: body.readerToken }),
    ];
    await waitFor(() => desks.every(({ added }) => added.includes(body.comment.id)));
    const decision = { items: [{ id: body.comment.id, revision: 1 }], action: 'approve' };
    await call(server.url, '/api/v1/moderation/decisions', { body: decision, headers: admin });
    await waitFor(() => desks.every(({ decided }) => decided.length === 1));
    expect(desks.map(({ decided }) => decided)).toEqual(desks.map(() => [`${body.comment.id} approve`]));
    await waitFor(() => authors.every(({ mine, events }) => mine.includes('published') && events.length === 1));
  });

  test('a page that may not use web sockets polls, whichever worker gets its requests', async () => {
    const thread = newThread();
    await call(server.url, '/api/v1/comments', { body: post(thread) });
    const polling = await Promise.all(upTo(4).map(() => open(thread.key, { transports: ['polling'] })));
    const upgrading = await Promise.all(upTo(4).map(() => open(thread.key, { transports: ['polling', 'websocket'] })));
    const ids = await postMany(() => server.url, thread, 10);
    const all = [...polling, ...upgrading];
    await waitFor(() => all.every(({ events }) => events.length === ids.length + 1));
    expect(all.flatMap(({ faults }) => faults)).toEqual([]);
    await waitFor(() => upgrading.every(({ socket }) => socket.io.engine.transport.name === 'websocket'));
    expect(polling.map(({ socket }) => socket.io.engine.transport.name)).toEqual(polling.map(() => 'polling'));
  });

  test('every page has each of 200 comments once and in order, though a worker is killed; another takes its place', async () => {
    const thread = newThread();
    const opened = await atBoth(() => open(thread.key));
    let victim = 0;
    const ids = await postMany(
      () => server.url,
      thread,
      200,
      (done) => {
        if (done === 80) victim = killWorker(server, 1);
      },
    );
    await untilAllHave(opened, 200);
    for (const { events, faults } of opened) {
      expect(events.map(({ seq }) => seq)).toEqual(upTo(200));
      expect(new Set(events.map((event) => ('comment' in event ? event.comment.id : '')))).toEqual(new Set(ids));
      expect(faults).toEqual([]);
    }
    await bothServe(server, victim);
    await waitFor(async () => (await meter(server.url, 'liangju_live_connections')).size === 2);
    const told = server.lines.find((line) => line.includes('a worker ended'));
    expect(JSON.parse(told ?? '{}')).toMatchObject({ worker: 1, signal: 'SIGKILL' });
    await waitFor(() => opened.every(({ online }) => online === opened.length));
  });
});

test('a worker that is killed leaves no caller waiting', async () => {
  const server = await startServer({ WORKERS: '2' });
  const outcomes = { answered: 0, refused: 0, waiting: 0 };
  let isOver = false;
  try {
    const caller = async (): Promise<void> => {
      while (!isOver) {
        const asked = ask(server.url, '/healthz').then(
          () => 'answered' as const,
          () => 'refused' as const,
        );
        const late = new Promise<'waiting'>((resolve) => setTimeout(resolve, NO_ANSWER - 1_000, 'waiting').unref());
        outcomes[await Promise.race([asked, late])]++;
      }
    };
    const callers = upTo(8).map(caller);
    for (const _ of upTo(3)) {
      await waitFor(() => pidsOf(server).size === 2);
      const answered = outcomes.answered;
      await waitFor(() => outcomes.answered > answered + 100);
      const victim = killWorker(server, 1);
      await waitFor(() => pidsOf(server).get(1) !== victim);
    }
    isOver = true;
    await Promise.all(callers);
    expect(outcomes).toMatchObject({ waiting: 0 });
  } finally {
    isOver = true;
    await server.close();
  }
});

test('tries to sign in are counted over all workers', async () => {
  const server = await startServer({ WORKERS: '2', LIMITS: 'on' });
  try {
    const statuses: number[] = [];
    for (let i = 0; i < 11; i++) {
      const body = { email: 'nobody@example.com', password: 'wrong horse battery' };
      statuses.push((await ask(server.url, '/api/v1/staff/session', { method: 'POST', body })).status);
    }
    expect(statuses).toEqual([...upTo(10).map(() => 401), 429]);
  } finally {
    await server.close();
  }
});

test('SIGTERM to the one that watches ends them all with 0, and what was posted is kept', async () => {
  const server = await startServer({ WORKERS: '2' });
  try {
    const thread = newThread();
    const ids = await postMany(() => server.url, thread, 20);
    expect(await server.stop('SIGTERM')).toBe(0);
    await expect(ask(server.url, '/healthz')).rejects.toThrow();
    await server.restart();
    const list = await call<ListAnswer>(server.url, `/api/v1/comments?site=demo&limit=100&thread=${encodeURIComponent(thread.key)}`);
    expect(new Set(list.body.comments.map(({ id }) => id))).toEqual(new Set(ids));
  } finally {
    await server.close();
  }
});

test('when the one that watches is killed, nobody is left behind', async () => {
  const server = await startServer({ WORKERS: '2' });
  try {
    await bothServe(server);
    await server.stop('SIGKILL');
    const isGone = (pid: number): boolean => {
      try {
        return !process.kill(pid, 0);
      } catch {
        return true;
      }
    };
    await waitFor(() => [...pidsOf(server).values()].every(isGone));
  } finally {
    await server.close();
  }
});

test('a port that is taken: one sentence, 1, and no worker is left', async () => {
  const server = await startServer({});
  try {
    const { port } = new URL(server.url);
    const env = { PORT: port, WORKERS: '2', LOG_LEVEL: 'silent' };
    const ended = await runCli(server.dataDir, ['serve'], { env });
    expect(ended).toMatchObject({ code: 1, out: '' });
    expect(ended.err.trim().split('\n')).toHaveLength(1);
    expect(ended.err).toContain(port);
  } finally {
    await server.close();
  }
});
