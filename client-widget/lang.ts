import type { Settled } from './options.ts';

/** The language to speak for a tag of BCP 47; Chinese when there is none. */
export function langOf(wish: string): Settled['lang'] {
  const tag = wish.toLowerCase();
  if (/^zh-(hant|tw|hk|mo)/.test(tag)) return 'zh-TW';
  if (tag === '' || tag.startsWith('zh')) return 'zh-CN';
  return 'en';
}
