import { wireTime } from '../presenters/present-comment.ts';
import type { DecisionResult } from '../../contract/moderation.ts';
import { eventsOfChange } from '../domain/change-events.ts';
import { auditEntry } from '../domain/effects.ts';
import { actionOfDecision } from '../domain/action-of-decision.ts';
import { may, refusalOf } from '../domain/permissions.ts';
import { Problem } from '../domain/problem.ts';
import { isRepeated, decideTransition, seesCurrent } from '../domain/publication.ts';
import { MOST_OF_CLUSTER } from '../domain/queue-limits.ts';
import type { AuditEntry, Comment, CommentId, DecisionAction, Ms, ReasonCode } from '../domain/types.ts';
import { NotFound, StaleRevision } from '../store/port.ts';
import { type ModerationDeps, type Moderator, sitesFor } from './deps.ts';
import { lastReported } from '../comments/reported-texts.ts';

export interface DecisionRequest {
  items: { id: CommentId; revision: number }[];
  action: DecisionAction;
  reason: ReasonCode | null;
  note: string;
  /** The open cases of this cluster too. */
  cluster: CommentId | null;
  /** Names the person’s action that several calls belong to; the audit keeps it. */
  actionId: string | null;
}

/** A comment may move on between reading and writing by a report or an import; then it is looked at again. */
const ATTEMPTS = 4;

/**
 * Decides on comments, each its own transaction: status, case, audit and events together, or nothing. A comment
 * that another moderator decided or that was edited since it was read is `stale`, with who did what and when.
 * @throws Problem `not-allowed` when the moderator may do it nowhere; `invalid-transition` (or `not-allowed`) when no item
 * could be decided because no such step exists, or because the case is for another moderator.
 */
export async function decide(deps: ModerationDeps, moderator: Moderator, request: DecisionRequest): Promise<DecisionResult[]> {
  if (!may(moderator, actionOfDecision(request.action, null), null)) throw new Problem('not-allowed');
  const results: DecisionResult[] = [];
  let refusal: Problem | null = null;
  for (const item of [...request.items, ...(await othersOfCluster(deps, moderator, request))]) {
    try {
      results.push(await decideOne(deps, moderator, request, item));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      refusal = error;
      results.push({ id: item.id, result: 'refused', code: error.code });
    }
  }
  if (refusal !== null && results.every(({ result }) => result === 'refused')) throw refusal;
  return results;
}

/** The open cases of the cluster beside those that are named, as they stand; what was escalated is for others. */
async function othersOfCluster(deps: ModerationDeps, moderator: Moderator, request: DecisionRequest): Promise<DecisionRequest['items']> {
  const { cluster, action, items } = request;
  if (cluster === null) return [];
  if (action !== 'approve' && action !== 'reject' && action !== 'spam') throw new Problem('invalid-transition');
  const named = new Set(items.map(({ id }) => id));
  const filter = { siteIds: sitesFor(moderator, 'moderation.decide', undefined), cluster, escalated: false };
  const { items: open } = await deps.store.moderation.queue({ filter, sort: 'oldest', limit: MOST_OF_CLUSTER });
  return open.filter(({ id }) => !named.has(id)).map(({ id, revision }) => ({ id, revision }));
}

async function decideOne(
  deps: ModerationDeps,
  moderator: Moderator,
  request: DecisionRequest,
  item: { id: CommentId; revision: number },
): Promise<DecisionResult> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const comment = (await deps.store.comments.get([item.id])).get(item.id);
    if (comment === undefined || comment.status === 'purged') return { id: item.id, result: 'gone' };
    const refusal = refusalOf(moderator, actionOfDecision(request.action, comment.review), comment.siteId);
    if (refusal === 'not-found') return { id: item.id, result: 'gone' };
    if (isRepeated(comment, item.revision, request.action, moderator.staff.id)) return stale(comment);
    if (!seesCurrent(comment, item.revision, request.action, moderator.staff.id)) return stale(comment);
    // The slower moderator gets who decided, also where they could not have decided.
    if (refusal !== null) throw new Problem(refusal);
    if (await isOwnAppeal(deps, moderator, request, comment)) throw new Problem('appeal-needs-another');
    const result = await apply(deps, moderator, request, comment);
    if (result !== null) return result;
  }
  throw new Problem('stale-revision');
}

/** Is it an appeal against this moderator's own decision, while another moderator could look at it? The one who refused the comment must not be the one who ends it. */
async function isOwnAppeal(deps: ModerationDeps, moderator: Moderator, request: DecisionRequest, comment: Comment): Promise<boolean> {
  const { review, lastDecision } = comment;
  if (actionOfDecision(request.action, review) !== 'appeal.decide' || lastDecision?.by !== moderator.staff.id) return false;
  const others = (await deps.store.accounts.listStaff()).filter(({ id }) => id !== moderator.staff.id);
  return others.some((staff) => may({ staff, scopes: null }, 'appeal.decide', comment.siteId));
}

async function apply(
  deps: ModerationDeps,
  moderator: Moderator,
  request: DecisionRequest,
  comment: Comment,
): Promise<DecisionResult | null> {
  const now = deps.now();
  const { id: by, name: byName } = moderator.staff;
  const transition = decideTransition(comment, { action: request.action, by, byName, at: now, reason: request.reason, note: request.note });
  const after = { ...comment, ...transition };
  const reported = await lastReported(deps.store, comment);
  const events = eventsOfChange(comment, after, { now, newId: deps.newId, decided: { action: request.action, by, byName } });
  try {
    const changed = await deps.store.comments.change(comment.id, comment.revision, transition, {
      events,
      audit: [auditOf(deps, moderator, request, { now, before: comment, after, reported })],
    });
    return { id: comment.id, result: 'applied', revision: changed.revision, status: changed.status };
  } catch (error) {
    if (error instanceof NotFound) return { id: comment.id, result: 'gone' };
    if (error instanceof StaleRevision) return null;
    throw error;
  }
}

/** @param reported what readers have reported, or null: the text that was screened may be another. */
function auditOf(
  deps: ModerationDeps,
  moderator: Moderator,
  request: DecisionRequest,
  { now, before, after, reported }: { now: Ms; before: Comment; after: Comment; reported: { reported: number; replaced: boolean } | null },
): AuditEntry {
  const actor = { id: moderator.staff.id, name: moderator.staff.name, requestId: moderator.requestId };
  return auditEntry({ at: now, newId: deps.newId }, actor, {
    action: `comment.${request.action}`,
    siteId: before.siteId,
    subject: before.id,
    reason: request.reason,
    note: request.note,
    data: {
      from: before.status,
      to: after.status,
      revision: before.revision,
      ...reported,
      ...(request.cluster === null ? {} : { cluster: request.cluster }),
      ...(request.actionId === null ? {} : { act: request.actionId }),
    },
  });
}

function stale(comment: Comment): DecisionResult {
  const last = comment.lastDecision;
  return {
    id: comment.id,
    result: 'stale',
    revision: comment.revision,
    status: comment.status,
    decidedBy: last === null ? null : { id: last.by, name: last.byName, action: last.action, at: wireTime(last.at) },
  };
}
