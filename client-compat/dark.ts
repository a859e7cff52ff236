import type { Box } from './box.ts';

/** Do dark pages match this selector now? */
function isMatched(selector: string): boolean {
  try {
    return document.querySelector(selector) !== null;
  } catch {
    return false;
  }
}

/**
 * Follows a theme's wish for darkness: always, or while the page matches a selector such as `html[data-theme="dark"]`.
 * All other wishes are `auto`: the box looks as what is behind it.
 * @returns what ends it
 */
export function followDark(box: Box, wish: unknown): () => void {
  if (typeof wish !== 'string' || wish === '' || wish === 'auto' || wish === 'true' || wish === 'false') {
    box.setTheme(wish === true || wish === 'true' ? 'dark' : 'auto');
    return () => {};
  }
  const changes = new MutationObserver(look);
  function look(): void {
    if (box.isOver()) changes.disconnect();
    else box.setTheme(isMatched(String(wish)) ? 'dark' : 'auto');
  }
  for (const element of [document.documentElement, document.body]) changes.observe(element, { attributes: true });
  look();
  return () => changes.disconnect();
}
