import { latest, type DecisionLog } from './decision-log.ts';

/** Decisions that the validation looks back on. */
export const WINDOW = 500;
/** No effect before so many decisions, with so many of each kind. */
const ENOUGH = 200;
const ENOUGH_OF_EACH = 30;
/**
 * Of what it would have held in the window, people must have refused so much. The promise is 0.98: a threshold
 * that is chosen where the window looks best does a little worse on what comes, so that more is asked for.
 */
const PRECISION = 0.99;
/** From fewer predictions no precision is concluded. */
const ENOUGH_ALARMS = 20;
/** It never speaks below even odds. */
const LOWEST_THRESHOLD = 0.5;

/**
 * What a model is worth, measured on decisions that it had predicted before it learnt them (progressive
 * validation: no decision is predicted by a model that has learnt it).
 */
export interface Validation {
  /** May it hold texts? */
  active: boolean;
  /** From this score on; 1 while it is not active. */
  threshold: number;
  /** Share of right alarms at the threshold, and share of refused texts that it would have held. */
  precision: number;
  recall: number;
  /** Decisions looked back on, and alarms at the threshold among them. */
  window: number;
  alarms: number;
}

export const UNPROVEN: Validation = { active: false, threshold: 1, precision: 0, recall: 0, window: 0, alarms: 0 };

/** Chooses the lowest threshold at which the precision held in the window; inactive where there is none. */
export function validate(log: DecisionLog, decided: { wanted: number; unwanted: number }): Validation {
  const entries = latest(log, WINDOW).sort((one, other) => other.p - one.p);
  const refused = entries.filter(({ unwanted }) => unwanted).length;
  const found: Validation = { ...UNPROVEN, window: entries.length };
  let right = 0;
  for (const [i, { p, unwanted }] of entries.entries()) {
    if (p < LOWEST_THRESHOLD) break;
    if (unwanted) right++;
    const alarms = i + 1;
    // Equal scores stand on the same side of a threshold.
    if (entries[alarms]?.p === p) continue;
    if (alarms < ENOUGH_ALARMS || right / alarms < PRECISION) continue;
    found.threshold = p;
    found.precision = right / alarms;
    found.recall = right / refused;
    found.alarms = alarms;
  }
  const isGrown = decided.wanted + decided.unwanted >= ENOUGH && Math.min(decided.wanted, decided.unwanted) >= ENOUGH_OF_EACH;
  return isGrown && found.alarms > 0 ? { ...found, active: true } : { ...found, threshold: 1 };
}
