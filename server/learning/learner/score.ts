import { type EvidencePiece, evidenceFor } from './evidence.ts';
import { featuresIn, type LearnerModel, probability, weightedSum } from './model.ts';
import { readText } from './read-text.ts';

export interface LearnerScore {
  /** How likely people refuse it, 0–1. */
  p: number;
  /** May it hold texts? Only when it has proved itself. */
  active: boolean;
  /** From this p on it holds a text; 1 while it is not active. */
  threshold: number;
  /** The pieces that spoke for refusing, strongest first; empty where p is below one half. */
  evidence: EvidencePiece[];
}

/** Scores a text. Nothing is learnt by it. Linear in the text's length. */
export function score(model: LearnerModel, text: string): LearnerScore {
  const read = readText(text);
  const features = featuresIn(model, read);
  const logits = weightedSum(model, features.slots);
  const p = probability(logits);
  const { active, threshold } = model.validation;
  return { p, active, threshold, evidence: p < 0.5 ? [] : evidenceFor(read, features, logits) };
}
