import { type Features, featuresOf, SLOTS } from './features.ts';
import { type HashKey, hashKeyFrom } from './hash-key.ts';
import { createDecisionLog, type DecisionLog } from './decision-log.ts';
import type { ReadText } from './read-text.ts';
import { UNPROVEN, type Validation } from './validation.ts';
import type { LearnerUse } from '../../domain/enumerations.ts';

export type { LearnerUse };

/**
 * What has been learnt for one site and use. Two layers over the same features: how often people refused
 * and let through what has a feature (naive Bayes: knows much from few decisions), and weights that correct
 * that where it errs (logistic regression, one step a decision). All of it is whole numbers, so that what
 * a decision added can be taken away to the last bit.
 */
export interface LearnerModel {
  use: LearnerUse;
  key: HashKey;
  /** For each slot: texts let through, texts refused. */
  counts: Uint16Array;
  /** For each slot, in units of 1/2,048. */
  weights: Int16Array;
  decided: { wanted: number; unwanted: number };
  log: DecisionLog;
  validation: Validation;
}

/** Weight of 1, in the units of `weights`. */
export const WEIGHT_UNIT = 2048;
/** Of each kind as many as its counters hold; then all are halved. */
export const MOST_DECIDED = 0xffff;
/** How many texts' worth a feature's odds lean towards even ones. */
const PRIOR = 2;

/** A model that knows nothing. The seed is the site's secret: it places the features. */
export function createModel(use: LearnerUse, seed: string): LearnerModel {
  return {
    use,
    key: hashKeyFrom(seed, `learner ${use}`),
    counts: new Uint16Array(2 * SLOTS),
    weights: new Int16Array(SLOTS),
    decided: { wanted: 0, unwanted: 0 },
    log: createDecisionLog(),
    validation: UNPROVEN,
  };
}

/** A text's features as this model reads it. How a text looks is a sign of advertising, not of abuse. */
export function featuresIn(model: LearnerModel, text: ReadText): Features {
  return featuresOf(text, model.key, model.use === 'spam');
}

/** How much each of these slots speaks for refusing, in logits before they are shared out: counts and weight. */
export function weightedSum(model: LearnerModel, slots: Int32Array): Float64Array {
  const { counts, weights } = model;
  const { wanted, unwanted } = model.decided;
  const isTaught = wanted > 0 && unwanted > 0;
  const all = wanted + unwanted;
  const odds = isTaught ? Math.log(unwanted / wanted) : 0;
  const priorWanted = isTaught ? (PRIOR * wanted) / all : 0;
  const priorUnwanted = isTaught ? (PRIOR * unwanted) / all : 0;
  const logits = new Float64Array(slots.length);
  for (let i = 0; i < slots.length; i++) {
    const slot = slots[i] ?? 0;
    const passed = counts[2 * slot] ?? 0;
    const refused = counts[2 * slot + 1] ?? 0;
    const known = isTaught && passed + refused > 0 ? Math.log((refused + priorUnwanted) / (passed + priorWanted)) - odds : 0;
    logits[i] = known + (weights[slot] ?? 0) / WEIGHT_UNIT;
  }
  return logits;
}

/** How likely people refuse a text whose features say this: 0–1. */
export function probability(logits: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < logits.length; i++) sum += logits[i] ?? 0;
  return logistic(sum / Math.sqrt(Math.max(1, logits.length)));
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
