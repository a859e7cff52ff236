import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect, type Socket as NetSocket } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { errorCode } from '../../server/ops/error-code.ts';
import { newThread, post } from '../support/api.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: StartedServer | undefined;
const sockets: NetSocket[] = [];
const pages: Socket[] = [];
afterEach(async () => {
  for (const page of pages.splice(0)) page.disconnect();
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.close();
});

async function start(env: Record<string, string> = {}): Promise<StartedServer> {
  server = await startServer(env);
  return server;
}

/** A connection of its own; errors on it are kept. */
async function open(url: string): Promise<{ socket: NetSocket; failed: string[]; text: () => string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  sockets.push(socket);
  const failed: string[] = [];
  let text = '';
  socket.on('error', (error) => failed.push(errorCode(error) ?? error.message));
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
  });
  await once(socket, 'connect');
  return { socket, failed, text: () => text };
}

/** A reader whose machine has gone to sleep: the connection stands and nothing on it is taken or confirmed. */
async function sleepingReader(url: string): Promise<void> {
  const { socket, text } = await open(url);
  socket.write(
    `GET /live/?EIO=4&transport=websocket HTTP/1.1\r\nHost: ${new URL(url).host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  );
  await waitFor(() => text().includes(' 101 ') && text().includes('sid'));
  socket.pause();
}

/** A client that asks again as soon as it has its answer, over the same connection. What is not an answer is kept by its code. */
function busyClient(url: string): { answers: () => number; failures: string[]; isOver: Promise<void> } {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const failures: string[] = [];
  let answers = 0;
  async function ask(): Promise<void> {
    const asked = request(`${url}/healthz`, { agent });
    asked.end();
    const [answer]: IncomingMessage[] = await once(asked, 'response');
    answer?.resume();
    if (answer !== undefined) await once(answer, 'end');
    answers++;
  }
  async function askOn(): Promise<void> {
    while (failures.length === 0) await ask().catch((error: unknown) => failures.push(errorCode(error) ?? String(error)));
    agent.destroy();
  }
  return { answers: () => answers, failures, isOver: askOn() };
}

/** Sends a signal; gives the exit code and how long the end took, ms. */
async function stop(by: StartedServer, signal: NodeJS.Signals): Promise<{ code: number | null; took: number }> {
  const began = performance.now();
  const code = await by.stop(signal);
  return { code, took: performance.now() - began };
}

describe.each([
  ['one process', {}],
  ['two workers', { WORKERS: '2' }],
])('a stop, %s', (_name, env: Record<string, string>) => {
  test.each(['SIGTERM', 'SIGHUP'] as const)('%s: nobody holds it up, and nothing is reset', async (signal) => {
    const { url } = await start(env);
    await sleepingReader(url);
    await sleepingReader(url);
    const silent = await open(url);
    const idle = await open(url);
    idle.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await waitFor(() => idle.text().includes('"ok"'));
    const busy = [busyClient(url), busyClient(url), busyClient(url)];
    await waitFor(() => busy.every(({ answers }) => answers() > 5));
    let toldToReconnect = false;
    const page = io(url, { path: '/live', transports: ['websocket'], reconnection: false });
    pages.push(page);
    page.on('reconnect', () => {
      toldToReconnect = true;
    });
    await waitFor(() => page.connected);

    const ended = server === undefined ? null : await stop(server, signal);
    expect(ended?.code).toBe(0);
    expect(ended?.took).toBeLessThan(10_000);
    await Promise.all(busy.map(({ isOver }) => isOver));
    // Whoever comes later finds nobody; a request that was taken has its answer.
    expect(new Set(busy.flatMap(({ failures }) => failures))).toEqual(new Set(['ECONNREFUSED']));
    expect([...silent.failed, ...idle.failed]).toEqual([]);
    await waitFor(() => !page.connected);
    expect(toldToReconnect).toBe(true);
  });
});

test('a request that is under way is finished, with `Connection: close`, and the server is not ready meanwhile', async () => {
  const { url } = await start();
  const body = JSON.stringify(post(newThread()));
  const slow = await open(url);
  const half = body.length / 2;
  slow.socket.write(
    `POST /api/v1/comments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, half)}`,
  );
  const asking = await open(url);
  asking.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
  await waitFor(() => asking.text().includes('"ok"'));
  const ended = stop(server ?? (await start()), 'SIGTERM');
  await waitFor(() => server?.lines.some((line) => line.includes('"stopping"')) === true);
  asking.socket.on('data', () => asking.socket.writable && asking.socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'));
  asking.socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n');
  await waitFor(() => asking.text().includes(' 503 '));
  await waitFor(() => /\r\nConnection: close\r\n/i.test(asking.text()));
  slow.socket.write(body.slice(half));
  await waitFor(() => slow.text().includes(' 201 '));
  expect(slow.text()).toMatch(/\r\nConnection: close\r\n/i);
  expect(await ended).toMatchObject({ code: 0 });
});

test('a request that does not end is cut, and the stop is in order all the same', async () => {
  const { url } = await start();
  const slow = await open(url);
  slow.socket.write('POST /api/v1/comments HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{');
  const ended = server === undefined ? null : await stop(server, 'SIGTERM');
  expect(ended?.code).toBe(0);
  expect(ended?.took).toBeLessThan(10_000);
  expect(server?.lines.join('\n')).toContain('were cut');
});
