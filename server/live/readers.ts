import type { Namespace, Socket } from 'socket.io';
import type { JoinAnswer, ReaderToServer, ServerToReader, ThreadEvent } from '../contract/live.ts';
import type { Channel } from '../domain/events.ts';
import { Problem } from '../domain/problem.ts';
import type { Site, ThreadKey } from '../domain/types.ts';
import { z } from 'zod';
import { SiteIdField, ThreadKeyField } from '../contract/comment.ts';
import { langOf } from '../http/lang.ts';
import { toProblem } from '../http/problems.ts';
import { presentOwn } from '../presenters/present-comment.ts';
import { createAskLimit } from './connections.ts';
import type { News } from './bus.ts';
import type { LiveDeps } from './deps.ts';
import { pageIsAllowed } from './page-origin.ts';
import type { Presence } from './presence.ts';
import { presentThreadEvents } from './present-live.ts';
import type { Tail } from './tail.ts';

type ReaderSpace = Namespace<ReaderToServer, ServerToReader>;
type ReaderSocket = Socket<ReaderToServer, ServerToReader>;

const JoinRequest = z.strictObject({
  site: SiteIdField,
  thread: ThreadKeyField,
  seq: z.int().min(0).optional(),
  token: z.string().max(200).optional(),
});

/** Who was away longer than so many events fetches the list again. */
const MOST_MISSED = 200;
/** Threads that do not exist yet are looked for this often, ms: the first comment may come from another process. */
const WAITING_EVERY = 1_000;

export interface ReaderService {
  /** A thread that readers wait for may have been made: by one of these changes, or by any. */
  wake(news?: readonly News[]): void;
  /** Tells an author what became of their comments. */
  tellAuthor(channel: Channel, ids: string[]): Promise<void>;
  stop(): void;
}

/** Serves readers: joins, catch-up, news of one's own comments. */
export function serveReaders(space: ReaderSpace, deps: LiveDeps, tail: Tail, presence: Presence): ReaderService {
  const waiting = new Map<string, Set<ReaderSocket>>();
  const waitingTimer = setInterval(() => wake(), WAITING_EVERY);

  const waitingKey = (siteId: string, key: ThreadKey): string => `${siteId}\n${key}`;

  space.on('connection', (socket) => {
    const mayAsk = createAskLimit(deps.now);
    socket.on('join', (request, ack) => {
      if (typeof ack !== 'function') return;
      if (!mayAsk()) return ack({ ok: false, code: 'too-fast' });
      join(socket, request).then(ack, (error: unknown) => ack({ ok: false, code: toProblem(error).code }));
    });
    socket.on('leave', (ack) => {
      leaveAll(socket);
      if (typeof ack === 'function') ack();
    });
    socket.on('disconnecting', () => leaveAll(socket));
  });

  space.adapter.on('delete-room', (room: string) => {
    if (isChannel(room)) tail.forget(room);
  });

  function leaveAll(socket: ReaderSocket): void {
    for (const sockets of waiting.values()) sockets.delete(socket);
    for (const room of [...socket.rooms]) {
      if (!isChannel(room)) continue;
      void socket.leave(room);
      changed(room);
    }
  }

  async function join(socket: ReaderSocket, raw: unknown): Promise<JoinAnswer> {
    const parsed = JoinRequest.safeParse(raw);
    if (!parsed.success) throw new Problem('invalid-request');
    const { site: siteId, thread: key, seq, token } = parsed.data;
    const site = await deps.sites.get(siteId);
    if (!pageIsAllowed(site.origins, socket.request, deps.publicUrl()))
      throw new Problem('origin-not-allowed', { pub: { origin: socket.request.headers.origin ?? null } });
    if (token !== undefined && token !== '') await followOwn(socket, site, token);
    const thread = await deps.store.threads.find(siteId, key);
    if (thread === null) return wait(socket, site, key);
    return enter(socket, `thread:${thread.id}`, seq);
  }

  /** Sockets of an author's own hear what becomes of their comments. A stale token only means that they do not. */
  async function followOwn(socket: ReaderSocket, site: Site, token: string): Promise<void> {
    const reader = await deps.identifyReader(site.id, token).catch((error: unknown) => {
      if (error instanceof Problem) return null;
      throw error;
    });
    if (reader === null) return;
    const channel: Channel = `reader:${reader.id}`;
    await tail.follow(channel);
    void socket.join(channel);
  }

  /**
   * Lets a socket into a room together with what it missed: what has been delivered to the room up to this
   * very moment, so that it has each event once.
   */
  async function enter(socket: ReaderSocket, channel: Channel, seq: number | undefined): Promise<JoinAnswer> {
    let position = await tail.follow(channel);
    let missed: ThreadEvent[] | null = [];
    let have = seq ?? position;
    while (missed !== null && have < position) {
      if (position - have > MOST_MISSED) {
        missed = null;
        break;
      }
      const events = await deps.store.events.since({ channel, seq: have, limit: position - have });
      if (events[0]?.seq !== have + 1) missed = null;
      else missed.push(...(await presentThreadEvents(deps.store, events)));
      have = events.at(-1)?.seq ?? position;
      position = await tail.follow(channel);
    }
    if (!socket.connected) return { ok: false, code: 'gone' };
    void socket.join(channel);
    changed(channel);
    return { ok: true, seq: tail.position(channel) ?? position, online: presence.total(channel), missed };
  }

  function wait(socket: ReaderSocket, site: Site, key: ThreadKey): JoinAnswer {
    const name = waitingKey(site.id, key);
    const sockets = waiting.get(name) ?? new Set();
    sockets.add(socket);
    waiting.set(name, sockets);
    return { ok: true, seq: 0, online: sockets.size, missed: [] };
  }

  /** Takes those who wait for a thread's first comment into its room, with all that happened since. */
  async function admitWaiting(): Promise<void> {
    for (const [name, sockets] of waiting) {
      if (sockets.size === 0) {
        waiting.delete(name);
        continue;
      }
      const [siteId = '', key = ''] = name.split('\n');
      const thread = await deps.store.threads.find(siteId, key);
      if (thread === null) continue;
      waiting.delete(name);
      for (const socket of sockets) {
        const answer = await enter(socket, `thread:${thread.id}`, 0);
        if (answer.ok && answer.missed !== null && answer.missed.length > 0) {
          socket.emit('events', { seq: answer.seq, events: answer.missed });
        }
      }
    }
  }

  let admitting: Promise<void> | null = null;
  function wake(news?: readonly News[]): void {
    if (waiting.size === 0 || admitting !== null) return;
    // Whoever waits for a thread waits for the first comment in it.
    if (news?.some(({ type }) => type === 'comment.published') === false) return;
    admitting = admitWaiting()
      .catch((error: unknown) => deps.log.warn({ err: error }, 'waiting readers could not be admitted; tried again'))
      .finally(() => {
        admitting = null;
      });
  }

  function changed(channel: Channel): void {
    if (channel.startsWith('thread:')) presence.changed(channel);
  }

  return {
    wake,
    async tellAuthor(channel, ids) {
      const comments = await deps.store.comments.get(ids);
      for (const id of space.adapter.rooms.get(channel) ?? []) {
        const socket = space.sockets.get(id);
        const lang = langOf(socket?.handshake.headers['accept-language']);
        for (const comment of comments.values()) socket?.emit('mine', { comment: presentOwn(comment, lang) });
      }
    },
    stop() {
      clearInterval(waitingTimer);
    },
  };
}

export function isChannel(room: string): room is Channel {
  return room.startsWith('thread:') || room.startsWith('reader:');
}
