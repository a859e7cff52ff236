import type { Namespace, Socket } from 'socket.io';
import type { ServerToStaff } from '../../contract/live.ts';
import { ACCOUNTS_CHANNEL, type Channel, type LoggedEvent } from '../domain/events.ts';
import { may, refusalOf, type StaffAction, sitesWhere } from '../domain/permissions.ts';
import type { StaffActor } from '../people/staff.ts';
import { wireTime } from '../presenters/present-comment.ts';
import { sessionTokenIn } from '../web/session-cookie.ts';
import type { LiveDeps } from './deps.ts';
import { createRoomLimits, IS_IN_ALREADY, type RoomLimits } from './room-limits.ts';
import { askerOf } from './page-origin.ts';
import type { Tail } from './tail.ts';

type StaffSpace = Namespace<Record<string, never>, ServerToStaff>;
type StaffSocket = Socket<Record<string, never>, ServerToStaff>;

/** An event as it is sent to the consoles. */
export type StaffEvents = { [N in keyof ServerToStaff]: { name: N; payload: Parameters<ServerToStaff[N]>[0] } }[keyof ServerToStaff];

/** What the consoles show as it comes is what the queue shows. */
const FOLLOWS: StaffAction = 'moderation.read';
/** New sites, other grants, sessions that ended: seen within this time, ms. */
const REFRESH_EVERY = 5_000;
/** How much waits is sent at most this often, ms. */
const STATS_EVERY = 1_000;

/** A member of staff, and what proves it: asked again from time to time. */
interface Known {
  actor: StaffActor;
  proof: Parameters<LiveDeps['identifyStaff']>[0];
}

export interface StaffService {
  deliver(channel: Channel, events: StaffEvents[]): void;
  stop(): void;
}

/** Serves moderators: members of staff who are signed in get the events of the sites whose queue they may read. */
export function serveStaff(space: StaffSpace, deps: LiveDeps, tail: Tail): StaffService {
  const actors = new Map<StaffSocket, Known>();
  /** Staff who have been recognised and whose connection is not open yet: it may end before that. */
  const coming = new WeakMap<StaffSocket, Known>();
  const refreshTimer = setInterval(() => void refresh().catch(onError), REFRESH_EVERY);

  function onError(error: unknown): void {
    deps.log.warn({ err: error }, 'the consoles could not be kept up; tried again');
  }

  const entries = createRoomLimits();
  recogniseStaff(space, deps, entries, coming);
  const stats = createStatsPublisher(deps, actors, onError);

  space.on('connection', (socket) => {
    socket.on('disconnect', () => {
      actors.delete(socket);
      entries.leave(socket.client);
    });
    const known = coming.get(socket);
    if (known === undefined) return;
    actors.set(socket, known);
    open(socket, known.proof).then(stats.publishSoon, onError);
  });

  space.adapter.on('delete-room', (room: string) => {
    if (isStaffChannel(room)) tail.forget(room);
  });

  async function open(socket: StaffSocket, proof: Known['proof']): Promise<void> {
    // Followed as long as the process lives. What was changed before stands in the next answer, what is changed later is announced.
    await tail.follow(ACCOUNTS_CHANNEL);
    await look(socket, proof);
  }

  async function joinRooms(socket: StaffSocket, actor: StaffActor): Promise<void> {
    const siteIds = sitesWhere(actor, FOLLOWS) ?? (await deps.siteIds());
    const channels = new Set<string>(siteIds.map((siteId) => `staff:${siteId}`));
    for (const room of socket.rooms) if (isStaffChannel(room) && !channels.has(room)) await socket.leave(room);
    for (const siteId of siteIds) {
      const channel: Channel = `staff:${siteId}`;
      if (socket.rooms.has(channel)) continue;
      await tail.follow(channel);
      if (socket.connected) await socket.join(channel);
      else if (!space.adapter.rooms.has(channel)) tail.forget(channel);
    }
  }

  /** Follows new sites and new grants, and lets go of who has signed out, been disabled, or may no longer follow. */
  async function refresh(): Promise<void> {
    for (const [socket, { proof }] of actors) await look(socket, proof);
  }

  async function look(socket: StaffSocket, proof: Known['proof']): Promise<void> {
    const actor = await deps.identifyStaff(proof);
    if (!socket.connected) return;
    if (actor === null || !may(actor, FOLLOWS, null)) {
      socket.disconnect(true);
      return;
    }
    actors.set(socket, { actor, proof });
    await joinRooms(socket, actor);
  }

  return {
    deliver(channel, events) {
      if (channel === ACCOUNTS_CHANNEL) return void refresh().catch(onError);
      for (const one of events) emitTo(space, channel, one);
      stats.publishSoon();
    },
    stop() {
      clearInterval(refreshTimer);
      stats.stop();
    },
  };
}

/** Lets a connection in where its session or token is that of staff who may follow any site. */
function recogniseStaff(
  space: StaffSpace,
  deps: Pick<LiveDeps, 'isOwnOrigin' | 'identifyStaff'>,
  entries: RoomLimits,
  coming: WeakMap<StaffSocket, Known>,
): void {
  space.use((socket, next) => {
    if (!entries.enter(socket.client)) return next(new Error(IS_IN_ALREADY));
    const refuse = (why: string): void => {
      entries.leave(socket.client);
      next(new Error(why));
    };
    // The moderator's cookie counts on our own pages alone.
    const isOwnPage = askerOf(socket.request, deps.isOwnOrigin).kind === 'own';
    const token: unknown = socket.handshake.auth.token;
    const proof = {
      sessionToken: isOwnPage ? sessionTokenIn(socket.request.headers.cookie) : undefined,
      bearer: typeof token === 'string' ? token : undefined,
      // A page connects by itself, and stays connected while nobody is there.
      isBackground: true,
    };
    deps.identifyStaff(proof).then(
      (actor) => {
        if (actor === null) return refuse('sign-in-required');
        const refusal = refusalOf(actor, FOLLOWS, null);
        if (refusal !== null) return refuse(refusal);
        coming.set(socket, { actor, proof });
        next();
      },
      () => refuse('store-unavailable'),
    );
  });
}

interface StatsPublisher {
  publishSoon(): void;
  stop(): void;
}

/** Sends moderators how much waits for them, once in STATS_EVERY at most. */
function createStatsPublisher(
  deps: Pick<LiveDeps, 'queueStats'>,
  actors: ReadonlyMap<StaffSocket, Known>,
  onError: (error: unknown) => void,
): StatsPublisher {
  let timer: NodeJS.Timeout | undefined;
  let counting: Promise<void> = Promise.resolve();

  /** Counts once for all moderators of the same sites. */
  async function publishStats(): Promise<void> {
    const groups = Map.groupBy(actors, ([, { actor }]) => sitesWhere(actor, FOLLOWS)?.toSorted().join('\n') ?? null);
    for (const members of groups.values()) {
      const [first] = members;
      if (first === undefined) continue;
      const stats = await deps.queueStats(sitesWhere(first[1].actor, FOLLOWS));
      for (const [socket] of members) socket.emit('stats', stats);
    }
  }

  return {
    publishSoon() {
      timer ??= setTimeout(() => {
        timer = undefined;
        // One count after the other: an older one that took longer must not be the last that is sent.
        counting = counting.then(publishStats).catch(onError);
      }, STATS_EVERY);
    },
    stop: () => clearTimeout(timer),
  };
}

const isStaffChannel = (room: string): room is Channel => room.startsWith('staff:');

function emitTo(space: StaffSpace, channel: Channel, one: StaffEvents): void {
  const room = space.to(channel);
  if (one.name === 'queue.added') room.emit(one.name, one.payload);
  else if (one.name === 'queue.claimed') room.emit(one.name, one.payload);
  else if (one.name === 'queue.decided') room.emit(one.name, one.payload);
  else if (one.name === 'thread.burst') room.emit(one.name, one.payload);
  else room.emit(one.name, one.payload);
}

/** Events of a site's moderators as their consoles get them. */
export async function presentStaffEvents(
  deps: Pick<LiveDeps, 'queueItem' | 'getComments' | 'getThreads'>,
  events: readonly LoggedEvent[],
): Promise<StaffEvents[]> {
  const presented: StaffEvents[] = [];
  for (const event of events) {
    if (event.type === 'queue.added') {
      const item = await deps.queueItem(event.data.commentId);
      if (item !== null) presented.push({ name: 'queue.added', payload: { item } });
    } else if (event.type === 'queue.claimed') {
      const { commentIds, staffId, staffName, until } = event.data;
      const claim = staffId === null || until === null ? null : { staff: { id: staffId, name: staffName ?? '' }, until: wireTime(until) };
      presented.push({ name: 'queue.claimed', payload: { ids: commentIds, claim } });
    } else if (event.type === 'queue.decided') {
      const { commentId, action, staffId, staffName } = event.data;
      const comment = (await deps.getComments([commentId])).get(commentId);
      const state = comment === undefined ? {} : { status: comment.status, revision: comment.revision };
      presented.push({ name: 'queue.decided', payload: { id: commentId, action, by: { id: staffId, name: staffName }, ...state } });
    } else if (event.type === 'thread.burst') {
      const { threadId, until } = event.data;
      const title = (await deps.getThreads([threadId])).get(threadId)?.title ?? '';
      presented.push({ name: 'thread.burst', payload: { threadId, site: event.siteId, title, until: wireTime(until) } });
    }
  }
  return presented;
}
