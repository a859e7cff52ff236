import type { Theme } from './embed.d.ts';

/** Does the reader's system want dark pages? */
export const darkness = matchMedia('(prefers-color-scheme: dark)');

/** Does the box have a background of its own? */
const hasBackground = (root: Element): boolean => getComputedStyle(root).backgroundColor !== 'rgba(0, 0, 0, 0)';

/**
 * Is what lies behind the box dark? The colours that are painted there, each under the one before; under all of them
 * what the page's `color-scheme` makes of an empty page.
 * @param root the box inside its shadow tree
 */
function isDarkBehind(root: Element, place: Element): boolean {
  // A canvas understands every form of a colour, and lays one under the other.
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const { colorScheme } = getComputedStyle(place.parentElement ?? document.documentElement);
  const meta = document.querySelector<HTMLMetaElement>('meta[name=color-scheme]');
  const scheme = colorScheme === 'normal' ? (meta?.content ?? '') : colorScheme;
  const isEmptyDark = scheme.includes('dark') && (darkness.matches || !scheme.includes('light'));
  if (pen === null) return isEmptyDark;
  const paint = (colour: string): void => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
  };
  pen.globalCompositeOperation = 'destination-over';
  for (let node: Node | null = root; node !== null; node = node instanceof ShadowRoot ? node.host : node.parentNode)
    if (node instanceof Element) paint(getComputedStyle(node).backgroundColor);
  paint(isEmptyDark ? '#000' : '#fff');
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return 3 * red + 6 * green + blue < 1_280;
}

/**
 * Gives a box its theme. It gets a background where the page asks for one, and where its colours would not show on what
 * is behind it.
 * @param root the box inside its shadow tree
 * @param wish `auto`: as the page looks
 */
export function applyTheme(root: HTMLElement, place: Element, wish: Theme): void {
  root.classList.remove('filled');
  const behind = isDarkBehind(root, place) ? 'dark' : 'light';
  const theme = wish === 'auto' ? behind : wish;
  root.dataset.theme = theme;
  root.classList.toggle('filled', theme !== behind || hasBackground(root));
}
