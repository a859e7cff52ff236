import { eventsOfChange } from '../domain/change-events.ts';
import { newEvent } from '../domain/effects.ts';
import type { ErasureChoice } from '../domain/enumerations.ts';
import { erasedAuthor } from '../domain/own-data.ts';
import { voidedCase } from '../domain/publication.ts';
import { withoutPast, withoutText } from '../domain/without-text.ts';
import type { Comment, Finding, Id, Ms, ReviewCase } from '../domain/types.ts';
import type { CommentPatch } from '../store/port-comments.ts';
import { StaleRevision } from '../store/port.ts';
import type { OwnDataDeps } from './deps.ts';

type Deps = Pick<OwnDataDeps, 'store' | 'now' | 'newId'> & {
  /** Takes the text out of what this process has seen. */
  forget: (comment: Comment) => void;
};

/** The case without what its author wrote in it. */
function withoutWords(review: ReviewCase | null): ReviewCase | null {
  if (review === null) return null;
  const { appeal: _, ...rest } = review;
  return rest;
}

/** What was found in the name, or because of the reader, quotes them. */
function aboutText(findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({
    ...finding,
    evidence: finding.evidence.filter(({ field }) => field !== 'name' && field !== 'reader'),
  }));
}

/**
 * What becomes of a comment whose author is erased. With `anonymous` what is public stays without its author; everything
 * that is not public goes, as nobody but its author has seen it.
 */
export function erasurePatch(comment: Comment, choice: ErasureChoice, nobody: Id): CommentPatch {
  const lastDecision = withoutPast(comment.lastDecision);
  if (choice === 'anonymous' && comment.published !== null) {
    const { content } = comment.published;
    // A later text has not been public: it goes first, and the comment is still its author's until it is nowhere kept any more.
    if (comment.content?.body !== content.body)
      return { content, status: 'published', review: voidedCase(comment.review), findings: [], lastDecision };
    return {
      author: erasedAuthor(nobody),
      review: withoutWords(comment.review),
      findings: aboutText(comment.findings),
      lastDecision,
    };
  }
  return {
    status: 'removed',
    removedFrom: null,
    published: null,
    author: null,
    pinned: false,
    featured: false,
    ...withoutText(comment),
  };
}

/** Takes a comment from its author; false when it is to be read again: it was changed at this very moment, or is not done yet. */
export async function eraseComment(deps: Deps, comment: Comment, choice: ErasureChoice): Promise<boolean> {
  const { comments } = deps.store;
  const making = { now: deps.now(), newId: deps.newId };
  const patch = erasurePatch(comment, choice, deps.newId());
  const after = { ...comment, ...patch };
  // The channel of its author is nobody's any more.
  const events = eventsOfChange(comment, { ...after, author: null }, making);
  if (patch.author !== undefined && after.published !== null) events.push(editedEvent(comment, making));
  try {
    await comments.change(comment.id, comment.revision, patch, { events, audit: [] });
  } catch (error) {
    if (error instanceof StaleRevision) return false;
    throw error;
  }
  deps.forget({ ...comment, status: 'removed' });
  return patch.author !== undefined;
}

/** Open pages get it without its author. */
function editedEvent({ id, siteId, threadId }: Comment, { now, newId }: { now: Ms; newId: () => Id }): ReturnType<typeof newEvent> {
  return newEvent({ at: now, newId }, { type: 'comment.edited', channel: `thread:${threadId}`, siteId, data: { commentId: id } });
}
