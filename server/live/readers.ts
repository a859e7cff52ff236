import type { Namespace, Socket } from 'socket.io';
import type { JoinAnswer, ReaderToServer, ServerToReader, ThreadEvent } from '../../contract/live.ts';
import type { Channel } from '../domain/events.ts';
import { Problem } from '../domain/problem.ts';
import { threadKeyOf } from '../domain/thread-key.ts';
import type { Ms, Site } from '../domain/types.ts';
import { z } from 'zod';
import { SiteIdField, ThreadKeyField } from '../../contract/comment.ts';
import { langOf } from '../web/lang.ts';
import { toProblem } from '../web/problems.ts';
import { presentOwn } from '../presenters/present-comment.ts';
import { createAdmissions } from './admissions.ts';
import type { Change } from './bus.ts';
import { type Connections, createAskLimit } from './connections.ts';
import type { LiveDeps } from './deps.ts';
import { createRoomLimits, IS_IN_ALREADY } from './room-limits.ts';
import { askerOf, siteAdmits } from './page-origin.ts';
import type { Presence } from './presence.ts';
import { presentMissed } from './present-live.ts';
import type { Tail } from './tail.ts';
import { createJoinQueue } from './join-queue.ts';

type ReaderSpace = Namespace<ReaderToServer, ServerToReader>;
type ReaderSocket = Socket<ReaderToServer, ServerToReader>;

const JoinRequest = z.strictObject({
  site: SiteIdField,
  thread: ThreadKeyField,
  id: z.string().max(64).optional(),
  seq: z.int().min(0).optional(),
  token: z.string().max(200).optional(),
});

/** A reader who has missed more events than this fetches the list again. */
const MOST_MISSED = 200;
/** So many readers of a merged thread fetch the other at once, and the next after this pause. */
const REJOIN_AT_ONCE = 50;
const REJOIN_PAUSE: Ms = 100;

/** A reader's socket: it follows one thread, that of the last join. */
interface Seat {
  socket: ReaderSocket;
  /** Counts joins and leaves: what a later one has overtaken comes to nothing. */
  turn: number;
}

export interface ReaderService {
  /** A thread that readers wait for may have been made: by one of these changes, or by any. */
  wake(changes?: readonly Change[]): void;
  /** Sends an author their comments that were decided on. */
  notifyAuthor(channel: Channel, ids: string[]): Promise<void>;
  /** Has the readers of a thread that was merged join the other: `event` has a number that none of them expects, so that they ask. */
  rejoin(channel: Channel, event: ThreadEvent): void;
  stop(): void;
}

/**
 * Serves readers: joins, catch-up, changes of one's own comments. Over 80 lines: each step of a join looks
 * whether a later join or leave of the same socket has overtaken it.
 */
export function serveReaders(
  space: ReaderSpace,
  deps: LiveDeps & { connections: Pick<Connections, 'accountOf'> },
  tail: Tail,
  presence: Presence,
): ReaderService {
  const waiting = createJoinQueue<Seat>();
  let rejoining: NodeJS.Timeout | undefined;
  const admissions = createAdmissions<Seat>({
    getThreads: deps.getThreads,
    newestThreads: deps.newestThreads,
    waiting,
    async admit(seat, thread) {
      const answer = await enter(seat, seat.turn, `thread:${thread.id}`, 0);
      if (answer.ok && answer.missed !== null && answer.missed.length > 0) {
        seat.socket.emit('events', { seq: answer.seq, events: answer.missed });
      }
    },
    onError: (error) => deps.log.warn({ err: error }, 'waiting readers could not be admitted; tried again'),
  });

  const entries = createRoomLimits();
  space.use((socket, next) => (entries.enter(socket.client) ? next() : next(new Error(IS_IN_ALREADY))));

  space.on('connection', (socket) => {
    const seat: Seat = { socket, turn: 0 };
    const mayAsk = createAskLimit(deps.steady);
    socket.on('join', (request, ack) => {
      if (typeof ack !== 'function') return;
      if (!mayAsk()) return ack({ ok: false, code: 'too-fast' });
      join(seat, request).then(ack, (error: unknown) => ack({ ok: false, code: toProblem(error).code }));
    });
    socket.on('leave', (ack) => {
      stand(seat);
      if (typeof ack === 'function') ack();
    });
    socket.on('disconnecting', () => stand(seat));
    socket.on('disconnect', () => entries.leave(socket.client));
  });

  space.adapter.on('delete-room', (room: string) => {
    if (isChannel(room)) tail.forget(room);
  });

  /** Leaves whatever the socket follows. */
  function stand(seat: Seat): void {
    seat.turn++;
    waiting.leave(seat);
    leaveRooms(seat.socket, () => true);
  }

  function leaveRooms(socket: ReaderSocket, isLeft: (room: Channel) => boolean): void {
    for (const room of [...socket.rooms]) {
      if (!isChannel(room) || !isLeft(room)) continue;
      void socket.leave(room);
      changed(room);
    }
  }

  async function join(seat: Seat, raw: unknown): Promise<JoinAnswer> {
    const parsed = JoinRequest.safeParse(raw);
    if (!parsed.success) throw new Problem('invalid-request');
    const turn = ++seat.turn;
    const { site: siteId, thread: named, id, seq, token } = parsed.data;
    const site = await deps.sites.get(siteId);
    const { request } = seat.socket;
    if (!siteAdmits(site.origins, askerOf(request, deps.isOwnOrigin)))
      throw new Problem('origin-not-allowed', { pub: { origin: request.headers.origin ?? null } });
    const key = threadKeyOf(named, site.settings.threadKeys);
    if (token !== undefined && token !== '') await followOwn(seat, turn, site, token);
    const thread = (await deps.findThread(siteId, key)) ?? (await wait(seat, turn, { siteId, key }));
    if (thread === null) return { ok: false, code: seat.turn === turn ? 'too-many-threads' : 'gone' };
    if ('waiters' in thread) return { ok: true, seq: 0, online: thread.waiters, missed: [] };
    if (id === undefined || id === thread.id) return enter(seat, turn, `thread:${thread.id}`, seq);
    // The number is of a thread that was merged into this one.
    const answer = await enter(seat, turn, `thread:${thread.id}`, undefined);
    return answer.ok ? { ...answer, missed: null } : answer;
  }

  /** Waits for a thread's first comment; gives the thread when it has come meanwhile, null when too many wait or something else is wanted. */
  async function wait(seat: Seat, turn: number, thread: { siteId: string; key: string }) {
    if (seat.turn !== turn || !seat.socket.connected) return null;
    leaveRooms(seat.socket, (room) => room.startsWith('thread:'));
    const waiters = waiting.enter(seat, thread, deps.connections.accountOf(seat.socket.request));
    if (waiters === null) return null;
    // The thread may have been made between the first look and now.
    return (await deps.findThread(thread.siteId, thread.key)) ?? { waiters };
  }

  /** Subscribes a socket to what becomes of its author's comments; a stale token subscribes it to nothing. */
  async function followOwn(seat: Seat, turn: number, site: Site, token: string): Promise<void> {
    const reader = await deps.identifyReader(site.id, token).catch((error: unknown) => {
      if (error instanceof Problem) return null;
      throw error;
    });
    if (reader === null) return;
    const channel: Channel = `reader:${reader.id}`;
    await tail.follow(channel);
    if (!isStill(seat, turn)) return unfollow(channel);
    leaveRooms(seat.socket, (room) => room.startsWith('reader:') && room !== channel);
    void seat.socket.join(channel);
  }

  const isStill = (seat: Seat, turn: number): boolean => seat.turn === turn && seat.socket.connected;

  /** Stops following a channel that no socket has entered. */
  function unfollow(channel: Channel): void {
    if (!space.adapter.rooms.has(channel)) tail.forget(channel);
  }

  /**
   * Joins a socket to a channel together with what it missed: what has been delivered to the channel up to this
   * very moment, so that it has each event once.
   */
  async function enter(seat: Seat, turn: number, channel: Channel, seq: number | undefined): Promise<JoinAnswer> {
    const { socket } = seat;
    let position = await tail.follow(channel);
    let missed: ThreadEvent[] | null = [];
    let have = seq ?? position;
    while (missed !== null && have < position) {
      if (position - have > MOST_MISSED) {
        missed = null;
        break;
      }
      const events = await deps.events.since({ channel, seq: have, limit: position - have });
      missed = events[0]?.seq === have + 1 ? await presentMissed(deps, missed, events) : null;
      have = events.at(-1)?.seq ?? position;
      position = await tail.follow(channel);
    }
    if (!isStill(seat, turn)) {
      unfollow(channel);
      return { ok: false, code: 'gone' };
    }
    waiting.leave(seat);
    leaveRooms(socket, (room) => room.startsWith('thread:') && room !== channel);
    void socket.join(channel);
    changed(channel);
    // Should the last of the others have left in this very moment: what is missed by that is noticed by its number.
    if (tail.position(channel) === undefined) await tail.follow(channel);
    return { ok: true, seq: tail.position(channel) ?? position, online: presence.total(channel), missed };
  }

  function changed(channel: Channel): void {
    if (channel.startsWith('thread:')) presence.changed(channel);
  }

  return {
    wake: admissions.wake,
    async notifyAuthor(channel, ids) {
      const comments = await deps.getComments(ids);
      for (const id of space.adapter.rooms.get(channel) ?? []) {
        const socket = space.sockets.get(id);
        const lang = langOf(socket?.handshake.headers['accept-language']);
        for (const comment of comments.values()) socket?.emit('mine', { comment: presentOwn(comment, lang) });
      }
    },
    rejoin(channel, event) {
      const sockets = [...(space.adapter.rooms.get(channel) ?? [])];
      const some = (): void => {
        for (const id of sockets.splice(0, REJOIN_AT_ONCE)) {
          if (space.adapter.rooms.get(channel)?.has(id) !== true) continue;
          space.sockets.get(id)?.emit('events', { seq: event.seq, events: [event] });
        }
        if (sockets.length > 0) rejoining = setTimeout(some, REJOIN_PAUSE);
      };
      some();
    },
    stop() {
      clearTimeout(rejoining);
      admissions.stop();
    },
  };
}

export function isChannel(room: string): room is Channel {
  return room.startsWith('thread:') || room.startsWith('reader:');
}
