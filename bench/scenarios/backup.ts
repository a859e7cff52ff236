import { statSync } from 'node:fs';
import type { Bench } from '../bench.ts';
import { SITE } from '../seed/fill.ts';
import { writeForeignFile } from '../seed/foreign-files.ts';
import { runProgram } from './import.ts';

const SHORT = 100_000;
const FULL = 1_000_000;

/** Everything into an archive by the program itself, and into an empty store of the same kind: rate and peak memory of the process. */
export async function backingUp(bench: Bench): Promise<void> {
  const comments = bench.isFull ? FULL : SHORT;
  const file = bench.file('backup.jsonl');
  await writeForeignFile(file, 'liangju', comments);
  const size = comments.toLocaleString('en');
  for (const store of bench.stores) {
    const envOf = async (name: string): Promise<Record<string, string>> => {
      const databaseUrl = store === 'SQLite' ? `sqlite:${bench.file(`${name}.db`)}` : await bench.mongoUrl(name);
      return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', DATA_DIR: bench.file('.'), DATABASE_URL: databaseUrl };
    };
    const from = await envOf('backup-from');
    await runProgram(['site', 'add', SITE, '--name', 'Bench', '--origin', 'https://news.example'], from);
    await runProgram(['import', file, '--site', SITE], from);
    const rates: Record<'backup' | 'restore', number[]> = { backup: [], restore: [] };
    const peaks: Record<'backup' | 'restore', number[]> = { backup: [], restore: [] };
    const timed = async (what: 'backup' | 'restore', archive: string, env: Record<string, string>): Promise<void> => {
      const began = performance.now();
      peaks[what].push((await runProgram([what, archive], env)).peak);
      rates[what].push(comments / ((performance.now() - began) / 1000));
    };
    let archive = '';
    // One is long enough to be its own warm-up.
    for (let round = 0; round < (bench.isFull ? 1 : bench.rounds); round++) {
      archive = bench.file(`backup-${store}-${round}.gz`);
      await timed('backup', archive, from);
      await timed('restore', archive, await envOf(`backup-to-${round}`));
    }
    for (const what of ['backup', 'restore'] as const) {
      bench.figure(`${what} of ${size} comments, ${store}`, 'comments/s', rates[what]);
      bench.figure(`${what} of ${size} comments, peak memory, ${store}`, 'MB', peaks[what]);
    }
    bench.figure(`archive of ${size} comments, ${store}`, 'MB', [statSync(archive).size / 1_000_000]);
  }
}
