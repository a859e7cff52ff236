import type { Server } from 'node:http';
import type { Ms } from '../domain/types.ts';

/** What is in flight is given so long, most of the ten seconds that a stop may take. */
const LONGEST: Ms = 7_000;

/** Begins to listen; gives the address as a URL. @throws what the system says. */
export async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const bound = server.address();
  const boundPort = typeof bound === 'object' && bound !== null ? bound.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`;
}

/** Takes no more connections, then has `before` done, then waits for what is in flight, not without end. */
export async function stopListening(server: Server, before: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  await before();
  server.closeIdleConnections();
  const late = setTimeout(() => server.closeAllConnections(), LONGEST);
  await closed;
  clearTimeout(late);
}
