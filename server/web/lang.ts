import { LANGS, type Lang } from '../../contract/problem.ts';

/** The language to answer in: the first of `Accept-Language` (by weight) that we speak; zh-CN when none is. */
export function langOf(acceptLanguage: string | undefined): Lang {
  const wanted = (acceptLanguage ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const q = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((value) => value !== undefined);
      return { tag: tag.toLowerCase(), weight: q === undefined ? 1 : Number(q) };
    })
    .sort((a, b) => b.weight - a.weight);
  for (const { tag } of wanted) {
    const exact = LANGS.find((lang) => lang.toLowerCase() === tag);
    if (exact !== undefined) return exact;
    if (/^zh-(hant|tw|hk|mo)/.test(tag)) return 'zh-TW';
    if (/^zh\b/.test(tag)) return 'zh-CN';
    if (/^en\b/.test(tag)) return 'en';
  }
  return 'zh-CN';
}
