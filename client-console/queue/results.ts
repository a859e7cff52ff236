import type { DecisionResult } from '../../contract/moderation.ts';
import type { CardNote } from './queue-state.ts';

/** The note of a card whose decision was not applied. */
export function whyNotApplied(result: DecisionResult | undefined): CardNote {
  if (result?.result === 'gone') return { kind: 'gone', settled: true };
  if (result?.result === 'stale') return { kind: 'stale', settled: true, by: result.decidedBy ?? null };
  if (result?.code === 'appeal-needs-another') return { kind: 'ownAppeal', settled: false };
  return { kind: 'refused', settled: false, detail: result?.detail ?? null };
}
