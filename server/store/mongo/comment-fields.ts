import { queueTagsOf } from './queue-tags.ts';
import { heatOf } from '../../domain/heat.ts';
import { hostsIn } from '../../domain/links.ts';
import { foldText } from '../../domain/text.ts';
import type { Content, Ms, Tally } from '../../domain/types.ts';
import type { NewComment } from '../port-types.ts';
import type { CommentDocument } from './documents.ts';
import { pairsIn } from './reported-texts.ts';
import { NOT_INDEXED } from './search-blocks.ts';

/** The pieces by which the queue finds the text of an open case, and the texts before it that were reported. */
export function indexedGrams(content: Content | null, reported = ''): string[] {
  return content === null ? [] : pairsIn([content.text, reported]);
}

/** What search needs of a text. */
export function searchFields(content: Content | null): Pick<CommentDocument, 'folded' | 'hosts'> {
  if (content === null) return { folded: '', hosts: [] };
  const hosts = hostsIn(content.html);
  return { folded: foldText(content.text), ...(hosts.length === 0 ? {} : { hosts }) };
}

function isSame(a: Content | null, b: Content | null): boolean {
  return a !== null && b !== null && a.body === b.body && a.html === b.html && a.text === b.text;
}

/** What is public, without a second copy of a text that is also the latest. */
export function publishedField(published: { content: Content; at: Ms } | null, latest: Content | null): CommentDocument['published'] {
  if (published === null) return null;
  return { at: published.at, content: isSame(published.content, latest) ? null : published.content };
}

/** A new comment as it is stored, with the votes that it brings (imports) and no answers yet. */
export function commentDocument(comment: NewComment, votes: Tally, outbox: CommentDocument['outbox']): CommentDocument {
  const { id, published, ...rest } = comment;
  const isPublic = published !== null;
  const document = {
    _id: id,
    ...rest,
    published: publishedField(published, comment.content),
    readerId: comment.author?.readerId ?? null,
    public: isPublic,
    listed: isPublic,
    votes: { up: votes.up, down: votes.down },
    imported: { up: votes.up, down: votes.down },
    replyCount: 0,
    heat: heatOf(comment.createdAt, votes, 0),
    textRevision: comment.revision,
    textAt: comment.createdAt,
    revisions: [],
    ...searchFields(comment.content),
    grams: comment.review?.state === 'open' ? indexedGrams(comment.content) : [],
    position: NOT_INDEXED,
    queueTags: queueTagsOf(comment),
    outbox,
  };
  return document;
}

/** What the comment adds to counts by becoming public (1) or ceasing to be (-1); undefined for no change. */
export function countOf(
  comment: Pick<CommentDocument, '_id' | 'threadId' | 'rootId' | 'parentId' | 'depth' | 'revision'>,
  by: number,
): { id: string; change: { threadId: string; rootId: string | null; parentId: string | null; by: number } } | undefined {
  if (by === 0) return undefined;
  const { threadId, rootId, parentId, depth } = comment;
  return {
    id: `count:${comment._id}:${comment.revision}`,
    change: { threadId, rootId: depth === 0 ? null : rootId, parentId: parentId === rootId ? null : parentId, by },
  };
}
