import { reasonOf } from './review-of-text.ts';
import { eventsOfChange } from '../domain/change-events.ts';
import { auditEntry, SYSTEM } from '../domain/effects.ts';
import { trustOf } from '../domain/trust.ts';
import { timeOfId } from '../domain/ids.ts';
import type { Comment, CommentStatus, Id, Ms, Site, SiteId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { CommentPatch } from '../store/port-comments.ts';
import { orProblem } from '../store/store-problem.ts';
import { statusUnder } from '../moderation/mode.ts';
import { ANSWER_TAKEN, type SettledReview } from '../reviewers/later.ts';

export interface SettleDeps {
  store: Pick<Store, 'comments' | 'threads' | 'readers'>;
  site: (id: SiteId) => Promise<Site | null>;
  now: () => Ms;
  newId: () => Id;
}

/** Reasons that are not about the text: what a clean answer leaves of them decides the mode alone. */
const OF_COURSE: ReadonlySet<string> = new Set(['mode', 'newcomer']);

/**
 * Applies a reviewer's late answer to a comment that waits for it: where nothing else holds it, the site's
 * mode decides; else it goes on waiting with the answer among its findings. Either way the audit log says that the answer
 * was taken.
 * @throws Problem `stale-revision` when somebody was quicker.
 */
export async function settleReview(deps: SettleDeps, settled: SettledReview): Promise<void> {
  const { comment, findings, reasons, reviewerId } = settled;
  const now = deps.now();
  const status = comment.status === 'pending' ? await statusAfter(deps, settled) : comment.status;
  const patch = patchOf(comment, status, { findings, reasons, now });
  const decided = { action: status === 'published' ? 'approve' : status === 'spam' ? 'spam' : 'reject', by: 'system', byName: '' };
  const context = { now, newId: deps.newId, ...(status === comment.status ? {} : { decided }) };
  const events = eventsOfChange(comment, { ...comment, ...patch }, context);
  const data = { from: comment.status, to: status, revision: comment.revision, reviewer: reviewerId };
  const action = { action: ANSWER_TAKEN, siteId: comment.siteId, subject: comment.id, data };
  const audit = [auditEntry({ at: now, newId: deps.newId }, SYSTEM, action)];
  await orProblem(deps.store.comments.change(comment.id, comment.revision, patch, { events, audit }));
}

async function statusAfter(deps: SettleDeps, { comment, verdict, reasons }: SettledReview): Promise<CommentStatus> {
  const site = await deps.site(comment.siteId);
  const thread = (await deps.store.threads.get([comment.threadId])).get(comment.threadId);
  const readerId = comment.author?.readerId ?? null;
  if (site === null || readerId === null) return comment.status;
  const now = deps.now();
  const asked = { siteId: site.id, readerId, networks: [], emailDomain: null, textHash: '', sameTextSince: now, now };
  const history = await deps.store.readers.history(asked);
  const trust = trustOf({ ...history, since: timeOfId(readerId) }, now);
  const status = statusUnder(thread?.mode ?? site.mode, verdict, { trust, isStaff: comment.author?.badge === 'staff' });
  // What else holds it is for people: a good word from outside does not lift that.
  return status === 'published' && reasons.some((reason) => !OF_COURSE.has(reason)) ? 'pending' : status;
}

function patchOf(
  comment: Comment,
  status: CommentStatus,
  { findings, reasons, now }: { findings: Comment['findings']; reasons: string[]; now: number },
): CommentPatch {
  const { review, content } = comment;
  if (status === 'pending')
    return { findings, review: review === null ? null : { ...review, reasons: reasons.length > 0 ? reasons : ['mode'] } };
  const closed = review === null ? null : { ...review, state: 'decided' as const, claim: null };
  if (status === 'published') return { findings, status, review: closed, published: content === null ? null : { content, at: now } };
  return { findings, status, review: closed, reason: status === 'rejected' ? reasonOf({ findings }) : null };
}
