import { addressOf, textOf } from './page.ts';

/**
 * The thread of a page, as an import of Disqus names it: its address, else its identifier where that is an address or a
 * path; undefined: the page that is open.
 */
export function disqusAddress(url: unknown, identifier: unknown): string | undefined {
  const named = textOf(url) ?? textOf(identifier);
  if (named === undefined) return undefined;
  // Of an address without a scheme the page's is meant.
  if (/^\/\//.test(named)) return addressOf(location.protocol + named);
  return textOf(url) !== undefined || /^(?:https?:\/)?\//i.test(named) ? addressOf(named) : undefined;
}
