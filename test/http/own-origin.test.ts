import { request } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { newThread, post } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';

let server: StartedServer;
/** Where it listens, whatever it calls itself. */
let address: string;
const open: Socket[] = [];
afterEach(async () => {
  for (const socket of open.splice(0)) socket.disconnect();
  await server?.close();
});

async function start(env: Record<string, string>): Promise<void> {
  const port = await freePort();
  server = await startServer({ ...env, PORT: String(port) });
  address = `http://127.0.0.1:${port}`;
}

/** Posts with headers that fetch does not let one set. */
function send(headers: Record<string, string>): Promise<number | undefined> {
  const body = JSON.stringify(post(newThread()));
  return new Promise((resolve, reject) => {
    const sent = request(
      `${address}/api/v1/comments`,
      { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

const follow = (headers: Record<string, string>): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = io(address, { path: '/live', transports: ['websocket'], forceNew: true, reconnection: false, extraHeaders: headers });
    open.push(socket);
    socket.on('connect', () => resolve(true));
    socket.on('connect_error', () => resolve(false));
  });

test('where PUBLIC_URL is set, a Host of one’s own makes no page ours', async () => {
  await start({ PUBLIC_URL: 'https://comments.example.com' });
  const forged = { host: 'evil.example', origin: 'http://evil.example' };
  expect(await send(forged)).toBe(403);
  expect(await follow(forged)).toBe(false);
  const own = { host: 'evil.example', origin: 'https://comments.example.com' };
  expect(await send(own)).toBe(201);
  expect(await follow(own)).toBe(true);
});

test('without it the host that was asked counts', async () => {
  await start({});
  const own = { host: 'paper.example:8080', origin: 'http://paper.example:8080' };
  expect(await send(own)).toBe(201);
  expect(await send({ host: 'paper.example', origin: 'http://evil.example' })).toBe(403);
});
