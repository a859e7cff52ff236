import { writeFileSync } from 'node:fs';
import type { Bench } from '../bench.ts';
import { ask } from '../load/ask.ts';
import { cpuSeconds, residentMb, startNode } from '../load/process.ts';
import { type Load, load } from '../load/wrk.ts';
import { peers } from '../peers/peers.ts';
import { SITE } from '../seed/fill.ts';

const GZIP = { 'Accept-Encoding': 'gzip' };
const CONNECTIONS = 16;

/** A round of load with the CPU seconds that the server used for it. */
export async function loaded(pid: number, url: string, bench: Bench): Promise<Load & { perCpuSecond: number }> {
  const before = cpuSeconds(pid);
  const round = await load(url, { connections: CONNECTIONS, seconds: bench.seconds, headers: GZIP });
  if (round.errors > 0) throw new Error(`${round.errors} of ${round.requests} requests to ${url} failed`);
  return { ...round, perCpuSecond: round.requests / Math.max(0.01, cpuSeconds(pid) - before) };
}

type Round = Awaited<ReturnType<typeof loaded>>;

/** What is loaded in turn, round by round. */
interface Runner {
  name: string;
  pid: number;
  url: string;
  rounds: Round[];
}

const perCpuSecond = ({ rounds }: Runner): number[] => rounds.map((round) => round.perCpuSecond);
const perSecond = ({ rounds }: Runner): number[] => rounds.map((round) => round.perSecond);
const p99 = ({ rounds }: Runner): number[] => rounds.map((round) => round.p99);

/**
 * The first page of a thread of 1,000 comments, gzip, asked for again and again, beside a bare server that
 * sends the same bytes (head and body), and one that sends the same body under three headers.
 */
export async function hot(bench: Bench): Promise<void> {
  const server = await bench.serve('SQLite', { threads: [{ key: 'thousand', comments: 1_000 }] });
  const stops: (() => Promise<void>)[] = [server.stop];
  try {
    const url = `${server.url}/api/v1/comments?site=${SITE}&thread=thousand`;
    const { bytes, rawHeaders } = await ask(url, { headers: { 'accept-encoding': 'gzip' } });
    const bytesFile = bench.file('hot.gz');
    writeFileSync(bytesFile, bytes);
    const bare = async (name: string, env: Record<string, string>): Promise<Runner> => {
      const started = await startNode(['bench/bare/http.ts'], {
        env: { BYTES_FILE: bytesFile, ...env },
        logFile: bench.file('bare.log'),
        path: '/',
      });
      stops.push(started.stop);
      return { name, pid: started.pid, url: `${started.url}/`, rounds: [] };
    };
    const ours: Runner = { name: 'ours', pid: server.pid, url, rounds: [] };
    const same = await bare('bare Node http, same bytes', { HEADERS: JSON.stringify(withoutConnection(rawHeaders)) });
    const few = await bare('bare Node http, three headers', {});
    const theirs: Runner[] = peers(bench).map(({ name, pid, pageUrl }) => ({ name, pid, url: pageUrl, rounds: [] }));
    // A first round is thrown away: the compilers are still at work.
    for (let i = 0; i <= bench.rounds; i++) {
      for (const runner of [same, ours, few, ...theirs]) {
        const round = await loaded(runner.pid, runner.url, bench);
        if (i > 0) runner.rounds.push(round);
      }
    }
    bench.figure('hot page', 'requests per CPU second', perCpuSecond(ours), {
      beside: [same.name, perCpuSecond(same)],
      target: { ratio: 0.9 },
    });
    bench.figure('hot page, beside fewer headers', 'requests per CPU second', perCpuSecond(ours), {
      beside: [few.name, perCpuSecond(few)],
    });
    bench.figure('hot page, all in all', 'requests/s', perSecond(ours), { beside: [same.name, perSecond(same)] });
    bench.figure('hot page, p99', 'ms', p99(ours), { beside: [same.name, p99(same)], better: 'less' });
    for (const peer of theirs) besidePeer(bench, ours, peer);
    bench.figure('page on the wire (gzip)', 'bytes', [bytes.length]);
    bench.figure('resident memory after it', 'MB', [residentMb(server.pid)], { target: { atMost: 200 } });
  } finally {
    for (const stop of stops) await stop();
  }
}

function besidePeer(bench: Bench, ours: Runner, peer: Runner): void {
  const isKnown = peer.pid !== 0;
  if (!isKnown) bench.note(`${peer.name}: its CPU seconds are not known (set ${peer.name.toUpperCase()}_PID)`);
  const numbers = isKnown ? perCpuSecond : perSecond;
  const unit = isKnown ? 'requests per CPU second' : 'requests/s';
  bench.figure(`hot page beside ${peer.name}`, unit, numbers(ours), { beside: [peer.name, numbers(peer)], target: { ratio: 3 } });
}

/** The headers that the server itself sets, as pairs: those of the connection and the time are the platform's. */
function withoutConnection(raw: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < raw.length; i += 2) {
    const name = raw[i] ?? '';
    if (!['connection', 'keep-alive', 'date'].includes(name.toLowerCase())) kept.push(name, raw[i + 1] ?? '');
  }
  return kept;
}
