import { pageAddress } from '../server/domain/page-address.ts';
import { isUnfilledKey } from '../server/domain/thread-key.ts';

/** Expressions that themes leave as texts; Twikoo has always looked them up. */
const LITERAL = /^(?:window\.|document\.)*location\.(pathname|href)$/;

/**
 * The address of the page that a theme names by its path: the thread that an import of the same system makes.
 * @param path what the theme gave; where that is no path, the page that is open
 */
export function addressOf(path: unknown): string {
  const given = typeof path === 'string' ? path : '';
  const literal = LITERAL.exec(given.trim())?.[1];
  if (literal === 'href') return location.href;
  return pageAddress(literal !== undefined || isUnfilledKey(given) ? location.pathname : given, location.href);
}

/** The thread of a page, and where the page is: that is not known where a theme names it by a word of its own. */
export function pageOf(path: unknown, thread = addressOf(path)): { thread: string; url: string | undefined } {
  const isWord = typeof path === 'string' && !isUnfilledKey(path) && !LITERAL.test(path.trim()) && !/^\s*(?:https?:\/)?\//i.test(path);
  return { thread, url: isWord ? undefined : thread };
}

/** An element that a theme names: itself, or by a selector. @param pick which of several */
export function elementOf(given: unknown, pick: 'first' | 'last' = 'first'): Element | null {
  if (given instanceof Element) return given;
  if (typeof given !== 'string' || given === '') return null;
  const found = elementsOf(given);
  return (pick === 'first' ? found[0] : found.at(-1)) ?? null;
}

/** All elements of a selector; none where it is no selector. */
export function elementsOf(selector: string): HTMLElement[] {
  try {
    return [...document.querySelectorAll<HTMLElement>(selector)];
  } catch {
    return [];
  }
}

/** Calls at once, or when the page has been read where the place is not there yet. */
export function whenRead(isThere: () => boolean, call: () => void): void {
  if (document.readyState !== 'loading' || isThere()) call();
  else document.addEventListener('DOMContentLoaded', call, { once: true });
}

/** Text of an option; undefined where it is none. */
export const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
