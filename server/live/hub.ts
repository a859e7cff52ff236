import { randomBytes } from 'node:crypto';
import type { Server as HttpServer } from 'node:http';
import { Server } from 'socket.io';
import type { ReaderToServer, ServerToReader, ServerToStaff, ThreadEvent } from '../../contract/live.ts';
import type { Channel, LoggedEvent } from '../domain/events.ts';
import type { Ms } from '../domain/types.ts';
import type { Change, Signal } from './bus.ts';
import { createConnections } from './connections.ts';
import type { LiveDeps } from './deps.ts';
import { guardLive, LIVE_PATH } from './guard.ts';
import { createPresence } from './presence.ts';
import { type EventBatch, presentThreadEvents, threadOf } from './present-live.ts';
import { isChannel, serveReaders } from './readers.ts';
import { type Connection, dropSlowReaders } from './slow-readers.ts';
import { type StaffEvents, presentStaffEvents, serveStaff } from './staff.ts';
import { createTail } from './tail.ts';

/** No event of a thread ever has this number. */
const AFTER_ALL = Number.MAX_SAFE_INTEGER;

export interface Hub {
  /** There may be new events: these changes, or any. */
  wake(changes?: readonly Change[]): void;
  /** Takes what another process reports of its readers. */
  onPeerSignal(signal: Signal): void;
  /** Begins to exchange signals with the other processes. */
  start(): void;
  connections(): number;
  /** Are there so many that new readers had better ask from time to time? */
  isCrowded(): boolean;
  /** Has all clients reconnect elsewhere, and closes. */
  stop(): Promise<void>;
}

/** Channels of more readers than this get their events in batches: a broadcast takes time on the event loop for each of them. */
const CROWD = 200;
const CROWD_PAUSE: Ms = 250;
/** What other processes have stored is seen within this time without any wake-up. */
const TAIL_EVERY: Ms = 1_000;

/** What is handed out to one channel at a time. */
export type Prepared =
  | { to: 'thread'; batches: EventBatch[]; isMerged: boolean }
  | { to: 'staff'; events: StaffEvents[] }
  | { to: 'reader'; ids: string[] };

/** The live service at `/live`: readers on `/`, moderators on `/moderation`. */
export function createHub(server: HttpServer, deps: LiveDeps): Hub {
  const connections = createConnections({ limitsOn: deps.limitsOn, most: deps.mostConnections, trusts: deps.trusts });

  const io = new Server<ReaderToServer, ServerToReader>(server, {
    path: LIVE_PATH,
    serveClient: false,
    maxHttpBufferSize: 16 * 1024,
    perMessageDeflate: false,
    allowRequest: (request, decide) => decide('too-many-connections', connections.mayConnect(request)),
    cors: {
      origin: (origin, decide) =>
        void deps.sites.anyAllows(origin ?? '').then(
          (may) => decide(null, may),
          () => decide(null, false),
        ),
    },
  });
  guardLive(server, io, { isOwnOrigin: deps.isOwnOrigin, anyAllows: deps.sites.anyAllows });
  io.engine.generateId = () => deps.sessionPrefix + randomBytes(15).toString('base64url');
  const open = new Set<Connection>();
  io.engine.on('connection', (connection: Connection) => {
    const network = connections.add(connection.request);
    open.add(connection);
    connection.once('close', () => {
      open.delete(connection);
      connections.leave(network);
    });
  });

  const tail = createTail<Prepared>({
    events: deps.events,
    prepare: (channel, events) => prepare(deps, channel, events),
    deliver: (channel, prepared) => {
      if (prepared.to === 'thread') {
        for (const batch of prepared.batches) io.to(channel).emit('events', batch);
        if (prepared.isMerged) readers.rejoin(channel, afterAll(prepared.batches));
      } else if (prepared.to === 'staff') staff.deliver(channel, prepared.events);
      else void readers.notifyAuthor(channel, prepared.ids);
    },
    pause: (channel) => (sizeOf(channel) > CROWD ? CROWD_PAUSE : 0),
    now: deps.steady,
    every: TAIL_EVERY,
    onError: (error) => deps.log.error({ err: error }, 'live events could not be read; tried again'),
  });
  const sizeOf = (channel: Channel): number => io.of('/').adapter.rooms.get(channel)?.size ?? 0;
  const presence = createPresence({
    here: sizeOf,
    channels: () => [...io.of('/').adapter.rooms.keys()].filter(isChannel).filter((room) => room.startsWith('thread:')),
    show: (channel, n) => void io.to(channel).emit('online', { n }),
    publish: deps.publishToPeers,
    now: deps.steady,
  });
  const readers = serveReaders(io.of('/'), { ...deps, connections }, tail, presence);
  const stopDropping = dropSlowReaders(open, deps.countDropped);
  const staffNamespace: import('socket.io').Namespace<Record<string, never>, ServerToStaff> = io.of('/moderation');
  const staff = serveStaff(staffNamespace, deps, tail);

  return {
    wake(changes) {
      tail.wake(changes?.map(({ channel }) => channel));
      readers.wake(changes);
    },
    onPeerSignal: presence.onPeerCounts,
    start: presence.start,
    connections: () => io.engine.clientsCount,
    isCrowded: connections.isCrowded,
    async stop() {
      // Spread out, so that a restart is not met by everybody in the same moment.
      for (const socket of io.of('/').sockets.values())
        socket.emit('reconnect', { after: 500 + Math.floor(socket.handshake.issued % 4_500) });
      presence.stop();
      readers.stop();
      staff.stop();
      stopDropping();
      await tail.stop();
      // Not `io.close()`: that closes the HTTP server too, and waits for all of its connections.
      io.engine.close();
    },
  };
}

/** The last event of a merged thread, under a number that no reader expects. */
function afterAll(batches: readonly EventBatch[]): ThreadEvent {
  const last = batches.flatMap(({ events }) => events).findLast(({ type }) => type === 'thread.updated');
  if (last === undefined) throw new Error('a merge is announced by an event that its thread has changed');
  return { ...last, seq: AFTER_ALL };
}

/** Does one of the events say that its thread was merged into another? */
async function isMerged({ getThreads }: LiveDeps, events: readonly LoggedEvent[]): Promise<boolean> {
  const updated = events.find(({ type }) => type === 'thread.updated');
  if (updated === undefined) return false;
  const id = threadOf(updated);
  return ((await getThreads([id])).get(id)?.id ?? id) !== id;
}

async function prepare(deps: LiveDeps, channel: Channel, events: LoggedEvent[]): Promise<Prepared> {
  if (channel.startsWith('thread:'))
    return { to: 'thread', batches: await presentThreadEvents(deps, events), isMerged: await isMerged(deps, events) };
  if (channel.startsWith('staff:')) return { to: 'staff', events: await presentStaffEvents(deps, events) };
  return { to: 'reader', ids: events.flatMap((event) => (event.type === 'comment.judged' ? [event.data.commentId] : [])) };
}
