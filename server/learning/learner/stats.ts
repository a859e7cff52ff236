import { MODEL_BYTES } from './bytes.ts';
import type { LearnerModel, LearnerUse } from './model.ts';
import type { Validation } from './validation.ts';

/** What a console shows of a model. */
export interface LearnerStats extends Validation {
  use: LearnerUse;
  /** Decisions learnt, by kind. */
  decided: { wanted: number; unwanted: number };
  /** Bytes when stored. */
  bytes: number;
}

export function stats(model: LearnerModel): LearnerStats {
  return { ...model.validation, use: model.use, decided: { ...model.decided }, bytes: MODEL_BYTES };
}
