/**
 * The numbers of the moderators' queue, once for the service and the console. Without imports: the console
 * loads them, and needs nothing else of the server.
 */

/** How long a decision can be taken back by the person who made it, ms. */
export const UNDO_WINDOW = 10 * 60_000;
/** The queue is counted to here; a count of one more says that there are more. */
export const MOST_COUNTED = 10_000;
/** Most comments that one call decides on. */
export const MOST_DECIDED_AT_ONCE = 100;
/** Most cases of a cluster that one call decides on. */
export const MOST_OF_CLUSTER = 500;
