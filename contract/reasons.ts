import type { ReasonCode } from '../server/domain/types.ts';
import type { Lang } from './problem.ts';

/** The moderators' reasons in words. */
export const REASON_TEXT: { readonly [R in ReasonCode]: Readonly<Record<Lang, string>> } = {
  AD: { 'zh-CN': '广告引流', 'zh-TW': '廣告引流', en: 'advertising' },
  SPAM: { 'zh-CN': '灌水重复', 'zh-TW': '洗版重複', en: 'spam or repetition' },
  ABUSE: { 'zh-CN': '辱骂攻击', 'zh-TW': '辱罵攻擊', en: 'abuse' },
  HATE: { 'zh-CN': '歧视仇恨', 'zh-TW': '歧視仇恨', en: 'hatred' },
  PORN: { 'zh-CN': '色情低俗', 'zh-TW': '色情低俗', en: 'sexual content' },
  GAMBLE: { 'zh-CN': '赌博诈骗', 'zh-TW': '賭博詐騙', en: 'gambling or fraud' },
  ILLEGAL: { 'zh-CN': '违法信息', 'zh-TW': '違法資訊', en: 'unlawful content' },
  RUMOR: { 'zh-CN': '不实信息', 'zh-TW': '不實資訊', en: 'misinformation' },
  PRIVACY: { 'zh-CN': '泄露隐私', 'zh-TW': '洩露隱私', en: 'private data' },
  MINOR: { 'zh-CN': '涉未成年人', 'zh-TW': '涉及未成年人', en: 'harm to minors' },
  OFFTOPIC: { 'zh-CN': '与内容无关', 'zh-TW': '與內容無關', en: 'off topic' },
  NICK: { 'zh-CN': '昵称违规', 'zh-TW': '暱稱違規', en: 'unsuitable name' },
  LAW: { 'zh-CN': '依法处置', 'zh-TW': '依法處置', en: 'removed as the law requires' },
  OTHER: { 'zh-CN': '不符合社区约定', 'zh-TW': '不符合社群約定', en: 'against the house rules' },
};
