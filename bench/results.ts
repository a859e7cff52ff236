import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Figure } from './bench.ts';
import { ROOT } from './load/process.ts';

/** What one scenario gave, with what has to be known to read it. */
export interface Result {
  scenario: string;
  about: string;
  /** The day. */
  at: string;
  isFull: boolean;
  machine: { cpu: string; cores: number; memoryGb: number; node: string; commit: string; loadBefore: number };
  figures: Figure[];
  notes: string[];
}

const FOLDER = join(ROOT, 'bench/results');

export function machineNow(): Result['machine'] {
  const [cpu] = cpus();
  return {
    cpu: cpu?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    commit: commitNow(),
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

function commitNow(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}

/** Under what name a result is kept: a full run does not take the place of the short one that `check` compares with. */
export const keptName = ({ scenario, isFull }: Pick<Result, 'scenario' | 'isFull'>): string => (isFull ? `${scenario}-full` : scenario);

/** Keeps a result, in the form that the project's formatter gives to files. */
export function saveResult(result: Result): void {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, `${keptName(result)}.json`);
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  execFileSync(join(ROOT, 'node_modules/.bin/biome'), ['format', '--write', file], { cwd: ROOT, stdio: 'ignore' });
}

/** The kept result of a scenario's short or full run, or null. */
export function readResult(scenario: string, isFull = false): Result | null {
  const file = join(FOLDER, `${keptName({ scenario, isFull })}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}
