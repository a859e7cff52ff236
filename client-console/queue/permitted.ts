import type { QueueItem } from '../../contract/moderation.ts';
import { actionOfDecision } from '../../server/domain/action-of-decision.ts';
import type { Action } from '../calls.ts';
import { may } from '../session.ts';

/** May the moderator do this with the case? Appeals and what was passed on are not for everybody to decide. */
export function isPermitted({ comment, kinds, escalated }: QueueItem, action: Action): boolean {
  return may(actionOfDecision(action, { state: 'open', kinds, escalated }), comment.siteId);
}
