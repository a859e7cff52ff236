/** How high rows are, as far as they have been seen, and how high the others are taken to be. */
export interface Heights {
  known: Map<string, number>;
  /** For rows that were never seen, px. */
  guess: number;
}

/** Where each row begins below the top of the list, and at the end where the list ends. */
export function topsOf(ids: readonly string[], { known, guess }: Heights): number[] {
  const tops = [0];
  for (const [i, id] of ids.entries()) tops.push((tops[i] ?? 0) + (known.get(id) ?? guess));
  return tops;
}

/** The row at a height below the top of the list: the first that ends below it. */
export function rowAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle + 1] ?? 0) > y) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A run of rows that are shown, or the height of one that is not. */
export type Piece = { row: number } | { gap: number };

/**
 * What is put on the page of a list: the rows between two heights, a few more, and between them gaps as high as the
 * rows that are left out.
 */
export function piecesBetween(tops: readonly number[], from: number, to: number, more: readonly number[] = []): Piece[] {
  const count = tops.length - 1;
  const shown = new Set(more.filter((row) => row >= 0 && row < count));
  for (let row = rowAt(tops, from); row < count && (tops[row] ?? 0) < to; row++) shown.add(row);
  const pieces: Piece[] = [];
  let next = 0;
  const leaveOut = (until: number): void => {
    if (until > next) pieces.push({ gap: (tops[until] ?? 0) - (tops[next] ?? 0) });
  };
  for (const row of [...shown].sort((a, b) => a - b)) {
    leaveOut(row);
    pieces.push({ row });
    next = row + 1;
  }
  leaveOut(count);
  return pieces;
}
