/** A piece of two texts: in both, in the former alone, or in the later alone. */
export interface DifferencePiece {
  kind: 'same' | 'gone' | 'new';
  text: string;
}

/** More changes than this are no longer a difference to read: the whole is shown as replaced. */
const MOST_CHANGES = 400;
/** What stays between two changes and is shorter than this is shown as changed with them: single signs are no help to the eye. */
const SHORT = 2;

/** The words of a text, as the browser's segmenter finds them, and what is between them. */
function tokensOf(text: string): string[] {
  return Array.from(new Intl.Segmenter('zh', { granularity: 'word' }).segment(text), ({ segment }) => segment);
}

/** How far along the later text a path on a diagonal has come, for each number of changes (Myers 1986, the greedy way). */
type Trace = readonly Int32Array[];

/** The traces of the shortest way from one text to the other; null where it takes more changes than are looked for. */
function shortestWay(former: readonly string[], later: readonly string[]): Trace | null {
  const most = Math.min(former.length + later.length, MOST_CHANGES);
  const size = 2 * most + 3;
  const reached = new Int32Array(size);
  const trace: Int32Array[] = [];
  for (let changes = 0; changes <= most; changes++) {
    trace.push(reached.slice());
    for (let diagonal = -changes; diagonal <= changes; diagonal += 2) {
      const at = diagonal + most + 1;
      const isDown = diagonal === -changes || (diagonal !== changes && (reached[at - 1] ?? 0) < (reached[at + 1] ?? 0));
      let x = isDown ? (reached[at + 1] ?? 0) : (reached[at - 1] ?? 0) + 1;
      while (x < former.length && x - diagonal < later.length && former[x] === later[x - diagonal]) x++;
      reached[at] = x;
      if (x >= former.length && x - diagonal >= later.length) return trace;
    }
  }
  return null;
}

/** Walks the way back; gives the pieces in their order, a token each. */
function piecesOf(former: readonly string[], later: readonly string[], trace: Trace): DifferencePiece[] {
  const middle = Math.min(former.length + later.length, MOST_CHANGES) + 1;
  const pieces: DifferencePiece[] = [];
  let x = former.length;
  let y = later.length;
  for (let changes = trace.length - 1; x > 0 || y > 0; changes--) {
    const reached = trace[changes];
    const diagonal = x - y;
    const from = (by: number): number => reached?.[diagonal + by + middle] ?? 0;
    const isDown = diagonal === -changes || (diagonal !== changes && from(-1) < from(1));
    const before = changes === 0 ? 0 : isDown ? from(1) : from(-1);
    const beforeY = before - (changes === 0 ? 0 : diagonal + (isDown ? 1 : -1));
    while (x > before && y > beforeY) {
      pieces.push({ kind: 'same', text: former[--x] ?? '' });
      y--;
    }
    if (changes === 0) break;
    if (isDown) pieces.push({ kind: 'new', text: later[--y] ?? '' });
    else pieces.push({ kind: 'gone', text: former[--x] ?? '' });
  }
  return pieces.reverse();
}

/** Joins adjacent pieces of one kind; in a change the removed piece comes before the added one. */
function joined(pieces: readonly DifferencePiece[]): DifferencePiece[] {
  const all: DifferencePiece[] = [];
  let [gone, added] = ['', ''];
  const settle = (): void => {
    if (gone !== '') all.push({ kind: 'gone', text: gone });
    if (added !== '') all.push({ kind: 'new', text: added });
    [gone, added] = ['', ''];
  };
  for (const { kind, text } of pieces) {
    if (kind === 'gone') gone += text;
    else if (kind === 'new') added += text;
    else {
      settle();
      const last = all.at(-1);
      if (last?.kind === 'same') last.text += text;
      else all.push({ kind, text });
    }
  }
  settle();
  return all;
}

/** What stays for a sign or so between two changes becomes a part of them. */
function withoutIslands(pieces: readonly DifferencePiece[]): DifferencePiece[] {
  return joined(
    pieces.flatMap((piece, i): DifferencePiece[] => {
      const isIsland = piece.kind === 'same' && i > 0 && i < pieces.length - 1 && [...piece.text].length < SHORT;
      return isIsland
        ? [
            { ...piece, kind: 'gone' },
            { ...piece, kind: 'new' },
          ]
        : [piece];
    }),
  );
}

/**
 * How a text differs from what it was before, word by word. The pieces that are not new together are the former text,
 * those that are not gone the later one. Takes time in proportion to the texts and their changes, within a bound.
 */
export function differenceOf(before: string, after: string): DifferencePiece[] {
  const [former, later] = [tokensOf(before), tokensOf(after)];
  const trace = shortestWay(former, later);
  if (trace !== null) return withoutIslands(joined(piecesOf(former, later, trace)));
  return joined([
    { kind: 'gone', text: before },
    { kind: 'new', text: after },
  ]);
}
