import type { IncomingMessage } from 'node:http';
import type { Ms } from '../domain/types.ts';
import { clientAddress, isLoopback, networkOf, type Trusts } from '../web/client-network.ts';

/** Most live connections of one network: offices and mobile carriers share addresses. */
const PER_NETWORK = 500;
/** Most requests of one connection in `WINDOW` ms. */
const REQUESTS = 20;
const WINDOW = 10_000;

export interface Connections {
  /** May it connect? False when there are too many connections, or too many of its network. */
  mayConnect(request: IncomingMessage): boolean;
  /** Counts it in; gives the network to leave. */
  add(request: IncomingMessage): string;
  leave(network: string): void;
  /** The network on whose account something is kept; null where networks are not counted. */
  accountOf(request: IncomingMessage): string | null;
  /** Are there so many that new readers had better ask from time to time? */
  isCrowded(): boolean;
}

/**
 * Counts live connections by network.
 * @param options.most how many there may be in this process.
 * @param options.trusts which proxies are believed about a reader's address.
 */
export function createConnections(options: { limitsOn: boolean; most: number; trusts: Trusts }): Connections {
  const open = new Map<string, number>();
  let total = 0;

  function count(network: string, by: 1 | -1): void {
    total += by;
    const now = (open.get(network) ?? 0) + by;
    if (now <= 0) open.delete(network);
    else open.set(network, now);
  }

  function accountOf(request: IncomingMessage): string | null {
    const address = clientAddress(request, options.trusts);
    return !options.limitsOn || isLoopback(address) ? null : networkOf(address);
  }

  return {
    mayConnect(request) {
      if (total >= options.most) return false;
      const network = accountOf(request);
      return network === null || (open.get(network) ?? 0) < PER_NETWORK;
    },
    accountOf,
    add(request) {
      const network = networkOf(clientAddress(request, options.trusts));
      count(network, 1);
      return network;
    },
    leave: (network) => count(network, -1),
    isCrowded: () => total >= options.most,
  };
}

/**
 * May this connection ask once more? Forgets what is older than the window.
 * @param now a clock that never steps.
 */
export function createAskLimit(now: () => Ms): () => boolean {
  let asked: number[] = [];
  return () => {
    const since = now() - WINDOW;
    asked = asked.filter((at) => at > since);
    if (asked.length >= REQUESTS) return false;
    asked.push(now());
    return true;
  };
}
