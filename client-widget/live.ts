import { io, type Socket } from 'socket.io-client';
import type { ReaderToServer, ServerToReader } from '../contract/live.ts';
import type { Controller } from './controller.ts';

/** Where sockets are blocked the list is asked for again this often, ms, spread by a third. */
const POLL_EVERY = 30_000;
/** Sockets that have not come up by then are taken as blocked; they are still tried. */
const GIVE_UP_AFTER = 12_000;
/** A join that was refused is tried again after so long, ms. */
const JOIN_AGAIN_AFTER = 5_000;

/** Follows the thread: by a socket, or by asking again where there is none. Gives what stops it. */
export function follow(controller: Controller): () => void {
  const { service, site, thread } = controller.settings;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: Socket<ServerToReader, ReaderToServer> | null = null;
  let wasAway = false;
  let isOver = false;

  const later = (act: () => void, ms: number): void => {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(act, ms);
  };

  function pollSoon(): void {
    const poll = async (): Promise<void> => {
      if (!document.hidden) await controller.actions?.askAgain().catch(() => undefined);
      void controller.actions?.resend();
      pollSoon();
    };
    later(() => void poll(), POLL_EVERY * (0.85 + Math.random() / 3));
  }

  const setOnline = (online: number): void => controller.set({ ...controller.state, online });

  /** Enters the thread, or asks for what was missed while in it. */
  function join(): void {
    if (socket?.connected !== true) return;
    const token = controller.token();
    const request = { site, thread: thread.key, seq: controller.state.seq, ...(token === null ? {} : { token }) };
    socket.emit('join', request, (answer) => {
      if (!answer.ok) return later(join, JOIN_AGAIN_AFTER);
      clearTimeout(timer);
      setOnline(answer.online);
      const isBehind = answer.missed === null || controller.actions?.applyEvents(answer.missed) === false;
      if (isBehind) void controller.load();
      void controller.actions?.resend();
    });
  }

  /** Connects at once, whatever pause it was in: the network is back, or the page is looked at again. */
  function hurry(): void {
    if (socket?.connected === false && navigator.onLine) socket.disconnect().connect();
  }
  const onLook = (): void => {
    if (!document.hidden) hurry();
  };

  if (controller.state.thread?.live === 'poll') pollSoon();
  else {
    const { origin, pathname } = new URL(`${service}/live`);
    socket = io(origin, {
      forceNew: true,
      path: pathname,
      transports: ['websocket', 'polling'],
      reconnectionDelayMax: 20_000,
      randomizationFactor: 0.6,
    });
    socket.on('connect', () => {
      join();
      // What became of own comments meanwhile was told to nobody here.
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
      socket?.disconnect();
      setTimeout(() => isOver || socket?.connect(), after);
    });
    later(pollSoon, GIVE_UP_AFTER);
    controller.onToken = join;
    controller.onLoad = join;
    addEventListener('online', hurry);
    document.addEventListener('visibilitychange', onLook);
  }
  return () => {
    isOver = true;
    clearTimeout(timer);
    removeEventListener('online', hurry);
    document.removeEventListener('visibilitychange', onLook);
    // What the end of the connection would start is not wanted any more.
    socket?.off();
    socket?.disconnect();
  };
}
