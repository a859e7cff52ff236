import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a round of load gave. Times in ms. */
export interface Load {
  perSecond: number;
  /** Answers by status; only what the script counts. */
  statuses: Record<string, number>;
  requests: number;
  /** Answers of 400 and above, and requests without an answer. */
  errors: number;
  p50: number;
  p99: number;
  most: number;
  seconds: number;
}

/** Is the load generator here? It is a Debian package; one written in Node would limit a fast server. */
export function hasWrk(): boolean {
  return spawnSync('wrk', ['--version']).error === undefined;
}

/** Loads an address with wrk: one thread of it, that many connections. `script` is one of this folder, with its arguments. */
export async function load(
  url: string,
  options: { connections: number; seconds: number; headers?: Record<string, string>; script?: string; args?: string[] },
): Promise<Load> {
  const { connections, seconds, headers = {}, script = 'report.lua', args = [] } = options;
  const told = await output('wrk', [
    ...['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s', '-s', join(import.meta.dirname, script)],
    ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]),
    ...[url, '--', ...args],
  ]);
  const line = told.split('\n').find((one) => one.startsWith('{'));
  if (line === undefined) throw new Error(`wrk told nothing:\n${told}`);
  const { requests, micros, errors, p50, p99, most, statuses } = JSON.parse(line);
  const took = micros / 1e6;
  return { perSecond: requests / took, statuses, requests, errors, p50: p50 / 1000, p99: p99 / 1000, most: most / 1000, seconds: took };
}

function output(program: string, args: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const add = (chunk: Buffer): void => {
      text += chunk.toString();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`${program} ended with ${code}: ${text}`))));
  });
}
