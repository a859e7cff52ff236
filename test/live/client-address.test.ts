import type { IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import express from 'express';
import { clientAddress, isLoopback, networkOf, plainAddress, type Trusts } from '../../server/web/client-network.ts';

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

describe('an address in any form', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['"192.0.2.1:4711"', '192.0.2.1'],
    ['[192.0.2.1]:80', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:c000:201', '192.0.2.1'],
    ['[::ffff:c000:0201]:443', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['unknown', null],
    ['_hidden', null],
    ['', null],
    ['999.0.2.1', null],
    ['[nonsense]:1', null],
  ])('%p is %p', (text, plain) => {
    expect(plainAddress(text)).toBe(plain);
    if (plain !== null) expect(networkOf(text)).toBe(networkOf(plain));
  });

  test('networks, and this machine', () => {
    expect(networkOf('[2001:db8::1]:443')).toBe('2001:db8:0:0::/64');
    expect(networkOf('192.0.2.77:1')).toBe('192.0.2.0/24');
    expect(networkOf('nonsense')).toBe('unknown');
    expect(['127.0.0.1', '::ffff:127.0.0.1', '::ffff:7f00:1', '[::1]:80', '127.8.8.8:1'].every(isLoopback)).toBe(true);
    expect([undefined, '', '10.0.0.1', '::2'].some(isLoopback)).toBe(false);
  });

  test.each([
    [['127.0.0.0/8', '203.0.113.0/24'], '198.51.100.1:5000, 203.0.113.5:443', '198.51.100.1'],
    [['127.0.0.0/8', '2001:db8:9::/48'], '[2001:DB8:1::7]:5000, [2001:db8:9::1]:443', '2001:db8:1::7'],
    [1, '198.51.100.1:5000', '198.51.100.1'],
    [2, 'unknown, 203.0.113.5', '203.0.113.5'],
    [1, 'unknown', '127.0.0.1'],
  ] as const)('with proxies %p, %p comes from %p', (trustProxy, forwarded, address) => {
    app.set('trust proxy', trustProxy);
    const socket = { remoteAddress: '::ffff:127.0.0.1' };
    expect(clientAddress({ socket, headers: { 'x-forwarded-for': forwarded } }, app.get('trust proxy fn'))).toBe(address);
  });
});
