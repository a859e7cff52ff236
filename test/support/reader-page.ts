import { io, type Socket } from 'socket.io-client';
import type { JoinAnswer, ServerToReader, ThreadEvent } from '../../server/contract/live.ts';

type ReaderSocket = Socket<ServerToReader, { join: (request: object, ack: (answer: JoinAnswer) => void) => void }>;

/** A reader's page as the widget is one: joins again after every break and asks for what it missed. */
export interface ReaderPage {
  socket: ReaderSocket;
  /** Every event it has shown, in order. */
  events: ThreadEvent[];
  /** Events that came although it had them, or before those that it lacked. */
  faults: ThreadEvent[];
  /** The number of readers it was last told. */
  online: number;
  /** States of its own comments that it was told. */
  mine: string[];
  close(): void;
}

/** Opens a page of a thread and waits until it follows it. */
export async function openPage(
  url: string,
  thread: string,
  options: { site?: string; token?: string | undefined; transports?: ('websocket' | 'polling')[] } = {},
): Promise<ReaderPage> {
  const { site = 'demo', token, transports = ['websocket'] } = options;
  const socket: ReaderSocket = io(url, { path: '/live', transports, forceNew: true, reconnectionDelay: 50, reconnectionDelayMax: 500 });
  const page: ReaderPage = { socket, events: [], faults: [], online: 0, mine: [], close: () => socket.disconnect() };
  const last = (): number => page.events.at(-1)?.seq ?? 0;

  function show(events: readonly ThreadEvent[]): void {
    for (const event of events) (event.seq === last() + 1 ? page.events : page.faults).push(event);
  }

  async function join(): Promise<void> {
    const request = { site, thread, seq: last(), ...(token === undefined ? {} : { token }) };
    const answer = await socket.timeout(5_000).emitWithAck('join', request);
    if (!answer.ok || answer.missed === null) throw new Error(`join gave ${JSON.stringify(answer).slice(0, 300)}`);
    page.online = answer.online;
    show(answer.missed);
  }

  socket.on('events', ({ events }) => show(events));
  socket.on('online', ({ n }) => {
    page.online = n;
  });
  socket.on('mine', ({ comment }) => page.mine.push(comment.status));
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => {
      // A server that ends in this moment is joined again where the socket comes up next.
      join().then(resolve, (error: Error) => (socket.connected ? reject(error) : undefined));
    });
    socket.once('connect_error', (error) => (socket.active ? undefined : reject(error)));
  });
  return page;
}

/** Numbers from 1 to n. */
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
