import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Bench, StoreName } from '../bench.ts';
import { cpuSeconds, residentPeakMb, ROOT } from '../load/process.ts';
import { FORMS, type FormName, writeForeignFile } from '../seed/foreign-files.ts';
import { SITE } from '../seed/fill.ts';

const SHORT = 100_000;
const FULL = 1_000_000;
/** Bytes of the file that is only looked at. */
const LARGE = 1_000_000_000;
const TARGETS: { readonly [S in StoreName]: { own: number; others: number } } = {
  SQLite: { own: 12_000, others: 5_000 },
  MongoDB: { own: 8_000, others: 4_000 },
};
const MOST_MB = 400;
const DRY_RUN_SECONDS = 15;

/** A file of our own format into an empty store by the program itself: rate, CPU and peak memory of the process. */
export async function importing(bench: Bench): Promise<void> {
  await importForm(bench, 'liangju', bench.isFull ? FULL : SHORT);
}

/** Files of other systems, by the program itself; with `--full` a file of 1 GB is looked at too. */
export async function importingOthers(bench: Bench): Promise<void> {
  for (const name of Object.keys(FORMS)) if (isOther(name)) await importForm(bench, name, SHORT);
  if (!bench.isFull) return;
  const file = bench.file('large.json');
  await writeForeignFile(file, 'waline', 0, LARGE);
  const { seconds, peak } = await runProgram(['import', file, '--site', SITE, '--dry-run'], await environment(bench, 'SQLite', 'large'));
  bench.figure('dry run of 1 GB', 's', [seconds]);
  bench.figure('dry run of 1 GB, peak memory', 'MB', [peak], { target: { atMost: MOST_MB } });
}

const isOther = (name: string): name is FormName => name in FORMS && name !== 'liangju';

async function importForm(bench: Bench, name: FormName, comments: number): Promise<void> {
  const file = bench.file(`import-${name}`);
  await writeForeignFile(file, name, comments);
  const size = `${comments.toLocaleString('en')} comments, ${name}`;
  const dry = await runProgram(['import', file, '--site', SITE, '--dry-run'], await environment(bench, 'SQLite', `${name}-dry`));
  bench.figure(`dry run of ${size}`, 's', [dry.seconds], { target: { atMost: DRY_RUN_SECONDS } });
  for (const store of bench.stores) {
    const runs: Ran[] = [];
    // One is long enough to be its own warm-up.
    for (let round = 0; round < (bench.isFull ? 1 : bench.rounds); round++)
      runs.push(await runProgram(['import', file, '--site', SITE], await environment(bench, store, `${name}-${round}`)));
    const atLeast = TARGETS[store][name === 'liangju' ? 'own' : 'others'];
    const rates = runs.map(({ seconds }) => comments / seconds);
    bench.figure(`import of ${size}, ${store}`, 'comments/s', rates, { target: { atLeast } });
    bench.figure(
      `import of ${size}, CPU, ${store}`,
      's',
      runs.map(({ cpu }) => cpu),
    );
    bench.figure(
      `import of ${size}, peak memory, ${store}`,
      'MB',
      runs.map(({ peak }) => peak),
      { target: { atMost: MOST_MB } },
    );
  }
}

/** The environment of a command on an empty store that has the site. */
async function environment(bench: Bench, store: StoreName, name: string): Promise<Record<string, string>> {
  const url = store === 'SQLite' ? `sqlite:${bench.file(`import-${name}.db`)}` : await bench.mongoUrl(`import-${name}`);
  const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', DATA_DIR: bench.file('.'), DATABASE_URL: url };
  await runProgram(['site', 'add', SITE, '--name', 'Bench', '--origin', 'https://news.example'], env);
  return env;
}

/** What a command took: by the clock, of all its threads, and the most memory it was seen to have. */
interface Ran {
  seconds: number;
  cpu: number;
  peak: number;
}

/** Runs a command of the program. */
export async function runProgram(args: readonly string[], env: Record<string, string>): Promise<Ran> {
  const began = performance.now();
  const child = spawn(process.execPath, ['server/main.ts', ...args], { cwd: ROOT, env, stdio: 'ignore' });
  let [peak, cpu] = [0, 0];
  const look = setInterval(() => {
    peak = Math.max(peak, residentPeakMb(child.pid ?? 0));
    cpu = Math.max(cpu, cpuSeconds(child.pid ?? 0));
  }, 100);
  const [code]: unknown[] = await once(child, 'exit');
  clearInterval(look);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}`);
  return { seconds: (performance.now() - began) / 1000, cpu, peak };
}
