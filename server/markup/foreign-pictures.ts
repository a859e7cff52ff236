import { safeHref } from '../domain/links.ts';

/** Stands for a picture that has neither a name nor an address. */
const PICTURE = '🖼';
/** Classes, attributes and folders of the pictures that stand for a mood: of WordPress, Twikoo, Valine, Waline, Artalk, Disqus and others. */
const MOOD = /emoji|emoticon|emotion|smil(?:e|ey|ies)\b|sticker|\bowo\b|biaoqing|qqface|\bemote/i;
/** Side of a picture that is no larger than a line or two, in pixels. */
const SMALL = 64;

export interface Picture {
  /** What is to be read. */
  text: string;
  /** Where the picture is; null where there is no link to it. */
  href: string | null;
}

/** The target of a foreign link as `safeHref` gives it; null where it is none, or relative and nothing is known that it may be relative to. */
export function resolveHref(href: string, baseUrl: string | undefined): string | null {
  const written = href.trim();
  const direct = safeHref(written);
  if (direct !== null || written === '' || written.startsWith('#') || /^[a-z][a-z0-9+.-]*:/i.test(written)) return direct;
  if (baseUrl === undefined) return written.startsWith('//') ? safeHref(`https:${written}`) : null;
  return URL.canParse(written, baseUrl) ? safeHref(new URL(written, baseUrl).href) : null;
}

/** What a foreign picture becomes: that of a mood its name, another one a link, or its name alone. */
export function pictureOf(attributes: Readonly<Record<string, string>>, options: { baseUrl?: string; images: 'links' | 'names' }): Picture {
  const { src = '', alt = '', title = '' } = attributes;
  const file = /^data:/i.test(src.trim()) ? '' : nameOfFile(src);
  const isMood = isOfMood(attributes);
  const name = [alt, title, attributes['atk-emoticon'] ?? '', isMood && file !== '' ? `:${file.replace(/\.\w+$/, '')}:` : file]
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .find((text) => text !== '');
  const href = isMood || options.images === 'names' ? null : resolveHref(src || (attributes['data-src'] ?? ''), options.baseUrl);
  return { text: name ?? PICTURE, href };
}

function isOfMood(attributes: Readonly<Record<string, string>>): boolean {
  const { class: classes = '', src = '', width = '', height = '' } = attributes;
  if (MOOD.test(classes) || 'atk-emoticon' in attributes || 'data-emoji' in attributes) return true;
  if (isSmall(width) && isSmall(height || width)) return true;
  return !/^data:/i.test(src.trim()) && MOOD.test(src.slice(0, 2_000));
}

const isSmall = (size: string): boolean => /^\d{1,3}(?:px)?$/.test(size) && Number.parseInt(size, 10) <= SMALL;

/** Last part of an address, decoded. */
function nameOfFile(src: string): string {
  const last = /([^/?#]*)\/?(?:[?#].*)?$/s.exec(src.trim().slice(-300))?.[1] ?? '';
  try {
    return decodeURIComponent(last).slice(0, 100);
  } catch {
    return last.slice(0, 100);
  }
}
