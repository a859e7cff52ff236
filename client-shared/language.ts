import type { Lang } from '../contract/problem.ts';

export type { Lang } from '../contract/problem.ts';

/** The catalogue for a language tag (BCP 47): Chinese where the tag is empty, English for every other language. */
export function langOf(tag: string): Lang {
  const wish = tag.toLowerCase();
  if (/^zh-(hant|tw|hk|mo)/.test(wish)) return 'zh-TW';
  if (wish === '' || wish.startsWith('zh')) return 'zh-CN';
  return 'en';
}
