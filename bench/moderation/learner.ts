/**
 * What the learner reaches on labelled text: area under the curve by size of training, what its threshold
 * is worth on decisions to come, speed and size.
 *
 *   node bench/moderation/learner.ts [--data DIR]        (or LIANGJU_EVAL_DATA=DIR)
 *
 * DIR holds files of one JSON object a line. Those with `text` and `label` (1 = refused) are learnt and
 * judged, with the spam model where `spam` is in the file's name and the abuse model elsewhere; those with
 * `text` alone are ordinary texts, of which nothing should be held.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBytes, toBytes } from '../../server/learning/learner/bytes.ts';
import { learn } from '../../server/learning/learner/learn.ts';
import { createModel, type LearnerModel, type LearnerUse } from '../../server/learning/learner/model.ts';
import { score } from '../../server/learning/learner/score.ts';

interface Labelled {
  text: string;
  unwanted: boolean;
}

const FOLDS = 5;
const SIZES = [200, 500, 2000];
const SEED = 'bench';

/** The same order everywhere (Numerical Recipes' generator). */
function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const mixed = [...items];
  let state = seed;
  for (let i = mixed.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 0x1_0000_0000) * (i + 1));
    const [one, other] = [mixed[i], mixed[j]];
    if (one !== undefined && other !== undefined) [mixed[i], mixed[j]] = [other, one];
  }
  return mixed;
}

/** Area under the ROC curve: how often a refused text scores above one that was let through; ties count half. */
function auc(scored: { p: number; unwanted: boolean }[]): number {
  const sorted = scored.toSorted((one, other) => one.p - other.p);
  let ranks = 0;
  let refused = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    while (to < sorted.length && sorted[to]?.p === sorted[from]?.p) to++;
    const rank = (from + to + 1) / 2;
    for (const { unwanted } of sorted.slice(from, to)) {
      if (!unwanted) continue;
      ranks += rank;
      refused++;
    }
    from = to;
  }
  return (ranks - (refused * (refused + 1)) / 2) / (refused * (sorted.length - refused));
}

function trained(use: LearnerUse, examples: readonly Labelled[]): LearnerModel {
  const model = createModel(use, SEED);
  for (const [i, { text, unwanted }] of examples.entries()) learn(model, { id: `${i}`, text, unwanted });
  return model;
}

function judged(model: LearnerModel, examples: readonly Labelled[]): number {
  return auc(examples.map(({ text, unwanted }) => ({ p: score(model, text).p, unwanted })));
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Area by size of training, every text judged by a model that has not seen it. */
function curve(use: LearnerUse, examples: readonly Labelled[]): string {
  const parts = SIZES.filter((size) => size < examples.length * (1 - 1 / FOLDS)).map((size) => {
    const rounds = Array.from({ length: FOLDS }, (_, round) => {
      const mixed = shuffled(examples, round + 1);
      return judged(trained(use, mixed.slice(0, size)), mixed.slice(size));
    });
    return `${size}: ${mean(rounds).toFixed(4)}`;
  });
  const mixed = shuffled(examples, 1);
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    judged(
      trained(
        use,
        mixed.filter((_example, i) => i % FOLDS !== fold),
      ),
      mixed.filter((_example, i) => i % FOLDS === fold),
    ),
  );
  const spread = `${Math.min(...folds).toFixed(4)}–${Math.max(...folds).toFixed(4)}`;
  return `${parts.join('  ')}  ${FOLDS}-fold (${Math.round(examples.length * (1 - 1 / FOLDS))}): ${mean(folds).toFixed(4)} (${spread})`;
}

/** Goes through a stream as a site would: alarms are raised before the decision is told. */
function stream(use: LearnerUse, examples: readonly Labelled[]): string {
  let [alarms, right, refused, since] = [0, 0, 0, -1];
  for (let round = 1; round <= FOLDS; round++) {
    const model = createModel(use, SEED);
    for (const [i, { text, unwanted }] of shuffled(examples, round).entries()) {
      const said = score(model, text);
      if (said.active && round === 1 && since < 0) since = i;
      if (said.active && unwanted) refused++;
      if (said.active && said.p >= said.threshold) {
        alarms++;
        if (unwanted) right++;
      }
      learn(model, { id: `${i}`, text, unwanted });
    }
  }
  const share = (part: number, of: number) => (of === 0 ? '–' : `${((100 * part) / of).toFixed(1)} %`);
  return `active from decision ${since}; ${alarms} alarms, right ${share(right, alarms)}, of the refused ${share(right, refused)}`;
}

function speed(model: LearnerModel, examples: readonly Labelled[]): string {
  const all = examples.map(({ text }) => text).join(' ');
  const texts = Array.from({ length: Math.min(400, Math.floor(all.length / 500)) }, (_, i) => all.slice(i * 500, i * 500 + 500));
  const times: number[] = [];
  for (let round = 0; round < 12; round++) {
    for (const text of texts) {
      const started = performance.now();
      score(model, text);
      if (round >= 2) times.push((performance.now() - started) * 1000);
    }
  }
  times.sort((one, other) => one - other);
  const at = (share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(0);
  const stored = performance.now();
  const bytes = toBytes(model);
  const read = performance.now();
  fromBytes(bytes, model.use, SEED);
  const done = performance.now();
  return `500 characters: p50 ${at(0.5)} µs, p99 ${at(0.99)} µs; ${bytes.length} bytes, written in ${(read - stored).toFixed(1)} ms, read in ${(done - read).toFixed(1)} ms`;
}

function main(): void {
  const flag = process.argv.indexOf('--data');
  const folder = flag > 0 ? process.argv[flag + 1] : process.env.LIANGJU_EVAL_DATA;
  if (folder === undefined) {
    console.error('Which data? --data DIR or LIANGJU_EVAL_DATA: files *.jsonl of {"text", "label"}, label 1 = refused.');
    process.exitCode = 1;
    return;
  }
  const ordinary: string[] = [];
  const sets: { name: string; use: LearnerUse; examples: Labelled[] }[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .sort()) {
    const rows: { text: string; label?: number }[] = readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    if (rows.some(({ label }) => label === undefined)) ordinary.push(...rows.map(({ text }) => text));
    else
      sets.push({
        name,
        use: name.includes('spam') ? 'spam' : 'abuse',
        examples: rows.map(({ text, label }) => ({ text, unwanted: label === 1 })),
      });
  }
  for (const { name, use, examples } of sets) {
    const model = trained(use, examples);
    const held = ordinary.filter((text) => score(model, text).p >= model.validation.threshold).length;
    console.log(`${name}: ${examples.length} texts, model ${use}`);
    console.log(`  area under the curve  ${curve(use, examples)}`);
    console.log(`  as a stream           ${stream(use, examples)}`);
    console.log(`  ordinary texts held   ${held} of ${ordinary.length}`);
    console.log(`  speed and size        ${speed(model, examples)}`);
  }
}

main();
