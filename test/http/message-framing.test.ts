import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type StartedServer, startServer } from '../support/start-server.ts';

let server: StartedServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

/** Sends these bytes and gives what came until the server closed the connection. */
async function answerTo(request: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (bytes: Buffer) => (answer += bytes.toString('latin1')));
  socket.write(request);
  await once(socket, 'close');
  return answer;
}

const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const BODY = '{"site":"demo"}';

describe('a request that servers on its way may read differently gets 400 and a closed connection', () => {
  const requests: [string, string][] = [
    ['two Host headers', lines('GET /healthz HTTP/1.1', 'Host: a.example', 'Host: b.example')],
    ['the same Host twice', lines('GET /api/v1/counts?site=demo&thread=a HTTP/1.1', 'Host: a.example', 'hOST: a.example')],
    ['no Host', lines('GET /healthz HTTP/1.1')],
    ['gzip before chunked', `${lines('POST /api/v1/comments HTTP/1.1', 'Host: a.example', 'Transfer-Encoding: gzip, chunked')}0\r\n\r\n`],
    [
      'chunked twice',
      `${lines('POST /api/v1/comments HTTP/1.1', 'Host: a.example', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    ],
    ['an unknown encoding', `${lines('POST /api/v1/comments HTTP/1.1', 'Host: a.example', 'Transfer-Encoding: xchunked')}${BODY}`],
    [
      'a length and chunks',
      `${lines('POST /api/v1/comments HTTP/1.1', 'Host: a.example', 'Content-Length: 5', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    ],
    ['two lengths', `${lines('POST /api/v1/comments HTTP/1.1', 'Host: a.example', 'Content-Length: 5', 'Content-Length: 6')}hello!`],
    ['a blank before the colon', lines('GET /healthz HTTP/1.1', 'Host: a.example', 'Transfer-Encoding : chunked')],
  ];
  test.each(requests)('%s', async (_name, request) => {
    // A second request behind it must not be answered.
    const answer = await answerTo(request + lines('GET /healthz HTTP/1.1', 'Host: a.example'));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer.match(/HTTP\/1\.1 /g)).toHaveLength(1);
  });
});

test('an honest one in chunks is read', async () => {
  const chunk = `${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`;
  const head = lines(
    'POST /api/v1/comments HTTP/1.1',
    'Host: a.example',
    'Connection: close',
    'Content-Type: application/json',
    'Transfer-Encoding: chunked',
  );
  expect(await answerTo(head + chunk)).toContain('invalid-request');
});
