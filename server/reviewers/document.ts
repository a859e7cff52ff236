import { type Opinion, ReviewFailure, type Span } from './opinion.ts';
import { type Piece, splitText } from './split.ts';
import type { Share } from './subject.ts';

/**
 * One text for those who read nothing else: what the reader wrote, the addresses that its links hide, and the
 * name when it may be seen. The text comes first, so that its places are those of the comment.
 */
export function documentOf({ comment, name }: Share): string {
  const hidden = comment.links.filter((href) => !comment.text.includes(href));
  return [comment.text, ...hidden, ...(name === undefined ? [] : [name])].join('\n');
}

/** More pieces than this are not read: no comment is so long. */
const MOST_PIECES = 20;
/** Longer than any phrase that somebody would hide across a cut. */
const OVERLAP = 40;

/** The document in pieces that a provider takes. @throws ReviewFailure `too-long`. */
export function piecesOf(share: Share, limit: number): Piece[] {
  const pieces = splitText(documentOf(share), limit, OVERLAP);
  if (pieces.length > MOST_PIECES) throw new ReviewFailure('too-long');
  return pieces;
}

/** An opinion on a piece as one on the document. */
export function movedBy(offset: number, opinion: Opinion): Opinion {
  const spans = opinion.spans.map(
    (span): Span => ('start' in span ? { ...span, start: span.start + offset, end: span.end + offset } : span),
  );
  return { ...opinion, spans };
}
