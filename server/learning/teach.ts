import type { Comment, ReasonCode } from '../domain/types.ts';
import { learn, unlearn } from './learner/learn.ts';
import type { LearnerModel, LearnerUse } from './learner/model.ts';
import { learnerText } from './learner/learner-text.ts';

/** Which model a refusal for this reason teaches; a reason that is not here is not about the words. */
const TAUGHT_BY: Readonly<Partial<Record<ReasonCode, LearnerUse>>> = {
  AD: 'spam',
  SPAM: 'spam',
  GAMBLE: 'spam',
  PORN: 'spam',
  ABUSE: 'abuse',
  HATE: 'abuse',
};

/** What a person's decision teaches a model: unwanted, wanted, or nothing. */
export function lessonOf({ lastDecision, status }: Pick<Comment, 'lastDecision' | 'status'>, use: LearnerUse): boolean | null {
  if (lastDecision === null || lastDecision.by === 'system' || lastDecision.action === 'undo') return null;
  if (status === 'published') return false;
  if (status === 'spam') return use === 'spam' ? true : null;
  if (status !== 'rejected' || lastDecision.reason === null) return null;
  return TAUGHT_BY[lastDecision.reason] === use ? true : null;
}

/** Teaches a model what people decided on a comment; gives whether that changed the model. */
export function teach(model: LearnerModel, comment: Comment): boolean {
  const { content, author, id } = comment;
  if (content === null) return false;
  const text = learnerText(model.use, { body: content.body, name: author?.name ?? '' });
  const lesson = lessonOf(comment, model.use);
  if (lesson !== null) return learn(model, { id, text, unwanted: lesson }) !== 'again';
  return unlearn(model, { id, text }) === 'unlearnt';
}
