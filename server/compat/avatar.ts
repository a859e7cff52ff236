/** Pictures of authors, for themes that show one beside each of the newest comments: as the box draws them. */
import { HUES, hueColour, hueOf } from '../domain/avatar-hue.ts';

/** How the picture's address ends: the hue and the first sign of a name. */
export function avatarName(name: string): string {
  const sign = encodeURIComponent([...name.trim()][0] ?? '·').replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16)}`);
  return `${hueOf(name)}-${sign}`;
}

/** The picture for such an ending, or for any other text. */
export function avatarSvg(ending: string): string {
  const [, hue = '0', sign = ending] = /^(\d{1,2})-(.*)$/s.exec(ending) ?? [];
  const code = [...sign.toUpperCase()][0]?.codePointAt(0) ?? 0xb7;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64"><rect width="64" height="64" fill="${hueColour(Number(hue) % HUES)}"/><text x="32" y="43" fill="#fff" font-family="sans-serif" font-size="32" text-anchor="middle">&#${code};</text></svg>`;
}
