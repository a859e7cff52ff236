import { io, type Socket } from 'socket.io-client';
import type { JoinAnswer, ServerToReader, ThreadEvent } from '../../contract/live.ts';

type ReaderSocket = Socket<ServerToReader, { join: (request: object, ack: (answer: JoinAnswer) => void) => void }>;
import { waitFor } from './wait-for.ts';

/** What has no answer after so long, ms, is asked again. */
const NO_ANSWER = 5_000;

/** A reader's page as the widget is one: joins again after every break and asks for what it missed. */
export interface ReaderPage {
  socket: ReaderSocket;
  /** Every event it has shown, in order. */
  events: ThreadEvent[];
  /** Events that came although it had them, or before those that it lacked. */
  faults: ThreadEvent[];
  /** What it was told instead of being let in. */
  refusals: string[];
  /** The number of readers it was last told. */
  online: number;
  /** States of its own comments that it was told. */
  mine: string[];
  close(): void;
}

/** Opens a page of a thread and waits until it follows it; `url` is where the service stands, below a path or not. */
export async function openPage(
  url: string,
  thread: string,
  options: { site?: string; token?: string | undefined; transports?: ('websocket' | 'polling')[] } = {},
): Promise<ReaderPage> {
  const { site = 'demo', token, transports = ['websocket'] } = options;
  // A server that is killed while a socket comes up is not waited for: the next try finds another.
  const pauses = { timeout: NO_ANSWER, reconnectionDelay: 50, reconnectionDelayMax: 500 };
  const { origin, pathname } = new URL(url);
  const path = `${pathname.replace(/\/$/, '')}/live`;
  const socket: ReaderSocket = io(origin, { path, transports, forceNew: true, extraHeaders: { origin }, ...pauses });
  const page: ReaderPage = { socket, events: [], faults: [], refusals: [], online: 0, mine: [], close: () => socket.disconnect() };
  const last = (): number => page.events.at(-1)?.seq ?? 0;

  function show(events: readonly ThreadEvent[]): void {
    for (const event of events) (event.seq === last() + 1 ? page.events : page.faults).push(event);
  }

  /** Asks until there is an answer, or the socket is gone and comes up anew. */
  function join(done: (refusal: Error | null) => void): void {
    const request = { site, thread, seq: last(), ...(token === undefined ? {} : { token }) };
    // Not by a promise: news that comes right behind the answer is heard before whoever waits for one goes on.
    socket.timeout(NO_ANSWER).emit('join', request, (error: Error | null, answer: JoinAnswer) => {
      if (error !== null) return socket.connected ? join(done) : undefined;
      if (!answer.ok || answer.missed === null) {
        page.refusals.push(JSON.stringify(answer).slice(0, 300));
        return done(new Error(`join gave ${page.refusals.at(-1)}`));
      }
      page.online = answer.online;
      show(answer.missed);
      done(null);
    });
  }

  socket.on('events', ({ events }) => show(events));
  socket.on('online', ({ n }) => {
    page.online = n;
  });
  socket.on('mine', ({ comment }) => page.mine.push(comment.status));
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => join((refusal) => (refusal === null ? resolve() : reject(refusal))));
    socket.once('connect_error', (error) => (socket.active ? undefined : reject(error)));
  });
  return page;
}

/** Waits until each page has shown so many events. @throws after a while, saying how each of them stands. */
export async function untilAllHave(pages: readonly ReaderPage[], count: number): Promise<void> {
  await waitFor(() => pages.every(({ events }) => events.length >= count)).catch(() => {
    const standing = pages.map(({ events, faults, refusals, socket }) => ({
      events: events.length,
      faults: faults.map(({ seq }) => seq).slice(0, 5),
      refusals,
      isConnected: socket.connected,
    }));
    throw new Error(`of ${count} events the pages have ${JSON.stringify(standing)}`);
  });
}

/** Numbers from 1 to n. */
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);
