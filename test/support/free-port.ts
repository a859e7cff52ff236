import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems deal out by themselves: none of these is given to anybody's connection meanwhile. */
const LOWEST = 10_240;
const HIGHEST = 32_000;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A port of this machine that nobody listens on, and that stays free for whoever is started on it, or started on it again. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(LOWEST, HIGHEST);
    if (await isFree(port)) return port;
  }
}
