import { createHmac } from 'node:crypto';
import { renderBody, renderHtml } from '../markup/render-body.ts';
import { importId } from '../domain/ids.ts';
import type { Author, Content, Ms, ReviewCase, Thread } from '../domain/types.ts';
import { hashText } from '../domain/text-hash.ts';
import type { ImportedComment } from '../store/port-admin.ts';
import { isOwnId } from './ids.ts';
import type { Above } from './outline.ts';
import type { SpooledComment } from './spool.ts';

/** A comment of a file as the store takes it. */
export function makeComment(
  read: SpooledComment,
  place: { above: Above; thread: Pick<Thread, 'id' | 'siteId' | 'key'>; secret: string; standIn: string },
): ImportedComment {
  const { above, thread } = place;
  const { id, createdAt } = read;
  // What is left out and still needed is a place-holder.
  const status = read.skip === undefined ? read.status : 'purged';
  const content = status === 'purged' ? null : contentOf(read);
  const editedAt = read.editedAt ?? null;
  return {
    comment: {
      id,
      siteId: thread.siteId,
      threadId: thread.id,
      threadKey: thread.key,
      ...above,
      depth: above.ancestors.length,
      author: status === 'purged' ? null : authorOf(read, thread.siteId, place),
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
    },
    votes: read.votes ?? { up: 0, down: 0 },
  };
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
function authorOf({ author }: SpooledComment, siteId: string, { secret, standIn }: { secret: string; standIn: string }): Author {
  const known = author?.known ?? ['name', ''];
  // Keyed: the address cannot be found from what readers see of it.
  const hash = (): string => createHmac('sha256', secret).update(JSON.stringify(known)).digest('hex');
  const readerId = known[0] === 'id' && isOwnId(known[1]) ? known[1] : importId(siteId, 'liangju-author', hash(), 0);
  return { readerId, name: author?.name || standIn, badge: author?.isOwner === true ? 'author' : null, region: null };
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
