import { isDeepStrictEqual } from 'node:util';
import { LateReviewAnswer } from '../../contract/reviewers.ts';
import type { ReviewerSettings } from '../domain/reviewer-settings.ts';
import { Problem } from '../domain/problem.ts';
import type { Comment, Finding, Ms, SiteId, Verdict } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { REVIEW_FROM, speaksAgainst, worseVerdict } from '../domain/verdicts.ts';
import { findingOf, isLater, reasonsOf } from './findings.ts';
import { parseReviewId, type ReviewedRevision } from './review-id.ts';
import { verifySignature } from './signature.ts';
import { opinionOfAnswer } from './webhook.ts';

export interface LaterDeps {
  /** The comment and the reviewers of its site, secrets opened; null when there is no such comment. */
  find: (commentId: string) => Promise<{ comment: Comment; reviewers: readonly ReviewerSettings[] } | null>;
  /** Whether the answer to this review was taken before, by any process and whatever became of the comment since. */
  wasTaken: (review: ReviewedRevision) => Promise<boolean>;
  now: () => Ms;
}

/** The audit log's action of a late answer that was taken. */
export const ANSWER_TAKEN = 'comment.review';
/** A replay comes within a signature's window: the taken answers of a comment that are looked through, newest first. */
const MOST_TAKEN = 100;

/** Finds a comment with the reviewers of its site, and what the audit log has of their answers. */
export function createLater(deps: {
  store: Pick<Store, 'comments' | 'audit' | 'events'>;
  reviewersOf: (siteId: SiteId) => Promise<readonly ReviewerSettings[]>;
  now: () => Ms;
}): LaterDeps {
  return {
    now: deps.now,
    async find(commentId) {
      const comment = (await deps.store.comments.get([commentId])).get(commentId);
      return comment === undefined ? null : { comment, reviewers: await deps.reviewersOf(comment.siteId) };
    },
    async wasTaken({ commentId, revision, reviewerId }) {
      // What this process has written is in the audit log then.
      await deps.store.events.flushed();
      const asked = { siteIds: null, subject: commentId, action: ANSWER_TAKEN, limit: MOST_TAKEN };
      const { items } = await deps.store.audit.list(asked);
      return items.some(({ data }) => data.revision === revision && data.reviewer === reviewerId);
    },
  };
}

/** `POST /api/reviews/{id}`: the answer that a 202 promised. */
export interface LaterRequest {
  id: string;
  /** `X-Signature`. */
  signature: string | undefined;
  /** The bytes as they came, before any parsing. */
  body: string | Uint8Array;
}

/** What the pipeline makes of the comment with the late answer in it. */
export interface SettledReview {
  comment: Comment;
  /** Whose answer it is. */
  reviewerId: string;
  verdict: Verdict;
  findings: Finding[];
  /** Why people have to look; without the reviewer's "later", with its answer's reason. */
  reasons: string[];
}

/**
 * Takes a late answer, once: what it changes is stored only over the revision that it was read from, together with an entry
 * of the audit log by which a replay is recognised. Callers who cannot sign learn nothing: an unknown id and a wrong
 * signature are answered alike.
 * @throws Problem `invalid-token` (unknown, or a wrong, old or replayed signature), `invalid-request`,
 * `stale-revision` (edited or decided meanwhile, or not waited for).
 */
export async function acceptLater(deps: LaterDeps, request: LaterRequest): Promise<SettledReview> {
  const of = parseReviewId(request.id);
  const found = of === null ? null : await deps.find(of.commentId);
  const reviewer = found?.reviewers.find(({ id }) => id === of?.reviewerId);
  if (of === null || found === null || reviewer?.kind !== 'webhook') throw new Problem('invalid-token');
  const fault = verifySignature(reviewer.secret, request.signature, request.body, deps.now());
  if (fault !== null) throw new Problem('invalid-token', { pvt: { fault } });
  const answer = parseAnswer(request.body);
  // The address is not signed, the body is: what was signed for one review is good for no other.
  if (answer.id !== request.id) throw new Problem('invalid-token', { pvt: { fault: 'other-id' } });
  const replayed = (): Problem => new Problem('invalid-token', { pvt: { fault: 'replayed' } });
  if (await deps.wasTaken(of)) throw replayed();
  const { comment } = found;
  if (comment.content === null) throw new Problem('stale-revision');
  const { body, text } = comment.content;
  const words = { body, text, name: comment.author?.name ?? '' };
  const finding = findingOf(of.reviewerId, opinionOfAnswer(answer), words, reviewer.canBlock);
  // What another process has just taken may not be in the audit log yet, but the comment has it.
  if (comment.revision > of.revision && comment.findings.some((stored) => isDeepStrictEqual(stored, finding))) throw replayed();
  const place = comment.findings.findIndex((stored) => stored.phase === finding.phase && isLater(stored));
  if (comment.revision !== of.revision || place < 0) throw new Problem('stale-revision');
  return { reviewerId: of.reviewerId, ...settle(comment, place, finding) };
}

function parseAnswer(body: string | Uint8Array): LateReviewAnswer {
  let json: unknown;
  try {
    json = JSON.parse(typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new Problem('malformed-json', { cause });
  }
  const read = LateReviewAnswer.safeParse(json);
  if (read.success) return read.data;
  const errors = read.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new Problem('invalid-request', { errors });
}

/** The result anew: the worst of all findings that speak against it, or the sum of small signs; the late one in the place of "later". */
function settle(comment: Comment, place: number, late: Finding): Omit<SettledReview, 'reviewerId'> {
  const waiting = comment.findings[place];
  const findings = comment.findings.with(place, late);
  let verdict: Verdict = 'pass';
  let clean = 1;
  for (const finding of findings) {
    if (!speaksAgainst(finding)) continue;
    clean *= 1 - finding.score;
    verdict = worseVerdict(verdict, finding.verdict ?? 'pass');
  }
  if (1 - clean >= REVIEW_FROM) verdict = worseVerdict(verdict, 'review');
  const gone = waiting === undefined ? [] : reasonsOf(waiting);
  const reasons = (comment.review?.reasons ?? []).filter((reason) => !gone.includes(reason));
  return { comment, verdict, findings, reasons: [...new Set([...reasons, ...reasonsOf(late)])] };
}
