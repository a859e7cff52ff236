import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export interface ReverseProxy {
  close(): Promise<void>;
}

/**
 * A reverse proxy as sites have one in front of their services: hands what is below a path to a server, web sockets
 * too, and answers everything else by 404 itself.
 * @param port where it listens; @param target the port of the server; @param strips takes the path away, as
 * `proxy_pass http://server/;` in nginx does.
 */
export async function startReverseProxy({
  port,
  path,
  target,
  strips,
}: {
  port: number;
  path: string;
  target: number;
  strips: boolean;
}): Promise<ReverseProxy> {
  const sockets = new Set<Socket | Duplex>();
  const addressFor = ({ url = '' }: IncomingMessage): string | null => {
    if (!url.startsWith(`${path}/`) && url !== path) return null;
    return strips ? url.slice(path.length) || '/' : url;
  };
  const server = createServer((req, res) => {
    const address = addressFor(req);
    if (address === null) return res.writeHead(404, { 'content-type': 'text/plain' }).end('another service');
    const headers = { ...req.headers, 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'http' };
    const passed = request({ host: '127.0.0.1', port: target, method: req.method, path: address, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(res);
    });
    passed.on('error', () => (res.headersSent ? res.destroy() : res.writeHead(502).end()));
    return req.pipe(passed);
  });
  server.on('upgrade', (req, socket, head) => {
    const address = addressFor(req);
    if (address === null) return socket.destroy();
    const other = connect(target, '127.0.0.1', () => {
      const lines = [`${req.method} ${address} HTTP/1.1`];
      for (let i = 0; i < req.rawHeaders.length; i += 2) lines.push(`${req.rawHeaders[i]}: ${req.rawHeaders[i + 1]}`);
      other.write(`${lines.join('\r\n')}\r\n\r\n`);
      other.write(head);
      socket.pipe(other).pipe(socket);
    });
    for (const [one, its] of [
      [socket, other],
      [other, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => its.destroy());
      one.on('close', () => its.destroy());
    }
    return undefined;
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
