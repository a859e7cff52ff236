import Negotiator from 'negotiator';
import { LANGS, type Lang } from '../../contract/problem.ts';

/** Longer headers are read up to here. */
const LONGEST = 200;

/** The language to answer in: the first of `Accept-Language` (by weight, RFC 9110, 12.5.4) that we speak; zh-CN when none is. */
export function langOf(acceptLanguage: string | undefined): Lang {
  const header = (acceptLanguage ?? '').slice(0, LONGEST);
  for (const tag of new Negotiator({ headers: { 'accept-language': header } }).languages()) {
    const lang = spokenFor(tag.toLowerCase());
    if (lang !== undefined) return lang;
  }
  return 'zh-CN';
}

/** Our language for a tag of BCP 47 in small letters. */
function spokenFor(tag: string): Lang | undefined {
  if (/^zh-(hant|tw|hk|mo)/.test(tag)) return 'zh-TW';
  return LANGS.find((lang) => lang.toLowerCase() === tag) ?? LANGS.find((lang) => lang.split('-')[0] === tag.split('-')[0]);
}
