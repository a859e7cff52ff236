import type { Evidence } from '../../domain/types.ts';
import type { Phase } from '../pipeline.ts';

/** Digits in the many ways of writing them. */
const DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺'].map((sign) => [
    sign,
    '001234567891234567891'['零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺'.indexOf(sign)] ?? '',
  ]),
);

/** Five digits and more with little between them: a number to call or to add. */
const NUMBER = /\d(?:[\s\-_.·*]{0,2}\d){4,}/g;
/** A letter and digits mixed to a name of six signs and more. */
const ACCOUNT = /(?<![\w/.@])(?=[a-z\d_-]*[a-z])(?=[a-z\d_-]*\d)[a-z\d_-]{6,20}(?![\w/@])/g;
/** Messengers and their disguises. */
const MESSENGER = /微信|威信|薇信|薇芯|徽信|v信|wei\s?xin|wechat|vx|扣扣|企鹅号|qq|加q|telegram|电报群|line\s?id|加賴|加赖|whatsapp/g;
/** What those write who want to be called. */
const CALL = /加我|私聊我|看我(?:头像|主页|名片|简介)|进群|加群|拉你进群|联系我|扫码|代开|长期招|兼职日结|有意者|滴滴我/g;

const SIGNS: readonly { name: string; pattern: RegExp; weight: number }[] = [
  { name: 'number', pattern: NUMBER, weight: 0.2 },
  { name: 'account', pattern: ACCOUNT, weight: 0.2 },
  { name: 'messenger', pattern: MESSENGER, weight: 0.35 },
  { name: 'call', pattern: CALL, weight: 0.3 },
];

/** A year or a date is no number to call. */
function isDate(found: string): boolean {
  const digits = found.replace(/\D/g, '');
  return /^(?:19|20)\d{2}(?:(?:0?[1-9]|1[0-2])(?:[0-2]?\d|3[01])?)?$/.test(digits) && digits.length <= 8;
}

/** Attempts to lead readers away (引流): a score that grows with each kind of sign; never a block by itself. */
export const contact: Phase = {
  name: 'contact',
  look({ body, author }) {
    const evidence: Evidence[] = [];
    let clean = 1;
    for (const [field, text] of [
      ['body', body],
      ['name', author.name],
    ] as const) {
      const folded = foldDigits(text);
      for (const { name, pattern, weight } of SIGNS) {
        const found = [...folded.matchAll(pattern)].filter(([match]) => name !== 'number' || !isDate(match));
        if (found.length === 0) continue;
        clean *= 1 - weight;
        for (const match of found) evidence.push({ field, start: match.index, end: match.index + match[0].length, note: name });
      }
    }
    return evidence.length === 0 ? null : { phase: 'contact', score: 1 - clean, active: true, evidence };
  },
  reasons: ({ score }) => (score >= 0.3 ? ['contact'] : []),
};

/** Writes digits as digits and letters small, sign for sign, so that places stay where they are. */
function foldDigits(text: string): string {
  let folded = '';
  for (const sign of text) {
    const plain = DIGITS[sign] ?? sign.normalize('NFKC').toLowerCase();
    folded += plain.length === sign.length ? plain : sign;
  }
  return folded;
}
