import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Figure } from '../bench.ts';
import { ROOT } from '../load/process.ts';
import { keptName, readResult, type Result } from '../results.ts';
import { SCENARIOS } from '../scenarios/index.ts';
import { type Bar, barChart } from './chart.ts';

const PAGE = join(ROOT, 'docs/performance.md');
const IMAGES = 'images/performance';
const BEGIN = '<!-- figures: written by bench/run.ts -->';
const END = '<!-- end of figures -->';

/** Scenarios that get a chart: of the figures in this unit, with what is beside them. */
const CHARTS: { readonly [scenario: string]: { title: string; unit: string } } = {
  hot: { title: 'Hot page, for each CPU second of the server', unit: 'requests per CPU second' },
  cold: { title: 'First page that nobody has asked for yet', unit: 'ms (p50)' },
  post: { title: 'Comments stored', unit: 'stored/s' },
};

const shown = (number: number): string => number.toLocaleString('en', { maximumSignificantDigits: 3 });

function row({ name, unit, median, min, max, beside, target, reached }: Figure): string {
  const base = beside === undefined ? '' : `${beside.name}: ${shown(beside.median)}`;
  const wanted = target === undefined ? '' : `${target}${reached === true ? '' : ' **missed**'}`;
  return `| ${[name, unit, shown(median), `${shown(min)}–${shown(max)}`, base, beside === undefined ? '' : shown(beside.ratio), wanted].join(' | ')} |`;
}

function section(result: Result): string {
  const { scenario, about, at, isFull, machine, figures, notes } = result;
  const chart = chartOf(result);
  return [
    `### ${about}${isFull ? ', full' : ''}`,
    '',
    `\`node bench/run.ts ${scenario}${isFull ? ' --full' : ''}\`, ${at}, ${machine.cores} cores of ${machine.cpu}, ${machine.memoryGb} GB, Node ${machine.node}, at ${machine.commit}, load before ${machine.loadBefore}`,
    '',
    '| what | unit | median | min–max | beside it | ratio | wanted |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...figures.map(row),
    '',
    ...(chart === null ? [] : [`![${CHARTS[scenario]?.title}](${IMAGES}/${keptName(result)}.svg)`, '']),
    ...notes.flatMap((note) => [`- ${note}`]),
    ...(notes.length > 0 ? [''] : []),
  ].join('\n');
}

function chartOf({ scenario, figures }: Result): string | null {
  const chart = CHARTS[scenario];
  if (chart === undefined) return null;
  const bars = new Map<string, Bar>();
  for (const { name, unit, median, beside } of figures) {
    if (unit !== chart.unit) continue;
    bars.set(name, { label: name, value: median, isOurs: true });
    if (beside !== undefined && scenario !== 'cold') bars.set(beside.name, { label: beside.name, value: beside.median, isOurs: false });
  }
  return bars.size === 0 ? null : barChart(chart.title, chart.unit, [...bars.values()]);
}

/** Writes the kept results into docs/performance.md, between its marks, and their charts. */
export function writeReport(): void {
  const results = Object.keys(SCENARIOS).flatMap((name) => [readResult(name) ?? [], readResult(name, true) ?? []].flat());
  mkdirSync(join(ROOT, 'docs', IMAGES), { recursive: true });
  for (const result of results) {
    const chart = chartOf(result);
    if (chart !== null) writeFileSync(join(ROOT, 'docs', IMAGES, `${keptName(result)}.svg`), chart);
  }
  const page = readFileSync(PAGE, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${PAGE} has no place for the figures`);
  writeFileSync(PAGE, [before, BEGIN, '\n\n', results.map(section).join('\n'), END, after].join(''));
}
