import type { Trust } from '../domain/trust.ts';
import type { CommentStatus, SiteMode, Verdict } from '../domain/types.ts';

/**
 * What a verdict means under a site's mode. 先审后发 `pre`: all readers wait; `graded`: newcomers wait; 先发后审
 * `post`: only the doubtful wait. Reliable readers (T3) wait nowhere but where all do. Staff are who would decide on their
 * own words: they wait only under `pre`, for what is doubtful.
 */
export function statusUnder(mode: SiteMode, verdict: Verdict, author: { trust: Trust; isStaff: boolean }): CommentStatus {
  if (verdict === 'block') return 'rejected';
  if (verdict === 'spam') return 'spam';
  if (mode === 'pre' && !(author.isStaff && verdict === 'pass')) return 'pending';
  if (author.isStaff || author.trust === 3) return 'published';
  if (verdict === 'review') return 'pending';
  return mode === 'graded' && author.trust === 0 ? 'pending' : 'published';
}
