import { CLAIM_MS } from '../domain/claim.ts';
import { isRunning } from '../domain/stepped-clock.ts';
import { presentAuthor, presentPublic, presentThread, wireTime } from './present-comment.ts';
import type { ModeratedComment, QueueItem, ReportedText } from '../../contract/moderation.ts';
import type { Comment, Finding, Ms, Report, Site, Thread } from '../domain/types.ts';
import type { AuthorHistory } from '../store/port-readers.ts';

/** What moderators see of a reader's past. */
export interface ReaderHistory extends Pick<AuthorHistory, 'published' | 'rejected' | 'spam'> {
  since: Ms | null;
  /** Pen names on the site that are the same person, this one included; null where the person is not known. */
  penNames: number | null;
}

function presentFinding(finding: Finding): ModeratedComment['findings'][number] {
  return { ...finding, evidence: finding.evidence.map((evidence) => ({ ...evidence })) };
}

/**
 * A comment as moderators see it: the latest text with its source, and what the public sees beside it.
 * @param reported the texts it no longer has that were reported; left out where they do not matter.
 */
export function presentModerated(comment: Comment, reported: ReportedText[] = []): ModeratedComment {
  const view: ModeratedComment = {
    ...presentPublic(comment),
    votes: { up: comment.votes.up, down: comment.votes.down },
    author: presentAuthor(comment),
    html: comment.content?.html ?? null,
    status: comment.status,
    editedAt: comment.editedAt === null ? null : wireTime(comment.editedAt),
    siteId: comment.siteId,
    body: comment.content?.body ?? '',
    revision: comment.revision,
    publicHtml: comment.published?.content.html ?? null,
    findings: comment.findings.map(presentFinding),
    reported,
  };
  return view;
}

function presentEscalation(review: Comment['review']): QueueItem['escalation'] {
  if (review?.escalation === undefined) return null;
  const { by, byName, at, note } = review.escalation;
  return { by: { id: by, name: byName }, at: wireTime(at), note };
}

/** Until when the site says that the first report or appeal is answered which no decision has answered; null where there is none. */
function answerBy({ settings }: Site, { review, lastDecision }: Comment, reports: readonly Report[]): string | null {
  const since = lastDecision?.at ?? 0;
  const appeal = review?.kinds.includes('appeal') === true && review.appeal !== undefined ? [review.appeal.at] : [];
  const open = [...reports.map(({ at }) => at).filter((at) => at > since), ...appeal];
  if (settings.answerWithin === 0 || open.length === 0) return null;
  return wireTime(Math.min(...open) + settings.answerWithin * 3_600_000);
}

/** A case with what is needed to decide it. */
export function presentQueueItem(
  site: Site,
  comment: Comment,
  context: {
    cluster: number;
    parent: Comment | null;
    thread: Thread | null;
    reports: Report[];
    reported: ReportedText[];
    history: ReaderHistory;
    now: Ms;
  },
): QueueItem {
  const { review } = comment;
  const claim = review?.claim ?? null;
  return {
    comment: presentModerated(comment, context.reported),
    kinds: review?.kinds ?? [],
    reasons: review?.reasons ?? [],
    score: review?.score ?? 0,
    escalated: review?.escalated ?? false,
    escalation: presentEscalation(review),
    appeal: review?.appeal === undefined ? null : { at: wireTime(review.appeal.at), note: review.appeal.note },
    openedAt: wireTime(review?.openedAt ?? comment.createdAt),
    answerBy: answerBy(site, comment, context.reports),
    reports: context.reports.map(({ reason, note, at, revision }) => ({ reason, note, at: wireTime(at), revision })),
    claim:
      claim === null || !isRunning(claim.until, context.now, CLAIM_MS)
        ? null
        : { staff: { id: claim.staffId, name: claim.staffName }, until: wireTime(claim.until) },
    cluster: review?.clusterId === undefined ? null : { id: review.clusterId, open: context.cluster },
    context: {
      parent: context.parent === null ? null : presentModerated(context.parent),
      thread: presentThread(site, comment.threadKey, context.thread, 0),
      readerHistory: {
        published: context.history.published,
        rejected: context.history.rejected,
        spam: context.history.spam,
        since: context.history.since === null ? null : wireTime(context.history.since),
        penNames: context.history.penNames,
      },
    },
  };
}
