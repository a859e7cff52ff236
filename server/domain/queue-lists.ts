/**
 * The closed lists of the moderators' queue, once for the stores, the contract and the console. Without imports, and apart
 * from the other enumerations: the console loads these with its first screen, and the others with the screens that show them.
 */

/** Why a comment is before the moderators, in the order of the desk's tabs. */
export const CASE_KINDS = ['new', 'flagged', 'reported', 'edited', 'appeal', 'cluster', 'nickname', 'sample'] as const;
export type CaseKind = (typeof CASE_KINDS)[number];

/** Orders of the queue. */
export const QUEUE_SORTS = ['priority', 'newest', 'oldest'] as const;
export type QueueSort = (typeof QUEUE_SORTS)[number];
