import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongod } from '../test/support/mongod-binary.ts';
import { type StartedMongo, startMongo } from '../test/support/mongo.ts';
import { rounded, type Spread, spreadOf } from './load/numbers.ts';
import { type Measured, ROOT, startNode } from './load/process.ts';
import { type Filling, fillStore } from './seed/fill.ts';

export type StoreName = 'SQLite' | 'MongoDB';
const STORES: readonly StoreName[] = ['SQLite', 'MongoDB'];

/** One figure of a scenario, over its rounds. */
export interface Figure extends Spread {
  name: string;
  unit: string;
  /** What was measured beside it in the same run, and how ours compares: above 1 is better than it. */
  beside?: { name: string; ratio: number } & Spread;
  /** What is wanted, as text, and whether the median is there. */
  target?: string;
  reached?: boolean;
}

/** What is wanted of a figure: of its own median, or of its ratio to what is beside it. */
export interface Target {
  atLeast?: number;
  atMost?: number;
  ratio?: number;
}

/** What a scenario works with. */
export interface Bench {
  isFull: boolean;
  rounds: number;
  /** Length of a round of load. */
  seconds: number;
  /** Sizes of threads. */
  sizes: readonly number[];
  stores: readonly StoreName[];
  /** A file of this run's own folder. */
  file(name: string): string;
  /** Starts our server on a store that is filled so; `fresh`: on a copy that may be written to. */
  serve(store: StoreName, filling: Filling, options?: { fresh?: boolean; env?: Record<string, string> }): Promise<Measured>;
  /** The address of an empty database in MongoDB. */
  mongoUrl(name: string): Promise<string>;
  figure(
    name: string,
    unit: string,
    rounds: readonly number[],
    more?: { beside?: [string, readonly number[]]; better?: 'less'; target?: Target },
  ): void;
  note(text: string): void;
  say(text: string): void;
}

/**
 * As `npm start` and the image start it. The platform lets each half of the nursery of young objects grow to several
 * times this, and never gives it back: without the limit 214 MB instead of 179 after the hot load and 456 instead of
 * 325 after posts, at no other speed. Node takes it only before it starts: `setFlagsFromString` comes too late.
 */
const NODE_OPTIONS = ['--max-semi-space-size=8'];

export const ADMIN = { email: 'admin@example.com', password: 'correct horse battery' } as const;

/** Everything that decides what a filled store looks like: another schema or seed is another store. */
function seedVersion(): string {
  const hash = createHash('sha256');
  for (const folder of ['bench/seed', 'server/store/sqlite']) {
    for (const name of readdirSync(join(ROOT, folder)).sort()) hash.update(readFileSync(join(ROOT, folder, name)));
  }
  return hash.digest('hex').slice(0, 12);
}

function targetText({ atLeast, atMost, ratio }: Target): string {
  if (ratio !== undefined) return `≥ ${ratio} ×`;
  return atLeast === undefined ? `≤ ${atMost}` : `≥ ${atLeast.toLocaleString('en')}`;
}

/** Opens what the scenarios share; `close` stops and deletes what was started here, filled SQLite files stay for the next run. */
export async function openBench({
  store: wanted,
  ...options
}: {
  isFull: boolean;
  rounds: number;
  seconds: number;
  store?: string | undefined;
}) {
  const folder = mkdtempSync(join(tmpdir(), 'liangju-bench-run-'));
  const kept = join(tmpdir(), 'liangju-bench-seeds', seedVersion());
  mkdirSync(kept, { recursive: true });
  const hasMongo = (await findMongod()) !== null || (process.env.MONGODB_URI ?? '') !== '';
  const figures: Figure[] = [];
  const notes: string[] = [];
  const filled = new Map<string, string>();
  let mongo: Promise<StartedMongo> | null = null;
  let databases = 0;
  const say = (text: string): void => void process.stdout.write(`${text}\n`);

  async function filledSqlite(filling: Filling): Promise<string> {
    const name = createHash('sha256').update(JSON.stringify(filling)).digest('hex').slice(0, 12);
    const file = join(kept, `${name}.db`);
    if (existsSync(file)) return file;
    const making = join(folder, `${name}.db`);
    const { comments, ms } = await fillStore(`sqlite:${making}`, folder, filling);
    say(
      `  filled SQLite with ${comments.toLocaleString('en')} comments, ${Math.round(comments / (ms / 1000)).toLocaleString('en')} a second`,
    );
    renameSync(making, file);
    return file;
  }

  async function mongoUrl(name: string): Promise<string> {
    mongo ??= startMongo({ replicaSet: true });
    return (await mongo).database(`bench-${process.pid}-${name}`);
  }

  async function filledMongo(filling: Filling, fresh: boolean): Promise<string> {
    const key = JSON.stringify(filling);
    const known = fresh ? undefined : filled.get(key);
    if (known !== undefined) return known;
    const url = await mongoUrl(`store-${++databases}`);
    const { comments, ms } = await fillStore(url, folder, filling);
    say(
      `  filled MongoDB with ${comments.toLocaleString('en')} comments, ${Math.round(comments / (ms / 1000)).toLocaleString('en')} a second`,
    );
    if (!fresh) filled.set(key, url);
    return url;
  }

  async function addressOf(store: StoreName, filling: Filling, fresh: boolean): Promise<string> {
    if (store === 'MongoDB') return filledMongo(filling, fresh);
    const file = await filledSqlite(filling);
    if (!fresh) return `sqlite:${file}`;
    const copy = join(folder, `copy-${++databases}.db`);
    copyFileSync(file, copy);
    return `sqlite:${copy}`;
  }

  const bench: Bench = {
    ...options,
    sizes: options.isFull ? [100, 10_000, 1_000_000] : [100, 10_000],
    stores: STORES.filter((name) => (name === 'SQLite' || hasMongo) && (wanted === undefined || name === wanted)),
    file: (name) => join(folder, name),
    async serve(store, filling, { fresh = false, env = {} } = {}) {
      const settings: Record<string, string> = {
        HOST: '127.0.0.1',
        DATA_DIR: folder,
        DATABASE_URL: await addressOf(store, filling, fresh),
        DEMO: '0',
        LIMITS: 'off',
        LOG_FORMAT: 'json',
        ADMIN_EMAIL: ADMIN.email,
        ADMIN_PASSWORD: ADMIN.password,
        ...env,
      };
      return startNode([...NODE_OPTIONS, 'server/main.ts', 'serve'], {
        env: settings,
        logFile: join(folder, 'server.log'),
        path: '/readyz',
      });
    },
    mongoUrl,
    figure(name, unit, rounds, { beside, better, target } = {}) {
      const spread = roundedSpread(rounds);
      const figure: Figure = { name, unit, ...spread };
      if (beside !== undefined) {
        const other = spreadOf(beside[1]);
        const own = spreadOf(rounds);
        const ratio = better === 'less' ? other.median / own.median : own.median / other.median;
        figure.beside = { name: beside[0], ratio: rounded(ratio), ...roundedSpread(beside[1]) };
      }
      if (target !== undefined) {
        figure.target = targetText(target);
        figure.reached =
          (target.atLeast === undefined || spread.median >= target.atLeast) &&
          (target.atMost === undefined || spread.median <= target.atMost) &&
          (target.ratio === undefined || (figure.beside?.ratio ?? 0) >= target.ratio);
      }
      figures.push(figure);
      const ratio = figure.beside === undefined ? '' : `, ${figure.beside.ratio} × ${figure.beside.name} (${figure.beside.median})`;
      const reached = figure.target === undefined ? '' : `, wanted ${figure.target}: ${figure.reached === true ? 'yes' : 'NO'}`;
      say(`  ${name}: ${figure.median} ${unit} (${figure.min}–${figure.max})${ratio}${reached}`);
    },
    note(text) {
      notes.push(text);
      say(`  note: ${text}`);
    },
    say,
  };

  return {
    bench,
    /** What has been told since the last time. */
    take: (): { figures: Figure[]; notes: string[] } => ({ figures: figures.splice(0), notes: notes.splice(0) }),
    async close(): Promise<void> {
      if (mongo !== null) await (await mongo).stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function roundedSpread(rounds: readonly number[]): Spread {
  const { min, median, max } = spreadOf(rounds);
  return { min: rounded(min), median: rounded(median), max: rounded(max) };
}
