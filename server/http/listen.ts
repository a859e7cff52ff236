import type { Server as HttpServer } from 'node:http';
import { createServer, type ListenOptions, type Server } from 'node:net';
import type { Ms } from '../domain/types.ts';
import { errorCode } from '../ops/error-code.ts';

/** What is in flight is given so long, most of the ten seconds that a stop may take. */
const LONGEST: Ms = 7_000;

function bind(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Where a server listens: the address as a URL, and the port of it. */
export interface Listening {
  address: string;
  port: number;
}

function listening(server: Server, host: string): Listening {
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('the server has no port');
  return { address: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`, port: bound.port };
}

/** Begins to listen. @throws what the system says. */
export async function listen(server: Server, host: string, port: number): Promise<Listening> {
  await bind(server, { host, port });
  return listening(server, host);
}

/**
 * The same for one of several workers. The system deals out the connections: what the primary of a cluster has
 * handed to a worker that dies at that moment would wait without end, its caller with it. Where the system cannot
 * (it is neither Linux nor a BSD), the primary does.
 * @param isFirst nobody of ours has the port yet: whoever else has it keeps it, though it were to share.
 */
export async function listenTogether(server: Server, host: string, port: number, isFirst: boolean): Promise<Listening> {
  if (isFirst && port !== 0) {
    const probe = createServer();
    await bind(probe, { host, port, exclusive: true });
    await new Promise((resolve) => probe.close(resolve));
  }
  await bind(server, { host, port, reusePort: true }).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOTSUP') throw error;
    return bind(server, { host, port });
  });
  return listening(server, host);
}

/** Takes no more connections, then has `before` done, then waits for what is in flight, not without end. */
export async function stopListening(server: HttpServer, before: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await before();
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), LONGEST);
  await closed;
  clearTimeout(late);
}
