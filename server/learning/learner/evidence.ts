import type { Features } from './features.ts';
import type { ReadText } from './read-text.ts';

/** A piece of the text that spoke for refusing it. */
export interface EvidencePiece {
  /** UTF-16 offsets in the source. */
  start: number;
  end: number;
  /** What it added, in logits. */
  weight: number;
}

const MOST_PIECES = 5;
/** A symbol belongs to a piece from this share of the strongest symbol's weight on. */
const SPOKE = 0.35;
/** Longest piece, in symbols. */
const LONGEST = 24;

/** Shares the weight of each feature out to the symbols it covers, and gives the runs of the most weight. Linear. */
export function evidenceFor(read: ReadText, { slots, occurrences }: Features, logits: Float64Array): EvidencePiece[] {
  const weights = new Float64Array(read.length);
  for (let at = 0; at < occurrences.count; at++) {
    const from = occurrences.from[at] ?? 0;
    const to = occurrences.to[at] ?? 0;
    const each = (logits[occurrences.which[at] ?? 0] ?? 0) / (to - from);
    for (let i = from; i < to; i++) weights[i] = (weights[i] ?? 0) + each;
  }
  const strongest = weights.reduce((most, weight) => Math.max(most, weight), 0);
  if (strongest <= 0) return [];
  const pieces: EvidencePiece[] = [];
  const scale = Math.sqrt(slots.length);
  let from = 0;
  let weight = 0;
  for (let at = 0; at <= read.length; at++) {
    const one = weights[at] ?? 0;
    const speaks = at < read.length && one > 0 && one >= SPOKE * strongest;
    if (at > from && (!speaks || at - from === LONGEST)) {
      keep(pieces, { start: read.starts[from] ?? 0, end: read.ends[at - 1] ?? 0, weight: weight / scale });
      from = at;
      weight = 0;
    }
    if (speaks) weight += one;
    else from = at + 1;
  }
  return pieces;
}

/** Keeps the strongest few, in order; of equal ones the first. */
function keep(pieces: EvidencePiece[], piece: EvidencePiece): void {
  const place = pieces.findIndex(({ weight }) => weight < piece.weight);
  if (place === -1) pieces.push(piece);
  else pieces.splice(place, 0, piece);
  if (pieces.length > MOST_PIECES) pieces.pop();
}
