import type { IncomingMessage } from 'node:http';
import { networkOf } from '../http/client-network.ts';

/** Most live connections of one network: offices and mobile carriers share addresses. */
const PER_NETWORK = 500;
/** Most requests of one connection in `WINDOW` ms. */
const REQUESTS = 20;
const WINDOW = 10_000;

export interface Connections {
  /** Counts a connection in; false when its network has too many. */
  enter(request: IncomingMessage): boolean;
  leave(request: IncomingMessage): void;
}

/** Counts live connections by network. */
export function createConnections(limitsOn: boolean): Connections {
  const open = new Map<string, number>();
  const keyOf = (request: IncomingMessage): string => networkOf(request.socket.remoteAddress);
  return {
    enter(request) {
      const key = keyOf(request);
      const count = (open.get(key) ?? 0) + 1;
      if (limitsOn && count > PER_NETWORK && !isLoopback(request)) return false;
      open.set(key, count);
      return true;
    },
    leave(request) {
      const key = keyOf(request);
      const count = (open.get(key) ?? 1) - 1;
      if (count <= 0) open.delete(key);
      else open.set(key, count);
    },
  };
}

/** Behind a proxy on this machine every reader comes from the loopback: the proxy has to count them. */
function isLoopback(request: IncomingMessage): boolean {
  return /^(?:::1$|(?:::ffff:)?127\.)/.test(request.socket.remoteAddress ?? '');
}

/** May this connection ask once more? Forgets what is older than the window. */
export function createAskLimit(now: () => number): () => boolean {
  let asked: number[] = [];
  return () => {
    const since = now() - WINDOW;
    asked = asked.filter((at) => at > since);
    if (asked.length >= REQUESTS) return false;
    asked.push(now());
    return true;
  };
}
