import { createServer, type ListenOptions, type Server } from 'node:net';
import { errorCode } from '../ops/error-code.ts';

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

/**
 * Begins to listen, alone or as one of several workers. For workers the system deals out the connections: what the
 * primary of a cluster has handed to a worker that dies at that moment would wait without end, its caller with it.
 * Where the system cannot (it is neither Linux nor a BSD), the primary does.
 * @param workers their common port; null in it for the first of them: another process that has the port keeps it, though it
 * were to share.
 * @throws the error of the system.
 */
export async function listen(server: Server, host: string, port: number, workers: { port: number | null } | null): Promise<Listening> {
  if (workers === null) await bind(server, { host, port });
  else {
    if (workers.port === null && port !== 0) {
      const probe = createServer();
      await bind(probe, { host, port, exclusive: true });
      await new Promise((resolve) => probe.close(resolve));
    }
    const common = workers.port ?? port;
    await bind(server, { host, port: common, reusePort: true }).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOTSUP') throw error;
      return bind(server, { host, port: common });
    });
  }
  return listening(server, host);
}
