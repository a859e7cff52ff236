/**
 * What parallel posts of one author decide by without a transaction: a unique index on marks of the comment's document.
 * Time is cut into pieces of the shortest rule's length, twice, the second time half a piece later: what was sent within half of
 * the length has one of the two pieces in common, and what is the whole length apart has none. Whatever is further apart
 * than half of it was seen by the read before.
 */
import { type PostGuard, SHORTEST_PACE } from '../../domain/pace.ts';
import type { Ms, ReaderId } from '../../domain/types.ts';
import type { Created } from '../port-comments.ts';
import type { NewComment } from '../port-types.ts';

/** Of every thread: the marks of slower ones would not be the same. */
const LENGTH = SHORTEST_PACE;
/** A mark begins with its time, so that those of no more use are one piece of the index. */
const DIGITS = 15;
const PACE = 'pace';
const TEXT = 'text';

const markAt = (at: Ms, rest: string): string => `${String(at).padStart(DIGITS, '0')} ${rest}`;

/** The two pieces of time that a moment falls into, each by its beginning. */
function piecesOf(at: Ms): { from: Ms; kind: 'a' | 'b' }[] {
  return [
    { from: Math.floor(at / LENGTH) * LENGTH, kind: 'a' },
    { from: Math.floor((at + LENGTH / 2) / LENGTH) * LENGTH, kind: 'b' },
  ];
}

/** What no other comment of this author may have. */
export function guardsOf({ siteId, textHash, createdAt }: NewComment, readerId: ReaderId, { rules }: PostGuard): string[] {
  const pace = rules.length === 0 ? [] : piecesOf(createdAt).map(({ from, kind }) => markAt(from, `${PACE} ${kind} ${readerId}`));
  const text = piecesOf(createdAt).map(({ from, kind }) => markAt(from, `${TEXT} ${kind} ${readerId} ${siteId} ${textHash}`));
  return [...pace, ...text];
}

/** Below this are the marks of what was sent before. */
export const guardsBefore = (at: Ms): string => markAt(at, '');

/** Which mark the refusal of a document names; null when it is about something else. */
export function refusalOf(error: unknown): Created | null {
  const message = error instanceof Error ? error.message : '';
  const kind = /index: guards dup key: .*?\d{15} (?<kind>pace|text) /s.exec(message)?.groups?.kind;
  if (kind === undefined) return null;
  return kind === TEXT ? { created: false, refused: 'same-text' } : { created: false, refused: 'too-fast', wait: LENGTH };
}
