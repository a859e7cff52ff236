import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
const PAGE = join(import.meta.dirname, '../../docs/moderation.md');

/** Prints figures as a table, keeps them as JSON and as Markdown, and writes the table into docs/moderation.md, between its marks. */
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
  const [begin, end] = [`<!-- ${name}: written by bench/moderation -->`, `<!-- end of ${name} -->`];
  const page = await readFile(PAGE, 'utf8');
  const [before, rest] = page.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has no place for ${name}`);
  await writeFile(PAGE, [before, begin, '\n', table.join('\n'), '\n', end, after].join(''));
}
