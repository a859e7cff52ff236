import type { Socket } from 'socket.io';
import type { Ms } from '../domain/types.ts';

/** A connection of one page, whatever channels it has joined. */
export type Connection = Socket['conn'];

/** What may wait for a reader who does not take it: a reader who has more is disconnected, and catches up after reconnecting. */
const MOST_PACKETS = 256;
const MOST_BYTES = 1024 * 1024;
const LOOK_EVERY: Ms = 1_000;

interface WebSocketLike {
  bufferedAmount: number;
  terminate: () => void;
}

function isWebSocket(socket: unknown): socket is WebSocketLike {
  return typeof socket === 'object' && socket !== null && 'bufferedAmount' in socket && 'terminate' in socket;
}

function webSocketOf({ transport }: Connection): WebSocketLike | null {
  const socket: unknown = Reflect.get(transport, 'socket');
  return isWebSocket(socket) ? socket : null;
}

/** Packets that the transport has not taken yet. The library counts them, which its types do not show. */
function waitingOf(connection: Connection): readonly unknown[] {
  const waiting: unknown = Reflect.get(connection, 'writeBuffer');
  return Array.isArray(waiting) ? waiting : [];
}

function sizeOf(packet: unknown): number {
  const data = typeof packet === 'object' && packet !== null && 'data' in packet ? packet.data : null;
  return typeof data === 'string' || Buffer.isBuffer(data) ? data.length : 0;
}

function isTooSlow(connection: Connection, socket: WebSocketLike | null): boolean {
  const packets = waitingOf(connection);
  if (packets.length > MOST_PACKETS) return true;
  let bytes = socket?.bufferedAmount ?? 0;
  for (const packet of packets) bytes += sizeOf(packet);
  return bytes > MOST_BYTES;
}

/**
 * Lets go of readers whose connection takes nothing any more, so that what is sent to all does not pile up
 * in the memory for each of them.
 * @returns what stops it.
 */
export function dropSlowReaders(connections: ReadonlySet<Connection>, onDrop: () => void): () => void {
  const timer = setInterval(() => {
    for (const connection of connections) {
      const socket = webSocketOf(connection);
      if (!isTooSlow(connection, socket)) continue;
      onDrop();
      connection.close(true);
      // A farewell would wait behind everything else.
      socket?.terminate();
    }
  }, LOOK_EVERY);
  return () => clearInterval(timer);
}
