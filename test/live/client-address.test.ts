import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import { clientAddress, type Trusts } from '../../server/http/client-network.ts';

// Beside Express itself: what it says of a request inside the router has to hold outside of it.
const app = express();
let trusts: Trusts;
const server = createServer((req: IncomingMessage, res) => {
  const ours = clientAddress(req, trusts);
  app(Object.assign(req, { ours }), res);
});
app.get('/', (req, res) => void res.json({ ours: 'ours' in req ? req.ours : null, express: req.ip }));
let port = 0;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.close();
});

test.each([
  [false, '203.0.113.5'],
  [1, undefined],
  [1, '203.0.113.5'],
  [1, '198.51.100.1, 203.0.113.5'],
  [2, '198.51.100.1, 203.0.113.5'],
  [5, '198.51.100.1, 203.0.113.5'],
  [['127.0.0.0/8'], '198.51.100.1, 203.0.113.5'],
  [['127.0.0.0/8', '203.0.113.0/24'], '198.51.100.1,203.0.113.5'],
  [['10.0.0.1'], '203.0.113.5'],
] as const)('with proxies %p, %p gives the address that Express gives', async (trustProxy, forwarded) => {
  app.set('trust proxy', trustProxy);
  trusts = app.get('trust proxy fn');
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const asked = request({ port, host: '127.0.0.1', path: '/', headers }).end();
  const [res] = await once(asked, 'response');
  let text = '';
  for await (const chunk of res) text += String(chunk);
  const { ours, express: theirs } = JSON.parse(text);
  expect(ours).toBe(theirs);
});
