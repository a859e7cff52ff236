import { HELD_KINDS } from '../domain/enumerations.ts';
import type { AuditEntry, Comment, Id, Ms, Reader, Site, Thread } from '../domain/types.ts';
import { wireTime } from '../presenters/present-comment.ts';
import type { ReportOnComment } from '../store/port-comments.ts';
import type { OwnDataDeps } from './deps.ts';
import { accountView, type ExportRecord, heldView, pagesOf, timeOrNull } from './held-sections.ts';

type Deps = Pick<OwnDataDeps, 'store'>;

/** Whom or what evidence is about; a site as a whole without any of the three. */
export type EvidenceAbout =
  | { kind: 'site' }
  | { kind: 'thread'; thread: Thread }
  | { kind: 'comment'; comment: Comment }
  | { kind: 'reader'; reader: Reader };

/** `from` is still in the span, `to` no more; null: no bound. */
export interface EvidenceSpan {
  from: Ms | null;
  to: Ms | null;
}

const isIn = ({ from, to }: EvidenceSpan, at: Ms): boolean => (from === null || at >= from) && (to === null || at < to);

/** What is known of the thread, or of the reader. */
export async function subjectOf({ store }: Deps, about: EvidenceAbout): Promise<ExportRecord> {
  if (about.kind === 'thread') return threadView(about.thread);
  if (about.kind === 'reader') return accountView(about.reader, await store.personal.account(about.reader.id));
  if (about.kind === 'site') return {};
  const thread = (await store.threads.get([about.comment.threadId])).get(about.comment.threadId);
  return thread === undefined ? {} : threadView(thread);
}

function threadView({ id, key, url, title, closed, mode, commentCount, createdAt }: Thread): ExportRecord {
  return { id, key, url, title, closed, mode, commentCount, createdAt: wireTime(createdAt) };
}

/** The comments, page by page: of a reader the newest first, else the oldest. A comment that was asked for by itself is in any span. */
export async function* commentPages({ store }: Deps, site: Site, about: EvidenceAbout, span: EvidenceSpan): AsyncGenerator<Comment[]> {
  if (about.kind === 'comment') {
    yield [about.comment];
    return;
  }
  if (about.kind === 'reader') {
    const pages = pagesOf((cut) => store.comments.byReader({ readerId: about.reader.id, ...cut }));
    for await (const page of pages) yield page.filter(({ createdAt }) => isIn(span, createdAt));
    return;
  }
  const threadId = about.kind === 'thread' ? about.thread.id : undefined;
  const { from, to } = span;
  yield* pagesOf((cut) => store.comments.walk({ siteId: site.id, threadId, from: from ?? undefined, to: to ?? undefined, ...cut }));
}

/** The comments of a page with all that happened to each: texts, decisions, reports, appeal, and the lines of the audit log. */
export async function evidenceOf({ store }: Deps, comments: readonly Comment[]): Promise<ExportRecord[]> {
  const ids = comments.map(({ id }) => id);
  const [reports, origins] = await Promise.all([store.comments.reports(ids, true), store.imports.origins(ids)]);
  const records: ExportRecord[] = [];
  for (const comment of comments) {
    const texts = await store.comments.revisions(comment.id);
    const revisions = texts.map(({ revision, body, at }) => ({ revision, body, at: wireTime(at) }));
    const audit: ExportRecord[] = [];
    for await (const lines of auditPages({ store }, comment.siteId, comment.id)) audit.push(...lines.map(auditView));
    records.push({
      ...commentView(comment),
      revisions,
      reports: (reports.get(comment.id) ?? []).map(reportView),
      importId: origins.get(comment.id)?.importId ?? null,
      audit,
    });
  }
  return records;
}

function commentView(comment: Comment): ExportRecord {
  const { id, threadKey, parentId, author, status, revision, content, published, review, lastDecision, votes, pinned, featured } = comment;
  return {
    ...{ id, thread: threadKey, parentId, status, revision },
    author: author === null ? null : { readerId: author.readerId, name: author.name, badge: author.badge, region: author.region },
    body: content?.body ?? null,
    createdAt: wireTime(comment.createdAt),
    editedAt: timeOrNull(comment.editedAt),
    published: published === null ? null : { at: wireTime(published.at), body: published.content.body },
    ...{ pinned, featured, up: votes.up, down: votes.down, reason: comment.reason, removedFrom: comment.removedFrom },
    review: review === null ? null : { state: review.state, kinds: review.kinds, reasons: review.reasons, escalated: review.escalated },
    appeal: review?.appeal === undefined ? null : { at: wireTime(review.appeal.at), note: review.appeal.note },
    decision:
      lastDecision === null
        ? null
        : {
            action: lastDecision.action,
            by: lastDecision.by,
            byName: lastDecision.byName,
            at: wireTime(lastDecision.at),
            reason: lastDecision.reason,
            note: lastDecision.note,
          },
    findings: comment.findings.map(({ phase, score, verdict }) => ({ phase, score, verdict: verdict ?? null })),
  };
}

const reportView = ({ readerId, reason, note, at, revision, network }: ReportOnComment): ExportRecord => ({
  ...{ readerId, reason, note, at: wireTime(at), revision, network: network ?? null },
});

const auditView = ({ at, by, byName, action, subject, reason, note, data }: AuditEntry): ExportRecord => ({
  ...{ at: wireTime(at), by, byName, action, subject, reason, note, data: { ...data } },
});

const auditPages = ({ store }: Deps, siteId: Id, subject?: Id): AsyncGenerator<AuditEntry[]> =>
  pagesOf((cut) => store.audit.list({ siteIds: [siteId], subject, ...cut }));

/** The lines of the audit log in the span about the thread, the reader or the site; those about comments stand with them. */
export async function* auditOf(deps: Deps, site: Site, about: EvidenceAbout, span: EvidenceSpan): AsyncGenerator<ExportRecord[]> {
  if (about.kind === 'comment') return;
  const subject = about.kind === 'thread' ? about.thread.id : about.kind === 'reader' ? about.reader.id : undefined;
  for await (const page of auditPages(deps, site.id, subject)) yield page.filter(({ at }) => isIn(span, at)).map(auditView);
}

/** What else the reader did in the span: votes, reports, sign-in ways, and what was done to them; with the network's hashes as stored. */
export async function* heldOf({ store }: Deps, { id, siteId }: Reader, span: EvidenceSpan): AsyncGenerator<ExportRecord[]> {
  for (const kind of HELD_KINDS) {
    const pages = pagesOf((cut) => store.personal.held({ siteId, readerId: id, kind, ...cut }));
    for await (const page of pages) {
      const within = page.filter(({ at }) => typeof at !== 'number' || isIn(span, at));
      yield within.map((record) => ({ kind, ...heldView(record) }));
    }
  }
}
