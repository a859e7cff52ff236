import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the ports that systems deal out by themselves: none of these is given to anybody's connection meanwhile. */
const LOWEST = 10_240;
const HIGHEST = 32_000;
/** Ports of a block: the first one is kept busy by whoever has the block, the others are given. */
const EACH = 16;

let block: Promise<number> = Promise.resolve(0);
/** So many of the block were given, with the first. */
let taken = EACH;

/** Listens on a port, until the process ends or, where it is only a look, for a moment; false where somebody else does. */
function listens(port: number, isKept: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer().unref();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => {
      if (isKept) resolve(true);
      else server.close(() => resolve(true));
    });
  });
}

/** Takes a block that no other process has, of this run or of another one at the same time; gives its first port. */
async function takeBlock(): Promise<number> {
  for (;;) {
    const first = LOWEST + randomInt((HIGHEST - LOWEST) / EACH) * EACH;
    if (await listens(first, true)) return first;
  }
}

/**
 * A port of this machine that nobody listens on, and that stays free for whoever is started on it, or started on it again:
 * between the look and the start, and during a restart, other processes of tests look among other ports.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    if (taken >= EACH) {
      taken = 1;
      block = takeBlock();
    }
    const [own, place] = [block, taken++];
    const port = (await own) + place;
    if (await listens(port, false)) return port;
  }
}
