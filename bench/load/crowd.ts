/** A crowd of readers in a process of its own: joins, notes what each is told and when, and sums it up when asked. */
import { io, type Socket } from 'socket.io-client';
import type { CrowdNews } from '../scenarios/live.ts';

const [url = '', count = '0', place = 'null'] = process.argv.slice(2);
const where: { site: string; thread: string } | null = JSON.parse(place);
const AT_ONCE = 50;
/** How long after the last comment the count waits for the slowest reader, ms. */
const PATIENCE = 5_000;

interface Reader {
  socket: Socket;
  seq: number;
  disorder: number;
  /** When each comment came. */
  at: Map<string, number>;
  doubled: number;
}

const readers: Reader[] = [];
const bareDelays: number[] = [];

interface Batch {
  seq: number;
  events: { seq: number; type: string; comment?: { id: string } }[];
}

async function join(): Promise<void> {
  const socket = io(url, { path: '/live', transports: ['websocket'], forceNew: true, reconnection: false });
  const reader: Reader = { socket, seq: 0, disorder: 0, at: new Map(), doubled: 0 };
  socket.on('events', (batch: Batch & { at?: number }) => {
    const now = Date.now();
    if (where === null) {
      bareDelays.push(now - (batch.at ?? now));
      return;
    }
    for (const event of batch.events) {
      if (event.seq !== reader.seq + 1) reader.disorder++;
      reader.seq = event.seq;
      if (event.type !== 'comment.published' || event.comment === undefined) continue;
      if (reader.at.has(event.comment.id)) reader.doubled++;
      reader.at.set(event.comment.id, now);
    }
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect_error', reject);
    socket.once('connect', () => {
      if (where === null) return resolve();
      socket.emit('join', where, (answer: { ok: boolean; seq: number }) => {
        reader.seq = answer.seq;
        if (answer.ok) resolve();
        else reject(new Error('refused'));
      });
    });
  });
  readers.push(reader);
}

function tell(news: CrowdNews): void {
  process.send?.(news);
}

function sumUp(acknowledged: readonly [string, number][]): CrowdNews {
  const delays: number[] = where === null ? bareDelays : [];
  let missing = 0;
  for (const [id, at] of acknowledged) {
    for (const reader of readers) {
      const came = reader.at.get(id);
      if (came === undefined) missing++;
      else delays.push(Math.max(0, came - at));
    }
  }
  const sum = (number: (reader: Reader) => number): number => readers.reduce((total, reader) => total + number(reader), 0);
  return {
    readers: readers.length,
    comments: acknowledged.length,
    missing,
    doubled: sum(({ doubled }) => doubled),
    disorder: sum(({ disorder }) => disorder),
    delays: thinned(delays),
  };
}

/** Enough of many numbers to tell their percentiles. */
function thinned(numbers: number[]): number[] {
  const sorted = numbers.sort((a, b) => a - b);
  const step = Math.max(1, Math.floor(sorted.length / 10_000));
  return sorted.filter((_, i) => i % step === 0);
}

process.on('message', (message: { acknowledged: [string, number][] }) => {
  const { acknowledged } = message;
  const end = Date.now() + PATIENCE;
  const wait = (): void => {
    const isThere = readers.every(({ at }) => acknowledged.every(([id]) => at.has(id)));
    if (!isThere && Date.now() < end) return void setTimeout(wait, 100);
    tell(sumUp(acknowledged));
    for (const { socket } of readers) socket.disconnect();
    process.disconnect();
  };
  wait();
});

// A run that breaks off leaves nothing behind.
process.once('disconnect', () => process.exit());

for (let i = 0; i < Number(count); i += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, Number(count) - i) }, join));
if (where === null) readers[0]?.socket.emit('begin', 50);
tell({ joined: readers.length });
