import type { PostAnswer } from '../../contract/comment.ts';
import type { Lang } from '../../contract/problem.ts';
import type { SignedInReader } from '../domain/members.ts';
import type { Id } from '../domain/types.ts';
import type { ReviewFacts } from '../moderation/screening.ts';

/** Who sends a post, and from where. */
export interface PostContext {
  reader: SignedInReader | null;
  isStaff: boolean;
  lang: Lang;
  idempotencyKey: string | null;
  /** Keyed hashes of the network that the request comes from, for bans. */
  networks: string[];
  /** The service's own origin, and whether a page of the site sends this: what it sends about its article is believed. */
  page: { ownOrigin: string; isOfSite: boolean };
  /** How it was sent: for its region, and for external reviewers where the site switches that on. */
  client: Pick<ReviewFacts['client'], 'ip' | 'userAgent' | 'referrer'>;
}

/** The answer to a post, as it goes out and as it is kept under its idempotency key. */
export interface Posted {
  status: number;
  answer: PostAnswer | { rejected: { commentId: Id; reason: string; readerToken?: string } };
}
