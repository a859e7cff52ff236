import type { ModeratedComment } from '../../contract/moderation.ts';

export type Finding = ModeratedComment['findings'][number];
export type Evidence = Finding['evidence'][number];

/** A rule's find in a text. */
export interface Found {
  phase: string;
  evidence: Evidence;
}
/** A piece of a text, and what was found in it; several finds where they overlap. */
export interface Piece {
  text: string;
  found: readonly Found[];
}

/**
 * Is this evidence a place in the body? Offsets of other fields count in other texts; a link's may count in
 * the body, which is so where the body has the same characters there.
 */
export function isInBody({ field, start, end, word }: Evidence, body: string): boolean {
  if (start < 0 || end <= start || end > body.length) return false;
  if (field === 'body') return true;
  return field === 'link' && word !== undefined && word.length > 3 && body.slice(start, end).startsWith(word);
}

/** The texts in which places are marked. */
export type MarkedField = 'body' | 'name';

/** Is this evidence a range of the author's name? */
const isInName = ({ field, start, end }: Evidence, name: string): boolean =>
  field === 'name' && start >= 0 && end > start && end <= name.length;

/** An offset that falls between the halves of a surrogate pair moves to its beginning. */
function whole(body: string, at: number): number {
  const code = body.charCodeAt(at);
  const before = body.charCodeAt(at - 1);
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff ? at - 1 : at;
}

/**
 * Did the rule act on what it found? What one that only watches saw, or one that let the text pass, is no reason
 * to look at a place; words that are covered or let through are.
 */
const acted = ({ active, verdict, phase }: Finding): boolean => active && (verdict !== 'pass' || phase === 'words');

/**
 * Cuts a text at the places that findings name; of rules that did not act no place is cut. The pieces together
 * are the text.
 */
export function piecesOf(body: string, findings: readonly Finding[], field: MarkedField = 'body'): Piece[] {
  const isHere = field === 'name' ? isInName : isInBody;
  const spans = findings.filter(acted).flatMap(({ phase, evidence }) =>
    evidence
      .filter((one) => isHere(one, body))
      .map((one) => ({
        start: whole(body, one.start),
        end: one.end >= body.length ? body.length : whole(body, one.end),
        found: { phase, evidence: one },
      }))
      .filter(({ start, end }) => end > start),
  );
  const cuts = [...new Set([0, body.length, ...spans.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const pieces: Piece[] = [];
  for (const [i, from] of cuts.entries()) {
    const to = cuts[i + 1];
    if (to === undefined) break;
    pieces.push({
      text: body.slice(from, to),
      found: spans.filter(({ start, end }) => start <= from && end >= to).map(({ found }) => found),
    });
  }
  return pieces;
}
