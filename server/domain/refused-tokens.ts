import type { Ms } from './types.ts';

/** So many refused tokens of a site are kept. */
export const MOST_REFUSED = 10;

/** A token of a site's sign-on that was refused: never its text. */
export interface RefusedToken {
  at: Ms;
  /** A stable word: `expired`, `signature`, `audience`, … */
  reason: string;
  /** What may be shown of it, by claim: ids, times and names of fields, cut short. */
  claims: Record<string, string | number | null>;
}
