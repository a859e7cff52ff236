import { io, type Socket } from 'socket.io-client';
import type { ReaderToServer, ServerToReader } from '../server/contract/live.ts';
import type { Controller } from './controller.ts';

/** Where sockets are blocked the list is asked for again this often, ms, spread by a third. */
const POLL_EVERY = 30_000;
/** Sockets that have not come up by then are taken as blocked; they are still tried. */
const GIVE_UP_AFTER = 12_000;

/** Follows the thread: by a socket, or by asking again where there is none. Gives what stops it. */
export function follow(controller: Controller): () => void {
  const { service, site, thread } = controller.settled;
  let poll: ReturnType<typeof setTimeout> | undefined;
  let socket: Socket<ServerToReader, ReaderToServer> | null = null;

  function pollSoon(): void {
    clearTimeout(poll);
    poll = setTimeout(
      async () => {
        if (!document.hidden) await controller.load();
        pollSoon();
      },
      POLL_EVERY * (0.85 + Math.random() / 3),
    );
  }

  const setOnline = (online: number): void => controller.set({ ...controller.state, online });

  function join(): void {
    const token = controller.token();
    const request = { site, thread: thread.key, seq: controller.state.seq, ...(token === null ? {} : { token }) };
    socket?.emit('join', request, (answer) => {
      if (!answer.ok) return;
      clearTimeout(poll);
      setOnline(answer.online);
      if (answer.missed === null) void controller.load();
      else controller.acts?.hear(answer.missed);
      void controller.acts?.resend();
    });
  }

  if (controller.state.thread?.live === 'poll') pollSoon();
  else {
    const { origin } = new URL(service);
    socket = io(origin, { path: '/live', transports: ['websocket', 'polling'], reconnectionDelayMax: 20_000, randomizationFactor: 0.6 });
    socket.on('connect', join);
    socket.on('disconnect', pollSoon);
    socket.on('events', ({ events }) => controller.acts?.hear(events));
    socket.on('mine', ({ comment }) => controller.acts?.hearOwn(comment));
    socket.on('online', ({ n }) => setOnline(n));
    socket.on('reconnect', ({ after }) => {
      socket?.disconnect();
      setTimeout(() => socket?.connect(), after);
    });
    poll = setTimeout(pollSoon, GIVE_UP_AFTER);
    controller.onToken = join;
  }
  return () => {
    clearTimeout(poll);
    socket?.disconnect();
  };
}
