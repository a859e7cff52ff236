/**
 * Measures the short run again and compares how we stand beside the bare platform with what is kept in
 * bench/results: fails when one ratio has fallen by more than a third. Not part of the tests: a busy
 * machine makes it fail.
 *
 *   node bench/check.ts [NAME…]
 */
import { measure } from './measure.ts';
import { readResult, type Result } from './results.ts';
import { SCENARIOS } from './scenarios/index.ts';

const MOST_FALLEN = 2 / 3;

/** The ratios that have fallen too far, as sentences. */
function fallen(kept: Result, now: Result): string[] {
  return now.figures.flatMap(({ name, beside }) => {
    const before = kept.figures.find((figure) => figure.name === name)?.beside;
    if (beside === undefined || before === undefined || beside.ratio >= before.ratio * MOST_FALLEN) return [];
    return [`${now.scenario}: ${name} is ${beside.ratio} × ${beside.name}, it was ${before.ratio} ×`];
  });
}

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SCENARIOS);
const worse: string[] = [];
for await (const result of measure(names, { isFull: false, rounds: 3, seconds: 2 })) {
  const kept = readResult(result.scenario);
  if (kept !== null) worse.push(...fallen(kept, result));
}
for (const line of worse) process.stderr.write(`${line}\n`);
if (worse.length > 0) process.exitCode = 1;
