import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Ms } from '../domain/types.ts';

/** What is in flight is given so long, most of the ten seconds that a stop may take. */
const LONGEST: Ms = 7_000;
/** Upgraded connections whose other side does not confirm the end are cut after this. */
const FAREWELL: Ms = 1_500;
/** A connection is closed when it has been idle for so long: its next request may be on its way already. */
const IDLE: Ms = 500;
const LOOK_EVERY: Ms = 100;
/**
 * Answers have `Connection: close` only so long after the listener was closed: who reads it connects anew at once, and
 * must not get into the queue of another worker's listener that is just being closed.
 */
const BEFORE_GOODBYE: Ms = 250;

/** What is known of one connection. */
interface Entry {
  open: Set<ServerResponse>;
  isUpgraded: boolean;
  /** Since when nothing is under way, on the steady clock. */
  idleSince: Ms;
  /** What it had sent by then: more means that a request has begun. */
  readWhenIdle: number;
}

/** The connections of a server, so that it can be stopped without a reset. */
export interface Connections {
  /**
   * Takes no more connections, has `before` done, answers what is in flight with `Connection: close`, closes
   * what is idle, and after the longest wait cuts what is left. Never rejects and never takes longer than that.
   * Requests that had to be cut are logged.
   */
  drain(before: () => Promise<void>): Promise<void>;
}

/**
 * Follows the connections of a server; to be called before it listens, after all that replaces its listeners.
 * @param now the steady clock, ms.
 */
export function trackConnections(server: HttpServer, now: () => Ms, log: Pick<Logger, 'warn'>): Connections {
  const entries = new Map<Socket, Entry>();
  let isClosing = false;

  function entryOf(socket: Socket): Entry {
    const known = entries.get(socket);
    if (known !== undefined) return known;
    const entry: Entry = { open: new Set(), isUpgraded: false, idleSince: now(), readWhenIdle: 0 };
    entries.set(socket, entry);
    socket.once('close', () => entries.delete(socket));
    return entry;
  }

  server.on('connection', entryOf);
  server.prependListener('request', (req: IncomingMessage, res: ServerResponse) => {
    const entry = entryOf(req.socket);
    entry.open.add(res);
    if (isClosing) res.shouldKeepAlive = false;
    res.once('close', () => {
      entry.open.delete(res);
      entry.idleSince = now();
      entry.readWhenIdle = req.socket.bytesRead;
    });
  });
  server.prependListener('upgrade', (req: IncomingMessage) => {
    entryOf(req.socket).isUpgraded = true;
  });

  function closeAfterAnswer(): void {
    isClosing = true;
    for (const { open } of entries.values()) for (const res of open) if (!res.headersSent) res.shouldKeepAlive = false;
  }

  function closeIdle(since: Ms): void {
    for (const [socket, entry] of entries) {
      const isIdle = !entry.isUpgraded && entry.open.size === 0 && socket.bytesRead === entry.readWhenIdle;
      if (isIdle && now() - Math.max(since, entry.idleSince) >= IDLE) socket.destroySoon();
    }
  }

  function cutUpgraded(): void {
    for (const [socket, { isUpgraded }] of entries) if (isUpgraded) socket.destroy();
  }

  return {
    async drain(before) {
      const since = now();
      let cut = 0;
      let isOver: () => void = () => undefined;
      const over = new Promise<void>((resolve) => {
        isOver = resolve;
      });
      // The timers first: whatever of the rest hangs, the end comes.
      const looking = setInterval(() => closeIdle(since), LOOK_EVERY);
      const late = setTimeout(() => {
        for (const [socket, { open }] of entries) {
          if (open.size > 0) cut++;
          socket.destroy();
        }
        isOver();
      }, LONGEST);
      // A listener that is closed resets what waits to be accepted: right after the loop has looked, nothing does.
      for (let turn = 0; turn < 2; turn++) await nextTurn();
      // Not the method of the HTTP server: that one cuts idle connections at once, on which a request may be coming in.
      const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
      const goodbye = setTimeout(closeAfterAnswer, BEFORE_GOODBYE);
      const isAnnounced = before().then(
        () => void setTimeout(cutUpgraded, FAREWELL).unref(),
        () => cutUpgraded(),
      );
      await Promise.race([Promise.all([closed, isAnnounced]), over]);
      clearTimeout(goodbye);
      clearInterval(looking);
      clearTimeout(late);
      if (cut > 0) log.warn({ connections: cut }, 'requests were not over in time and were cut');
    },
  };
}
