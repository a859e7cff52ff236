/** A piece of a text and where it begins (UTF-16). */
export interface Piece {
  text: string;
  offset: number;
}

/** Where sentences end; the sign belongs to the sentence. */
const SENTENCE_END = /[。！？!?；;…\n]|\.(?=\s)/g;

/**
 * Cuts a text into pieces of at most `limit` UTF-16 units, at the ends of sentences where there are any in the
 * second half of a piece, else between characters. Each piece begins `overlap` units before the end of the one
 * before, so that what stands across a cut is whole in one of them.
 */
export function splitText(text: string, limit: number, overlap: number): Piece[] {
  const pieces: Piece[] = [];
  let offset = 0;
  while (text.length - offset > limit) {
    const end = cutBefore(text, offset, offset + limit);
    pieces.push({ text: text.slice(offset, end), offset });
    offset = wholeAt(text, Math.max(offset + 1, end - overlap));
  }
  pieces.push({ text: text.slice(offset), offset });
  return pieces;
}

function cutBefore(text: string, from: number, limit: number): number {
  const half = from + Math.ceil((limit - from) / 2);
  let cut = 0;
  for (const found of text.slice(half, limit).matchAll(SENTENCE_END)) cut = half + found.index + found[0].length;
  return cut > 0 ? cut : wholeAt(text, limit);
}

/** The same place, or one before when it lies inside of a surrogate pair. */
function wholeAt(text: string, place: number): number {
  const code = text.charCodeAt(place);
  const before = text.charCodeAt(place - 1);
  return code >= 0xdc00 && code <= 0xdfff && before >= 0xd800 && before <= 0xdbff ? place - 1 : place;
}

/** A place counted in code points as one in UTF-16 units; beyond the end: the end. */
export function fromCodePoints(text: string, place: number): number {
  let units = 0;
  let count = 0;
  for (const sign of text) {
    if (count >= place) break;
    units += sign.length;
    count++;
  }
  return units;
}
