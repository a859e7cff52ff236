import { rowElements } from './anchor.ts';
import type { Heights } from './window.ts';

/** A card with three lines of text, px: until some have been seen. */
const FIRST_GUESS = 250;

/** Heights of the rows that were seen in the window as wide as it is now. */
export const heights: Heights = { known: new Map(), guess: FIRST_GUESS };
let width = 0;

/** Measures the rows on the page. */
export function measureRows(list: HTMLElement): void {
  if (list.clientWidth !== width) {
    width = list.clientWidth;
    heights.known.clear();
  }
  const isFirst = heights.known.size === 0;
  for (const row of rowElements(list)) heights.known.set(row.dataset.row ?? '', row.getBoundingClientRect().height);
  // One guess for all unknown rows: a new guess with every row would move the rows below.
  if (isFirst && heights.known.size > 0) {
    const total = [...heights.known.values()].reduce((sum, height) => sum + height, 0);
    heights.guess = total / heights.known.size;
  }
}
