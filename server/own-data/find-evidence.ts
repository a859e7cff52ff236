import { type Actor, auditEntry } from '../domain/effects.ts';
import { Problem } from '../domain/problem.ts';
import { threadKeyOf } from '../domain/thread-key.ts';
import type { AuditEntry, Site } from '../domain/types.ts';
import { wireTime } from '../presenters/present-comment.ts';
import type { OwnDataDeps } from './deps.ts';
import type { EvidenceAbout } from './evidence-records.ts';
import { type EvidenceRequest, idOf } from './write-evidence.ts';

/** What evidence is about, as it is named from outside; none of the three: the site. */
export interface NamedEvidence {
  thread?: string | undefined;
  comment?: string | undefined;
  reader?: string | undefined;
}

/** The thread, comment or reader of the site. @throws Problem `not-found`, also for what is another site's. */
export async function findEvidence(
  { store }: Pick<OwnDataDeps, 'store'>,
  site: Site,
  { thread: key, comment: commentId, reader: readerId }: NamedEvidence,
): Promise<EvidenceAbout> {
  if (key !== undefined) {
    const thread = await store.threads.find(site.id, threadKeyOf(key, site.settings.threadKeys));
    if (thread !== null) return { kind: 'thread', thread };
  } else if (commentId !== undefined) {
    const comment = (await store.comments.get([commentId])).get(commentId);
    if (comment !== undefined && comment.siteId === site.id) return { kind: 'comment', comment };
  } else if (readerId !== undefined) {
    const reader = (await store.readers.get([readerId])).get(readerId);
    if (reader !== undefined && reader.siteId === site.id) return { kind: 'reader', reader };
  } else return { kind: 'site' };
  throw new Problem('not-found');
}

/** The line of the audit log that evidence was given out, and why. */
export function evidenceNote(
  { now, newId }: Pick<OwnDataDeps, 'now' | 'newId'>,
  actor: Actor,
  { site, about, from, to, reason }: Omit<EvidenceRequest, 'by'>,
): AuditEntry {
  const span = { ...(from === null ? {} : { from: wireTime(from) }), ...(to === null ? {} : { to: wireTime(to) }) };
  const facts = {
    action: 'evidence.export',
    siteId: site.id,
    subject: idOf(about, site),
    note: reason,
    data: { kind: about.kind, ...span },
  };
  return auditEntry({ at: now(), newId }, actor, facts);
}
