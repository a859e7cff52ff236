import { SLOTS } from './features.ts';
import { closeDecisionLog, record, entryOf, undoRecord, textPrint } from './decision-log.ts';
import { featuresIn, type LearnerModel, MOST_DECIDED, probability, weightedSum, WEIGHT_UNIT } from './model.ts';
import { readText } from './read-text.ts';
import { validate } from './validation.ts';

/** A decision by people on one text. */
export interface Example {
  /** The comment and its revision: the same id is learnt only once. */
  id: string;
  /** Exactly the text that was scored. */
  text: string;
  /** Did they refuse it (for this model's reason)? */
  unwanted: boolean;
}

/** How far one decision moves the weights. */
const RATE = 2;

/** `again`: was known already; `corrected`: had been decided otherwise, which was taken back first. */
export type Learnt = 'learnt' | 'again' | 'corrected';
/** `not-known`: too old, or never learnt; `other-text`: not the text that was learnt. Both change nothing. */
export type Unlearnt = 'unlearnt' | 'not-known' | 'other-text';

/**
 * Learns a decision: first predicts it, for the validation, then adds it. A decision that comes twice
 * is learnt once, so that the caller may repeat it after a crash.
 */
export function learn(model: LearnerModel, example: Example): Learnt {
  const known = entryOf(model.log, example.id);
  if (known !== null && known.unwanted === example.unwanted && known.text === textPrint(example.text)) return 'again';
  // Another text under a known id cannot be taken back without the first one: it stays, under its own right.
  const isCorrection = known !== null && unlearn(model, example) === 'unlearnt';
  add(model, example);
  return isCorrection ? 'corrected' : 'learnt';
}

function add(model: LearnerModel, { id, text, unwanted }: Example): void {
  if ((unwanted ? model.decided.unwanted : model.decided.wanted) === MOST_DECIDED) fade(model);
  const { slots } = featuresIn(model, readText(text));
  const p = probability(weightedSum(model, slots));
  const step = stepFor(model, slots, (unwanted ? 1 : 0) - p);
  undoRecord(model.log, id);
  record(model.log, id, { unwanted, text: textPrint(text), step, p });
  shift(model, slots, unwanted, step, 1);
}

/** The gradient of the logistic loss by each weight, in weight units; 0 where a weight has no room. */
function stepFor(model: LearnerModel, slots: Int32Array, error: number): number {
  const step = Math.round((WEIGHT_UNIT * RATE * error) / Math.sqrt(Math.max(1, slots.length)));
  for (const slot of slots) {
    if (Math.abs((model.weights[slot] ?? 0) + step) > 0x7fff) return 0;
  }
  return step;
}

function shift(model: LearnerModel, slots: Int32Array, unwanted: boolean, step: number, sign: 1 | -1): void {
  const side = unwanted ? 1 : 0;
  for (const slot of slots) {
    model.counts[2 * slot + side] = (model.counts[2 * slot + side] ?? 0) + sign;
    model.weights[slot] = (model.weights[slot] ?? 0) + sign * step;
  }
  if (unwanted) model.decided.unwanted += sign;
  else model.decided.wanted += sign;
  model.validation = validate(model.log, model.decided);
}

/**
 * Takes a decision back: what it added to counts and weights goes, to the last bit, whatever was learnt
 * since. Only what the log still knows can be taken back.
 */
export function unlearn(model: LearnerModel, { id, text }: Pick<Example, 'id' | 'text'>): Unlearnt {
  const entry = entryOf(model.log, id);
  if (entry === null) return 'not-known';
  if (entry.text !== textPrint(text)) return 'other-text';
  undoRecord(model.log, id);
  shift(model, featuresIn(model, readText(text)).slots, entry.unwanted, entry.step, -1);
  return 'unlearnt';
}

/** Full counters: all is halved, the old counts less than the new, and what was learnt before stays. */
function fade(model: LearnerModel): void {
  for (let at = 0; at < 2 * SLOTS; at++) model.counts[at] = (model.counts[at] ?? 0) >>> 1;
  model.decided = { wanted: model.decided.wanted >>> 1, unwanted: model.decided.unwanted >>> 1 };
  closeDecisionLog(model.log);
}
