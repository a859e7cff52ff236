import type { Lang } from './problem.ts';

/** What may be wrong with a name. */
type NameFault = 'blank' | 'too-long' | 'reserved';

/** What is wrong with a name, for `name-not-allowed`. */
export const NAME_FAULT_TEXT: { readonly [F in NameFault]: Readonly<Record<Lang, string>> } = {
  blank: {
    'zh-CN': '里面没有看得见的字，请写一个。',
    'zh-TW': '裡面沒有看得見的字，請寫一個。',
    en: 'nothing in it can be seen; please write one.',
  },
  'too-long': {
    'zh-CN': '有 {length} 个字，最多 {limit} 个。',
    'zh-TW': '有 {length} 個字，最多 {limit} 個。',
    en: 'it has {length} characters; at most {limit} are allowed.',
  },
  reserved: {
    'zh-CN': '它会被当成工作人员，请换一个。',
    'zh-TW': '它會被當成工作人員，請換一個。',
    en: 'it would be taken for one of the staff; please choose another.',
  },
};
