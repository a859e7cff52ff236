import { io, type Socket } from 'socket.io-client';
import type { ReaderToServer, ServerToReader } from '../contract/live.ts';
import type { Controller } from './types/controller.ts';

/** Where sockets are blocked the list is fetched this often, ms, spread by a third. */
const POLL_EVERY = 30_000;
/** Sockets that have not come up by then are taken as blocked; they are still tried. */
const GIVE_UP_AFTER = 12_000;
/** A join that was refused is tried again after so long, ms. */
const JOIN_AGAIN_AFTER = 5_000;

/**
 * Follows a thread by a socket. Gives what ends it.
 * @param pollSoon polls from now on, while there is no connection
 * @param later does something else instead of polling, after so long, ms
 */
function followBySocket(controller: Controller, pollSoon: () => void, later: (next: () => void, ms: number) => void): () => void {
  const { service, site, thread } = controller.settings;
  const { origin, pathname } = new URL(`${service}/live`);
  const socket: Socket<ServerToReader, ReaderToServer> = io(origin, {
    forceNew: true,
    path: pathname,
    transports: ['websocket', 'polling'],
    reconnectionDelayMax: 20_000,
    randomizationFactor: 0.6,
  });
  let wasAway = false;
  let isOver = false;

  const setOnline = (online: number): void => controller.set({ ...controller.state, online });

  /** Joins the thread, or asks for the events that were missed while in it. */
  function join(): void {
    if (!socket.connected) return;
    const token = controller.token();
    const id = controller.state.thread?.id;
    const of = id ? { id } : {};
    const request = { site, thread: thread.key, ...of, seq: controller.state.seq, ...(token === null ? {} : { token }) };
    socket.emit('join', request, (answer) => {
      if (!answer.ok) return later(join, JOIN_AGAIN_AFTER);
      later(() => undefined, 0);
      setOnline(answer.online);
      const isBehind = answer.missed === null || controller.actions?.applyEvents(answer.missed) === false;
      if (isBehind) void controller.load();
      void controller.actions?.resend();
    });
  }

  /** Connects without waiting for the end of a pause: the network is back, or the reader looks at the page again. */
  function hurry(): void {
    if (!socket.connected && navigator.onLine) socket.disconnect().connect();
  }
  const onVisibility = (): void => {
    if (!document.hidden) hurry();
  };

  socket.on('connect', () => {
    join();
    // Decisions on own comments meanwhile reached no connection.
    if (wasAway) void controller.fetchMe().then((me) => controller.set({ ...controller.state, ...me }));
  });
  socket.on('disconnect', () => {
    wasAway = true;
    pollSoon();
  });
  socket.on('events', ({ events }) => {
    if (controller.actions?.applyEvents(events) === false) join();
  });
  socket.on('mine', ({ comment }) => controller.actions?.applyOwnComment(comment));
  socket.on('online', ({ n }) => setOnline(n));
  socket.on('reconnect', ({ after }) => {
    socket.disconnect();
    setTimeout(() => isOver || socket.connect(), after);
  });
  controller.onToken = join;
  controller.onLoad = join;
  addEventListener('online', hurry);
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    isOver = true;
    removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', onVisibility);
    // The end of the connection starts nothing any more.
    socket.off();
    socket.disconnect();
  };
}

/** Follows the thread: by a socket, or by polling where there is none. Gives what stops it. */
export function follow(controller: Controller): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;

  function later(next: () => void, ms: number): void {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(next, ms);
  }

  async function poll(): Promise<void> {
    if (!document.hidden) await controller.actions?.askAgain().catch(() => undefined);
    void controller.actions?.resend();
    pollSoon();
  }
  const pollSoon = (): void => later(() => void poll(), POLL_EVERY * (0.85 + Math.random() / 3));

  let end = (): void => undefined;
  if (controller.state.thread?.live === 'poll') pollSoon();
  else {
    end = followBySocket(controller, pollSoon, later);
    later(pollSoon, GIVE_UP_AFTER);
  }
  return () => {
    isOver = true;
    clearTimeout(timer);
    end();
  };
}
