import type { Evidence, Finding, SiteId } from '../../domain/types.ts';
import { BETWEEN, learnerText } from '../../learning/learner/learner-text.ts';
import type { LearnerModel, LearnerUse } from '../../learning/learner/model.ts';
import { score } from '../../learning/learner/score.ts';
import type { Phase } from '../pipeline.ts';

/** Below even odds there is no finding. */
const WORTH_SHOWING = 0.5;

/** All that the phase reads of what is screened. */
interface ReadByLearner {
  site: { id: SiteId };
  body: string;
  author: { name: string };
}

/** A `Phase` that asks for no more than it reads. */
interface LearnerPhase extends Pick<Phase, 'name' | 'reasons'> {
  look: (context: ReadByLearner) => Promise<Finding | null>;
}

/**
 * The phase of a learner, `learner.spam` or `learner.abuse`. It can hold a text for people, never let one
 * through, and never refuse one: its score is a guess from decisions. A young model only watches: its
 * finding is not active. Of one that is active a score below its threshold is the verdict `pass`, which
 * outweighs nothing.
 * @param modelOf the site's model, or null while there is none
 */
export function learnerPhase(
  use: LearnerUse,
  modelOf: (siteId: SiteId) => LearnerModel | null | Promise<LearnerModel | null>,
): LearnerPhase {
  const name = `learner.${use}`;
  return {
    name,
    async look({ site, body, author }) {
      const model = await modelOf(site.id);
      // A model that has learnt nothing has no finding, and need not read.
      if (model === null || (model.decided.wanted === 0 && model.decided.unwanted === 0)) return null;
      return finding(name, model, body, author.name);
    },
    reasons: () => [name],
  };
}

function finding(phase: string, model: LearnerModel, body: string, name: string): Finding | null {
  const { p, active, threshold, evidence } = score(model, learnerText(model.use, { body, name }));
  if (p < WORTH_SHOWING) return null;
  const pieces = evidence.map(({ start, end, weight }) => ({ ...placeIn(body, start, end), note: `+${weight.toFixed(2)}` }));
  const found: Omit<Finding, 'score' | 'verdict'> = { phase, active, evidence: [...pieces, odds(p, active ? threshold : null)] };
  // Below the threshold the score is given too, so that people see how sure it was; it holds nothing.
  return { ...found, score: p, ...(active ? { verdict: p < threshold ? 'pass' : 'review' } : {}) };
}

/** The place of a piece in the body or, behind it, in the name; one that lies across both belongs to the body. */
function placeIn(body: string, start: number, end: number): Evidence {
  const nameAt = body.length + BETWEEN.length;
  if (start >= nameAt) return { field: 'name', start: start - nameAt, end: end - nameAt };
  return { field: 'body', start: Math.min(start, body.length), end: Math.min(end, body.length) };
}

function odds(p: number, threshold: number | null): Evidence {
  const note = threshold === null ? `p=${p.toFixed(3)}` : `p=${p.toFixed(3)} from ${threshold.toFixed(3)}`;
  return { field: 'body', start: 0, end: 0, note };
}
