import type { WordEntry } from '../../server/domain/words.ts';

/** Words to hide and to find again: none of a person, none of politics. */
export const LISTED: readonly string[] = [
  '代开发票',
  '加微信',
  '办证',
  '刷单',
  '贷款秒批',
  '真人荷官',
  '时时彩',
  '六合彩',
  '赌场开户',
  '裸聊',
  '约炮',
  '一夜情',
  '操你妈',
  '傻逼',
  '死全家',
  '刷单返利',
  '内幕消息',
  '高仿手表',
  '日结兼职',
  '娱乐城',
  '冰毒',
  '枪支',
  '卖淫',
  '嫖娼',
  '色情片',
  '网上赌博',
  '信用卡套现',
  '人人贷款',
  'casino',
  'viagra',
  'fuck',
  'bitch',
  'porn hub',
  'whatsapp',
  'escort service',
];

/** Three syllables and more. */
export const SPOKEN: readonly string[] = LISTED.filter((word) => /^\p{Script=Han}{3,}$/u.test(word));

/** With characters that come apart. */
export const PARTED: readonly string[] = [
  '操你妈',
  '加微信',
  '赌博网',
  '约炮',
  '裸聊',
  '六合彩',
  '贷款',
  '嫖娼',
  '妓女',
  '强奸',
  '枪支',
  '骗钱',
  '加群',
  '奶粉',
  '肥胖',
  '好骗',
  '野鸡',
  '钓鱼',
  '骂人',
  '毒粉',
  '小妹',
];

/** Entries of the level hold. */
export function entriesOf(words: readonly string[], ...options: string[]): WordEntry[] {
  return words.map((word) => ({ word, level: 'hold', category: 'custom', options: [...options] }));
}
