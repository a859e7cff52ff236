import { queueTagsOf } from './queue-tags.ts';
import { heatOf } from '../../domain/heat.ts';
import { hostsIn } from '../../domain/links.ts';
import { foldText, searchGrams } from '../../domain/text.ts';
import type { Content, Ms, Tally } from '../../domain/types.ts';
import type { NewComment } from '../port.ts';
import type { CommentDocument } from './documents.ts';

/**
 * The pieces of a text that are indexed: of the single characters only those that begin no pair, as the
 * others are found by the pairs that they begin. Half the keys, and so half the cost of a comment's index.
 */
function indexedGrams(text: string): string[] {
  const grams = searchGrams(text);
  const begins = new Set(grams.filter(isPair).map((pair) => String.fromCodePoint(pair.codePointAt(0) ?? 0)));
  return grams.filter((gram) => isPair(gram) || !begins.has(gram));
}

/** Two characters, whatever their length in UTF-16? */
export function isPair(gram: string): boolean {
  return [...gram].length === 2;
}

/** What search needs of a text. */
export function searchFields(content: Content | null): Pick<CommentDocument, 'folded' | 'grams' | 'hosts'> {
  if (content === null) return { folded: '', grams: [], hosts: [] };
  const hosts = hostsIn(content.html);
  return { folded: foldText(content.text), grams: indexedGrams(content.text), ...(hosts.length === 0 ? {} : { hosts }) };
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
