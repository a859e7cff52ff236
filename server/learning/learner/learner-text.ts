import type { LearnerUse } from './model.ts';

/** Between the parts of what the model for advertising reads; no sign of a text. */
export const BETWEEN = '\n';

/**
 * What a learner reads of a comment, and has to be taught with: abuse stands in the text, advertising in the
 * name too.
 */
export function learnerText(use: LearnerUse, { body, name }: { body: string; name: string }): string {
  return use === 'spam' ? `${body}${BETWEEN}${name}` : body;
}
