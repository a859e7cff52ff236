import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { io } from 'socket.io-client';
import type { ListAnswer } from '../../contract/comment.ts';
import { call, newThread, post, sentence, signIn } from '../support/api.ts';
import { openPage, type ReaderPage } from '../support/reader-page.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { postSteadily } from '../support/steady-post.ts';
import { waitFor } from '../support/wait-for.ts';

const pages: ReaderPage[] = [];
afterEach(() => {
  for (const page of pages.splice(0)) page.close();
});

async function open(server: StartedServer, thread: string): Promise<ReaderPage> {
  const page = await openPage(server.url, thread);
  pages.push(page);
  return page;
}

const liveOf = async (server: StartedServer, site = 'demo'): Promise<string> => {
  const answer = await call<ListAnswer>(server.url, `/api/v1/comments?site=${site}&thread=${encodeURIComponent(newThread().key)}`);
  return answer.body.thread.live;
};

/** Stops reading from the wire, as a page on a line that has gone silent. */
function stopReading({ socket }: ReaderPage): void {
  const wire: unknown = Reflect.get(socket.io.engine.transport, 'ws');
  if (typeof wire !== 'object' || wire === null || !('pause' in wire) || typeof wire.pause !== 'function') throw new Error('no web socket');
  wire.pause();
}

describe('a server with room for two readers', () => {
  let server: StartedServer;
  beforeAll(async () => {
    server = await startServer({ LIVE_MAX: '2' });
  });
  afterAll(() => server?.close());

  test('tells those who come after them to ask from time to time, and takes sockets again when one has gone', async () => {
    const { key } = newThread();
    expect(await liveOf(server)).toBe('socket');
    const [first] = [await open(server, key), await open(server, key)];
    expect(await liveOf(server)).toBe('poll');
    const third = io(server.url, { path: '/live', transports: ['websocket'], forceNew: true, reconnection: false });
    expect(await new Promise((resolve) => third.once('connect', () => resolve('in')).once('connect_error', () => resolve('refused')))).toBe(
      'refused',
    );
    first.close();
    await waitFor(async () => (await liveOf(server)) === 'socket');
    await open(server, key);
  });
});

describe('a server', () => {
  let server: StartedServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  test('has readers of a site ask from time to time when the site wants it', async () => {
    const admin = await signIn(server.url);
    const site = { id: 'crowd', name: '热门', origins: [], type: 'news', live: 'poll' };
    const made = await call(server.url, '/api/v1/sites', { body: site, headers: admin });
    expect(made.status).toBe(201);
    expect(await liveOf(server, 'crowd')).toBe('poll');
    expect(await liveOf(server)).toBe('socket');
  });

  test('lets go of a reader who takes nothing any more; the others hear everything, and the page comes back', async () => {
    const thread = newThread();
    await postSteadily(() => server.url, thread);
    const slow = await open(server, thread.key);
    const quick = await open(server, thread.key);
    stopReading(slow);
    const dropped = async (): Promise<number> => {
      const { body } = await call<string>(server.url, '/metrics');
      return Number(/^liangju_live_dropped_total (\d+)$/m.exec(body)?.[1] ?? 0);
    };
    let posted = 1;
    // Until the buffers of the system are full and a mebibyte waits behind them.
    await waitFor(async () => {
      const long = Array.from({ length: 8 }, () => post(thread, { body: `${sentence()}${'春风吹又生。'.repeat(750)}${sentence()}` }));
      const answers = await Promise.all(long.map((body) => call(server.url, '/api/v1/comments', { body })));
      posted += answers.filter(({ status }) => status === 201).length;
      return (await dropped()) > 0;
    }, 40_000);
    expect(await dropped()).toBe(1);
    await waitFor(() => quick.events.length === posted);
    expect(quick.faults).toEqual([]);
    const back = await open(server, newThread().key);
    expect(back.socket.connected).toBe(true);
  });
});
