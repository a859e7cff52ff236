import { type Lang, langOf } from '../client-shared/language.ts';

/** What stands in a link to an article's comments, by the number of them. */
const NUMBER: Readonly<Record<Lang, Readonly<Record<'one' | 'many', string>>>> = {
  'zh-CN': { one: '1 条评论', many: '{n} 条评论' },
  'zh-TW': { one: '1 則留言', many: '{n} 則留言' },
  en: { one: '1 comment', many: '{n} comments' },
};

/** A number of comments in words, in the page's language. */
export function numberText(n: number): string {
  return NUMBER[langOf(document.documentElement.lang)][n === 1 ? 'one' : 'many'].replace('{n}', String(n));
}
