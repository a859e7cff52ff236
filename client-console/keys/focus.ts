/** What keys act on: a card, the bar of the selection, a comment outside of the queue. */
const SUBJECTS = '.card, .batch, .line-card';

/** The card, bar or comment that has the focus, or in which it is; null where keys act on nothing. */
export const subjectInFocus = (): HTMLElement | null => document.activeElement?.closest<HTMLElement>(SUBJECTS) ?? null;

/** So much of a card has to be seen, or of the window where a card is higher. */
const SEEN = 0.5;

/** Can enough of it be seen to know what it is? */
export function isInSight(element: Element): boolean {
  const { top, bottom, height } = element.getBoundingClientRect();
  const seen = Math.min(bottom, innerHeight) - Math.max(top, 0);
  return seen >= Math.min(height, innerHeight) * SEEN;
}

/** Scrolls as little as needed. */
export const bringIntoView = (element: Element): void => element.scrollIntoView({ block: 'nearest' });
