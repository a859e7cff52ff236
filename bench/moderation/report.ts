import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A figure and what it should be. */
export interface Row {
  what: string;
  figure: string;
  /** Empty where there is nothing to reach. */
  target: string;
  ok: boolean | null;
}

const RESULTS = join(import.meta.dirname, '../results');

/** Prints figures as a table and writes them as JSON and as Markdown for the documentation. */
export async function report(name: string, title: string, rows: readonly Row[], details: unknown): Promise<void> {
  const mark = (ok: boolean | null): string => (ok === null ? '' : ok ? '✓' : '✗');
  const table = [
    '| what | figure | to reach | |',
    '|---|---|---|---|',
    ...rows.map(({ what, figure, target, ok }) => `| ${what} | ${figure} | ${target} | ${mark(ok)} |`),
  ];
  console.log(`\n${title}\n\n${table.join('\n')}`);
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, `${name}.json`), `${JSON.stringify({ title, node: process.version, rows, details }, null, 2)}\n`);
  await writeFile(join(RESULTS, `${name}.md`), `${table.join('\n')}\n`);
}
