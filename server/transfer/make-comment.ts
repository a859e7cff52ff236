import { createHash, createHmac } from 'node:crypto';
import { renderBody, renderHtml } from '../markup/render-body.ts';
import { importId as idOfImport } from '../domain/ids.ts';
import { hashEmail } from '../domain/email-hash.ts';
import { NO_PROFILE } from '../domain/members.ts';
import type { ImportedReader } from '../domain/imports.ts';
import type { Content, Ms, ReviewCase, Tally, Thread } from '../domain/types.ts';
import { hashText } from '../domain/text-hash.ts';
import type { ImportedComment } from '../store/port-admin.ts';
import { isOwnId } from './ids.ts';
import type { Above } from './outline-entry.ts';
import type { SpooledComment } from './spool.ts';

/** A comment of a file as the store takes it, with its author. */
export interface MadeComment {
  row: ImportedComment;
  /** null for a place-holder. */
  reader: ImportedReader | null;
  /** Hash of what the source says of it and may change there: text, state, votes, marks. */
  fingerprint: string;
}

/** What a comment is made with. */
export interface MakingPlace {
  above: Above;
  thread: Pick<Thread, 'id' | 'siteId' | 'key'>;
  secret: string;
  /** The name of an author who has none. */
  standIn: string;
  source: string;
  importId: string;
}

export function makeComment(read: SpooledComment, place: MakingPlace): MadeComment {
  const { above, thread } = place;
  const { id, createdAt } = read;
  // What is left out and still needed is a place-holder.
  const status = read.skip === undefined ? read.status : 'purged';
  const content = status === 'purged' ? null : contentOf(read);
  const editedAt = read.editedAt ?? null;
  const reader = status === 'purged' ? null : readerOf(read, place);
  const badge = read.author?.isOwner === true ? 'author' : null;
  const comment = {
    id,
    siteId: thread.siteId,
    threadId: thread.id,
    threadKey: thread.key,
    ...above,
    depth: above.ancestors.length,
    author: reader === null ? null : { readerId: reader.reader.id, name: reader.reader.name, badge, region: null },
    status,
    revision: 1,
    content,
    published: status === 'published' && content !== null ? { content, at: Math.max(createdAt, editedAt ?? 0) } : null,
    editedAt,
    removedFrom: status === 'removed' ? 'published' : null,
    reason: status === 'rejected' ? 'OTHER' : null,
    textHash: hashText(content?.text ?? ''),
    pinned: read.pinned ?? false,
    featured: read.featured ?? false,
    review: status === 'pending' ? waiting(createdAt) : null,
    findings: [],
    lastDecision: null,
    createdAt,
  } satisfies ImportedComment['comment'];
  const votes = read.votes ?? { up: 0, down: 0 };
  return { row: { comment, votes }, reader, fingerprint: fingerprintOf(read, status, votes) };
}

function fingerprintOf({ body, html, editedAt, pinned, featured }: SpooledComment, status: string, votes: Tally): string {
  const facts = [status, body ?? null, html ?? null, editedAt ?? null, votes.up, votes.down, pinned ?? false, featured ?? false];
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64url').slice(0, 16);
}

function contentOf({ body, html }: SpooledComment): Content {
  if (html === undefined) {
    const typed = body ?? '';
    const rendered = renderBody(typed, { images: false });
    return { body: typed, html: rendered.html, text: rendered.text };
  }
  const { html: clean, text } = renderHtml(html);
  return { body: text, html: clean, text };
}

/** One author is one reader in the site: by the id at the source, else by the address, else by the name. */
function readerOf({ author, createdAt }: SpooledComment, { thread, secret, standIn, source, importId }: MakingPlace): ImportedReader {
  const [kind, name] = author?.known ?? ['name', ''];
  // Keyed: the address cannot be found from what readers see of it.
  const hash = (): string =>
    createHmac('sha256', secret)
      .update(JSON.stringify([kind, name]))
      .digest('hex');
  const id = kind === 'id' && isOwnId(name) ? name : idOfImport(thread.siteId, 'liangju-author', hash(), 0);
  const emailHash = author?.email === undefined ? (author?.emailHash ?? null) : hashEmail(secret, author.email);
  return {
    reader: { id, siteId: thread.siteId, kind: 'guest', name: author?.name || standIn, emailHash, email: null, ...NO_PROFILE, createdAt },
    importId,
    // Of an address only the keyed hash is kept.
    source: {
      system: source,
      kind,
      name: kind === 'email' ? (emailHash ?? '') : name,
      url: author?.url ?? null,
      avatar: author?.avatar ?? null,
    },
  };
}

function waiting(since: Ms): ReviewCase {
  return {
    state: 'open',
    escalated: false,
    kinds: ['new'],
    reasons: ['mode'],
    score: 0,
    priority: 0,
    openedAt: since,
    claim: null,
  };
}
