/** Where the moderator was in the list when they left the screen. */
export interface ScrollPosition {
  /** The first row that was seen, and how far below the top of the window it stood, px. */
  row: string;
  top: number;
  /** How far the page was scrolled, px. */
  scrolled: number;
  /** Had the moderator put the focus on a card? */
  hadFocus: boolean;
}

let saved: ScrollPosition | null = null;

/** Remembers the place; null forgets it, as when another list is read. */
export function saveScrollPosition(place: ScrollPosition | null): void {
  saved = place;
}

/** The place that was left last. */
export const savedScrollPosition = (): ScrollPosition | null => saved;
