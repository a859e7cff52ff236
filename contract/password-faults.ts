import type { PasswordFault } from '../server/domain/password-rule.ts';
import { LONGEST_PASSWORD, SHORTEST_PASSWORD } from '../server/domain/password-rule.ts';
import type { Lang } from './problem.ts';

/** Why a password cannot be used, in the words of the sentence of `weak-password`. */
export const PASSWORD_FAULT_TEXT: { readonly [F in PasswordFault]: Readonly<Record<Lang, string>> } = {
  short: {
    'zh-CN': `至少要 ${SHORTEST_PASSWORD} 个字符。`,
    'zh-TW': `至少要 ${SHORTEST_PASSWORD} 個字元。`,
    en: `it needs at least ${SHORTEST_PASSWORD} characters.`,
  },
  long: {
    'zh-CN': `最多 ${LONGEST_PASSWORD} 个字符。`,
    'zh-TW': `最多 ${LONGEST_PASSWORD} 個字元。`,
    en: `it may have at most ${LONGEST_PASSWORD} characters.`,
  },
  address: {
    'zh-CN': '里面主要是你的邮箱，别人会先猜它。',
    'zh-TW': '裡面主要是您的電子郵件，別人會先猜它。',
    en: 'it is mostly your e-mail address, which is guessed first.',
  },
  product: {
    'zh-CN': '里面主要是本产品的名字，别人会先猜它。',
    'zh-TW': '裡面主要是本產品的名稱，別人會先猜它。',
    en: 'it is mostly the name of this product, which is guessed first.',
  },
  common: {
    'zh-CN': '太常见，主要是常用的词、连续或重复的字符。换成几个不相干的词就好。',
    'zh-TW': '太常見，主要是常用的詞、連續或重複的字元。換成幾個不相干的詞即可。',
    en: 'it is too common: mostly usual words, sequences or repeats. A few words that have nothing to do with each other will do.',
  },
};
