/**
 * The words of decisions, once for the stores, the contract and the console. Without imports: the console
 * loads them, and needs nothing else of the server.
 */

/** Why a comment is refused, reported or banned, in the order of the console's keys 1–9; those behind have no key, `OTHER` has Enter. */
export const REASON_CODES = [
  'AD',
  'SPAM',
  'ABUSE',
  'HATE',
  'PORN',
  'GAMBLE',
  'ILLEGAL',
  'RUMOR',
  'PRIVACY',
  'MINOR',
  'OFFTOPIC',
  'NICK',
  'LAW',
  'OTHER',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** What can be decided on a comment. */
export const DECISION_ACTIONS = [
  'approve',
  'reject',
  'spam',
  'hide',
  'restore',
  'escalate',
  'purge',
  'pin',
  'unpin',
  'feature',
  'unfeature',
  'undo',
] as const;
export type DecisionAction = (typeof DECISION_ACTIONS)[number];
