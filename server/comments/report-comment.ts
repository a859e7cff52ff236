import { eventsOfChange } from '../domain/change-events.ts';
import { auditEntry, newEvent, SYSTEM } from '../domain/effects.ts';
import { Problem } from '../domain/problem.ts';
import { decideTransition, openedCase } from '../domain/publication.ts';
import { textAt } from '../domain/reported-text.ts';
import type { SignedInReader } from '../domain/members.ts';
import type { Comment, CommentId, Id, Ms, Reader, ReportReason, Site } from '../domain/types.ts';
import { StaleRevision, type Store } from '../store/port.ts';
import type { ReporterRecord } from '../store/port-comments.ts';
import { getComment } from './find-comment.ts';

export interface ReportDeps {
  store: Pick<Store, 'comments' | 'moderation' | 'readers' | 'events'>;
  now: () => Ms;
  newId: () => Id;
}

/** What hiding needs of the world. */
type HideDeps = Omit<ReportDeps, 'store'> & { store: Pick<Store, 'comments' | 'moderation'> };

/** Reports are worse than a doubtful text and better than a serious word. */
const REPORTED = { score: 0.6, priority: 5 };

/** The author of the article is believed as much as anybody. */
const AUTHOR = 2;

/** Three guests whom nobody knows, of three networks, count as one reader who is known. */
const NEWCOMER = 0.34;

/**
 * How much a reader's report counts: twice the share of their reports that moderators upheld, with two
 * imagined ones on either side (Laplace's rule), so that who has reported nothing counts 1 and nobody more than 2.
 * @param isNewcomer a guest of whom nothing was published: about a third of that.
 */
export function reportWeight({ upheld, dismissed }: ReporterRecord, isNewcomer: boolean): number {
  const byRecord = (2 * (upheld + 2)) / (upheld + dismissed + 4);
  return isNewcomer ? NEWCOMER * byRecord : byRecord;
}

/** Anybody can become a guest again and again; a comment that was published costs more. */
async function isNewcomer({ store }: ReportDeps, { id, kind }: Reader): Promise<boolean> {
  if (kind === 'member') return false;
  return ((await store.readers.outcomes([id])).get(id)?.published ?? 0) === 0;
}

export interface ReportedFrom {
  /** A mark of the reader's network, of which the heaviest report counts; null: not known. */
  network: string | null;
  /** Without limits newcomers count like anybody. */
  limitsOn: boolean;
}

/**
 * A reader reports a public comment: once a reader. The report names the revision that the public saw, so that an
 * edit takes nothing away from it. When the reports' weights reach the site's threshold the comment is hidden and
 * comes before the moderators.
 * @throws Problem `not-found`, `not-allowed` on one's own.
 */
export async function reportComment(
  deps: ReportDeps,
  site: Site,
  reader: SignedInReader,
  comment: Comment,
  input: { reason: ReportReason; note: string },
  from: ReportedFrom,
): Promise<void> {
  if (comment.published === null) throw new Problem('not-found');
  if (comment.author?.readerId === reader.id) throw new Problem('not-allowed');
  const [record, revision, newcomer] = await Promise.all([
    deps.store.comments.reporterRecord(reader.id),
    shownRevision(deps.store, comment),
    from.limitsOn && isNewcomer(deps, reader),
  ]);
  const { first, weight } = await deps.store.comments.report(
    { commentId: comment.id, readerId: reader.id, reason: input.reason, note: input.note, at: deps.now(), revision },
    reader.authorOf.includes(comment.threadKey) ? AUTHOR : reportWeight(record, newcomer),
    from.network,
  );
  if (first) {
    const data = { commentId: comment.id, reason: input.reason };
    const { siteId } = comment;
    const facts = { type: 'comment.reported' as const, channel: `site:${siteId}` as const, siteId, data };
    await deps.store.events.append([newEvent({ at: deps.now(), newId: deps.newId }, facts)]);
  }
  if (first && weight >= site.settings.reportThreshold) await hideReported(deps, comment.id, input.reason, revision);
}

/** The revision that the public sees: while an edit waits, the one before it. */
async function shownRevision(store: HideDeps['store'], { id, revision, content, published }: Comment): Promise<number> {
  if (published === null || published.content.body === content?.body) return revision;
  const texts = await store.comments.revisions(id);
  return texts.findLast(({ body }) => body === published.content.body)?.revision ?? textAt(texts, revision - 1)?.revision ?? revision;
}

/** Hides a public comment whose reports weigh enough, and opens its case; one that is not public stays as it is. */
export async function hideReported(deps: HideDeps, id: CommentId, reason: ReportReason, reported: number): Promise<void> {
  const comment = await getComment(deps.store, id);
  if (comment.published === null) return;
  const now = deps.now();
  const hidden = decideTransition(comment, { action: 'hide', by: 'system', byName: '', at: now, reason: null, note: 'reports' });
  const before = comment.review?.state === 'open' ? comment.review : null;
  const patch = { ...hidden, review: openedCase(before, { kind: 'reported', reason: `reported:${reason}`, ...REPORTED, now }) };
  const events = eventsOfChange(comment, { ...comment, ...patch }, { now, newId: deps.newId });
  const data = { from: comment.status, to: 'pending', cause: 'reports', revision: comment.revision, reported };
  const action = { action: 'comment.hide', siteId: comment.siteId, subject: id, reason, data };
  const audit = auditEntry({ at: now, newId: deps.newId }, SYSTEM, action);
  try {
    await deps.store.comments.change(id, comment.revision, patch, { events, audit: [audit] });
  } catch (error) {
    // Somebody decided or edited at this very moment: the next report counts against what they made of it.
    if (!(error instanceof StaleRevision)) throw error;
  }
}
