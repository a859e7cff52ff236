import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import type { Bench, StoreName } from '../bench.ts';
import { residentPeakMb, ROOT } from '../load/process.ts';
import { SITE } from '../seed/fill.ts';
import { createRandom } from '../seed/random.ts';
import { makeName, makeText } from '../seed/texts.ts';

const SHORT = 100_000;
const FULL = 1_000_000;
const PER_THREAD = 500;
const REPLIES = 0.4;
const MARKED = 0.1;
const TARGETS: { readonly [S in StoreName]: number } = { SQLite: 20_000, MongoDB: 8_000 };

/** A file of our own format into an empty store by the program itself: rate and peak memory of the process. */
export async function importing(bench: Bench): Promise<void> {
  const comments = bench.isFull ? FULL : SHORT;
  const file = bench.file('import.jsonl');
  await writeComments(file, comments);
  const size = comments.toLocaleString('en');
  for (const store of bench.stores) {
    const rates: number[] = [];
    const peaks: number[] = [];
    // One is long enough to be its own warm-up.
    for (let round = 0; round < (bench.isFull ? 1 : bench.rounds); round++) {
      const databaseUrl = store === 'SQLite' ? `sqlite:${bench.file(`import-${round}.db`)}` : await bench.mongoUrl(`import-${round}`);
      const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', DATA_DIR: bench.file('.'), DATABASE_URL: databaseUrl };
      const site = ['site', 'add', SITE, '--name', 'Bench', '--origin', 'https://news.example'];
      await runProgram(site, env);
      const began = performance.now();
      const peak = await runProgram(['import', file, '--site', SITE], env);
      rates.push(comments / ((performance.now() - began) / 1000));
      peaks.push(peak);
    }
    bench.figure(`import of ${size} comments, ${store}`, 'comments/s', rates, { target: { atLeast: TARGETS[store] } });
    bench.figure(`import of ${size} comments, peak memory, ${store}`, 'MB', peaks);
  }
}

/** Runs a command of the program; gives the most memory it was seen to have, in MB. */
export async function runProgram(args: readonly string[], env: Record<string, string>): Promise<number> {
  const child = spawn(process.execPath, ['server/main.ts', ...args], { cwd: ROOT, env, stdio: 'ignore' });
  let peak = 0;
  const look = setInterval(() => {
    peak = Math.max(peak, residentPeakMb(child.pid ?? 0));
  }, 100);
  const [code]: unknown[] = await once(child, 'exit');
  clearInterval(look);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`);
  return peak;
}

/** The same comments in every run: 500 a thread, 40 % answers, one in ten with Markdown. */
export async function writeComments(file: string, comments: number): Promise<void> {
  const random = createRandom(11);
  const out = createWriteStream(file);
  out.write(`${JSON.stringify({ format: 'liangju', version: 1 })}\n`);
  const begin = Date.UTC(2026, 0, 1);
  for (let i = 0; i < comments; i++) {
    const thread = Math.floor(i / PER_THREAD);
    const isReply = random() < REPLIES;
    const parent = thread * PER_THREAD + Math.floor(random() * PER_THREAD);
    const reader = Math.floor(random() * 5_000);
    const text = makeText(random);
    const line = {
      id: String(i),
      thread: { key: `story-${thread}`, url: `https://news.example/story-${thread}`, title: `第 ${thread} 篇` },
      // Of two comments the later answers the earlier: no rings.
      ...(isReply && parent < i ? { parentId: String(parent) } : {}),
      author: { id: String(reader), name: makeName(random) },
      body: random() < MARKED ? `**${text.slice(0, 4)}** ${text} https://news.example/${i}` : text,
      createdAt: new Date(begin + i * 1_000).toISOString(),
      votes: { up: Math.floor(random() ** 4 * 100), down: Math.floor(random() ** 6 * 20) },
    };
    if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}
