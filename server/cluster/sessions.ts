import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** The worker that has the session of a request for a live connection; null for every other request. Its name begins with the worker's number. */
function ownerOf({ url = '' }: IncomingMessage): number | null {
  if (!url.startsWith('/live')) return null;
  const session = new URL(url, 'http://localhost').searchParams.get('sid');
  const number = Number(/^(\d+)\./.exec(session ?? '')?.[1] ?? 0);
  return number === 0 ? null : number;
}

/** How the sessions of a worker are named. */
export const sessionPrefix = (worker: number): string => `${worker}.`;

function passOn(req: IncomingMessage, res: ServerResponse, socketPath: string): void {
  const passed = request({ socketPath, method: req.method, path: req.url, headers: req.headers }, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
  });
  // A session whose worker is gone is gone: the client begins another.
  passed.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(400).end()));
  res.on('close', () => passed.destroy());
  req.pipe(passed);
}

function passOnUpgrade(req: IncomingMessage, socket: Duplex, head: Buffer, socketPath: string): void {
  const other = connect(socketPath, () => {
    const headers: string[] = [];
    for (let i = 0; i < req.rawHeaders.length; i += 2) headers.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
    other.write(`${[`${req.method} ${req.url} HTTP/1.1`, ...headers].join('\r\n')}\r\n\r\n`);
    other.write(head);
    socket.pipe(other).pipe(socket);
  });
  for (const [one, its] of [
    [socket, other],
    [other, socket],
  ] as const) {
    one.on('error', () => its.destroy());
    one.on('close', () => its.destroy());
  }
}

/**
 * Makes long polling work over several workers: it asks by a new request each time, and whichever worker gets it
 * passes it on to the one that has the session, over a socket that only this machine's workers know. A session
 * that began as a web socket is one connection and never needs it.
 * @param pathOf where a worker listens for the others.
 */
export async function shareSessions(server: Server, own: number, pathOf: (worker: number) => string): Promise<void> {
  const requests = server.listeners('request');
  const upgrades = server.listeners('upgrade');
  server.removeAllListeners('request').removeAllListeners('upgrade');
  server.on('request', (req: IncomingMessage, res: ServerResponse) => {
    const owner = ownerOf(req) ?? own;
    if (owner !== own) return passOn(req, res, pathOf(owner));
    for (const handler of requests) Reflect.apply(handler, server, [req, res]);
  });
  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    const owner = ownerOf(req) ?? own;
    if (owner !== own) return passOnUpgrade(req, socket, head, pathOf(owner));
    for (const handler of upgrades) Reflect.apply(handler, server, [req, socket, head]);
  });

  const fromOthers = createServer((req, res) => server.emit('request', req, res));
  fromOthers.on('upgrade', (req, socket, head) => server.emit('upgrade', req, socket, head));
  await new Promise<void>((resolve, reject) => {
    fromOthers.once('error', reject);
    fromOthers.listen({ path: pathOf(own), exclusive: true }, resolve);
  });
  // The timer keeps no process alive.
  fromOthers.unref();
  server.once('close', () => fromOthers.close());
}
