import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems deal out by themselves: none of these is given to anybody's connection meanwhile. */
const LOWEST = 10_240;
const HIGHEST = 32_000;
/** Ports for each process that runs tests before those of the next one come. */
const EACH = 64;

/** A file of tests begins anywhere among those of its process. */
let taken = randomInt(EACH);

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * A port of this machine that nobody listens on, and that stays free for whoever is started on it, or started on it again.
 * Between the look and the start, and during a restart, other runs look too: each process begins at another place.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = LOWEST + ((process.pid * EACH + taken++) % (HIGHEST - LOWEST));
    if (await isFree(port)) return port;
  }
}
