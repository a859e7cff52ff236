import type { DecisionResult } from '../../contract/moderation.ts';
import type { CardNote } from './queue-state.ts';

/** Why a decision did not hold, as a card tells it. */
export function whyNotApplied(result: DecisionResult | undefined): CardNote {
  if (result?.result === 'gone') return { kind: 'gone', settled: true };
  if (result?.result === 'stale') return { kind: 'stale', settled: true, by: result.decidedBy ?? null };
  if (result?.code === 'appeal-needs-another') return { kind: 'ownAppeal', settled: false };
  return { kind: 'refused', settled: false, detail: result?.detail ?? null };
}
