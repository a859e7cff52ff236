/** The position of the moderator in the list when they left the screen. */
export interface ScrollPosition {
  /** The first row that was visible, and its distance from the top of the window, px. */
  row: string;
  top: number;
  /** How far the page was scrolled, px. */
  scrolled: number;
  /** Had the moderator put the focus on a card? */
  hadFocus: boolean;
}

let saved: ScrollPosition | null = null;

/** Saves the position; null forgets it, as when another list is read. */
export function saveScrollPosition(place: ScrollPosition | null): void {
  saved = place;
}

/** The position that was saved last. */
export const savedScrollPosition = (): ScrollPosition | null => saved;
