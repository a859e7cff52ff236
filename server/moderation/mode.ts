import type { CommentStatus, SiteMode, Verdict } from '../domain/types.ts';
import type { Standing } from '../store/port.ts';

/** How far a reader is trusted: 0 newcomer, 1 known, 2 reliable. */
export type Trust = 0 | 1 | 2;

/** Comments that must have been published before somebody is known here (Discourse and WordPress ask about the same). */
const KNOWN_AFTER = 3;
const RELIABLE_AFTER = 20;

/** A reader's trust, from what became of their comments in this site. */
export function trustOf({ published, rejected, spam }: Pick<Standing, 'published' | 'rejected' | 'spam'>): Trust {
  const refused = rejected + spam;
  if (published < KNOWN_AFTER || refused > published) return 0;
  return published >= RELIABLE_AFTER && refused * 10 < published ? 2 : 1;
}

/**
 * What a verdict means under a site's mode. 先审后发 `pre`: all wait; `graded`: newcomers wait; 先发后审
 * `post`: only the doubtful wait. Staff wait nowhere but where all do.
 */
export function statusUnder(mode: SiteMode, verdict: Verdict, author: { trust: Trust; isStaff: boolean }): CommentStatus {
  if (verdict === 'block') return 'rejected';
  if (verdict === 'spam') return 'spam';
  if (mode === 'pre') return 'pending';
  if (author.isStaff) return 'published';
  if (verdict === 'review') return 'pending';
  return mode === 'graded' && author.trust === 0 ? 'pending' : 'published';
}
