import type { CommentStatus, Ms } from './types.ts';

/** How far a reader is trusted: T0 newcomer, T1 known, T2 regular, T3 reliable (the ladder of Discourse). */
export type Trust = 0 | 1 | 2 | 3;

/** What a step asks: comments that were published, days since the first, and at most such a share refused. */
const STEPS: readonly { trust: Trust; published: number; days: number; refused: number }[] = [
  { trust: 3, published: 100, days: 30, refused: 0.02 },
  { trust: 2, published: 20, days: 7, refused: 0.1 },
  // The first three are looked at, as WordPress and Discourse do.
  { trust: 1, published: 3, days: 0, refused: 0.5 },
];

const DAY: Ms = 86_400_000;
/** A reader who had so many comments in a week, and such a share of them refused, begins anew … */
const WEEK: Ms = 7 * DAY;
const ENOUGH = 5;
const TOO_MANY = 0.3;
/** … until so many in a row were published (Coral's recent comment history). */
const IN_A_ROW = 5;

/** A reader's past in a site. */
export interface Past {
  published: number;
  rejected: number;
  spam: number;
  /** The latest comments, newest first. */
  recent: readonly { at: Ms; status: CommentStatus }[];
  /** When the reader was first seen; null for one who was not. */
  since: Ms | null;
}

const isRefused = (status: CommentStatus): boolean => status === 'rejected' || status === 'spam';

/** The share of a week's decided comments that was refused; null where there are too few to say. */
export function refusedShare({ recent }: Pick<Past, 'recent'>, now: Ms): { refused: number; decided: number } | null {
  const decided = recent.filter(({ at, status }) => now - at <= WEEK && (status === 'published' || isRefused(status)));
  if (decided.length < ENOUGH) return null;
  return { refused: decided.filter(({ status }) => isRefused(status)).length, decided: decided.length };
}

/** Was too much refused lately, and not yet enough published since? */
export function isOnProbation(past: Pick<Past, 'recent'>, now: Ms): boolean {
  const share = refusedShare(past, now);
  if (share === null || share.refused / share.decided < TOO_MANY) return false;
  const latest = past.recent.filter(({ status }) => status === 'published' || isRefused(status)).slice(0, IN_A_ROW);
  return latest.length < IN_A_ROW || latest.some(({ status }) => isRefused(status));
}

/** A reader's trust, from what became of their comments in this site; it falls as it rises. */
export function trustOf(past: Past, now: Ms): Trust {
  if (isOnProbation(past, now)) return 0;
  const refused = past.rejected + past.spam;
  const days = past.since === null ? 0 : (now - past.since) / DAY;
  const share = refused === 0 ? 0 : refused / (refused + past.published);
  const step = STEPS.find((one) => past.published >= one.published && days >= one.days && share <= one.refused);
  return step?.trust ?? 0;
}
