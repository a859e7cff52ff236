import type { XmlNoteKind } from './xml-fault.ts';

/** What XML 1.0 allows nowhere, surrogates apart (section 2.2). */
const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;
const REFERENCE = /&#(?:(\d+)|x([0-9a-f]+));/gi;
/** How much is given to the parser at once, in UTF-16 units. */
const STEP = 64 * 1024;

/**
 * The characters of a document as the parser takes them: a byte order mark and what stands before the first `<` are left
 * out (as blanks, so that places stay right), characters that XML does not allow too. Pieces end between characters.
 */
export async function* xmlPieces(
  chunks: AsyncIterable<string>,
  note: (kind: XmlNoteKind, linesBefore: number) => void,
): AsyncGenerator<string> {
  let isHead = true;
  let isFirst = true;
  let carried = '';
  for await (const chunk of chunks) {
    let whole = carried + chunk;
    carried = '';
    if (whole === '') continue;
    if (isFirst && whole.charCodeAt(0) === 0xfeff) whole = whole.slice(1);
    isFirst = false;
    for (let at = 0; at < whole.length; at += STEP) {
      let piece = carried + whole.slice(at, at + STEP);
      carried = '';
      if (/[\ud800-\udbff]$/.test(piece.slice(-1))) {
        carried = piece.slice(-1);
        piece = piece.slice(0, -1);
      }
      if (isHead) {
        const head = /^[^<]*/.exec(piece)?.[0] ?? '';
        if (head.trim() !== '') note('stray-text', linesIn(head.slice(0, head.search(/\S/))));
        piece = head.replace(/[^\r\n]/g, ' ') + piece.slice(head.length);
        isHead = head.length === piece.length;
      }
      yield cleaned(piece, note);
    }
  }
  if (carried !== '') yield cleaned(carried, note);
}

function cleaned(piece: string, note: (kind: XmlNoteKind, linesBefore: number) => void): string {
  const text = piece.isWellFormed() ? piece : piece.toWellFormed();
  const broken = text.indexOf('\ufffd');
  if (broken >= 0) note('undecodable', linesIn(text.slice(0, broken)));
  const control = text.search(CONTROL);
  if (control < 0) return text;
  note('control-characters', linesIn(text.slice(0, control)));
  return text.replace(CONTROL, '');
}

const linesIn = (text: string): number => text.split(/\r\n?|\n/).length - 1;

/** Is it a character of XML 1.0? */
const isAllowed = (code: number): boolean =>
  code === 9 ||
  code === 10 ||
  code === 13 ||
  (code >= 0x20 && code <= 0xd7ff) ||
  (code >= 0xe000 && code <= 0xfffd) ||
  (code >= 0x10000 && code <= 0x10ffff);

/** A text without the references to characters that XML does not allow, which the parser leaves as they are written. */
export function withoutControlReferences(text: string): string {
  return text.replace(REFERENCE, (whole, decimal: string | undefined, hexadecimal: string | undefined) =>
    isAllowed(decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)) ? whole : '',
  );
}
