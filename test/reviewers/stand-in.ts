import { createServer as createPlain, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createEncrypted } from 'node:https';

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
}
/** What the stand-in answers; `hang` never does. */
export type Answering = (request: Received, raw: ServerResponse) => Reply | 'hang' | 'raw' | Promise<Reply | 'hang' | 'raw'>;

export interface StandIn {
  url: string;
  port: number;
  received: Received[];
  /** Changes what it answers from now on. */
  answers(answering: Answering): void;
  close(): Promise<void>;
}

/** A real server on the loopback that keeps what it gets, over TLS when it has a certificate. */
export async function startStandIn(answering: Answering, tls?: { key: string; cert: string }): Promise<StandIn> {
  const received: Received[] = [];
  let current = answering;
  const listen = (req: IncomingMessage, res: ServerResponse): void => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('error', () => undefined);
    req.on('end', () => {
      const request = { method: req.method ?? '', path: req.url ?? '', headers: req.headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(request);
      void Promise.resolve(current(request, res)).then((reply) => {
        if (reply === 'hang' || reply === 'raw') return;
        res.writeHead(reply.status ?? 200, reply.headers ?? {}).end(reply.body ?? '');
      });
    });
  };
  const server = tls === undefined ? createPlain(listen) : createEncrypted(tls, listen);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    port,
    received,
    answers(next) {
      current = next;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** The request that came in that place. */
export function request(server: StandIn, index = 0): Received {
  const found = server.received[index];
  if (found === undefined) throw new Error(`only ${server.received.length} requests came`);
  return found;
}
