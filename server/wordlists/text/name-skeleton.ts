import { foldCodePoint, sequenceOf } from './fold.ts';

/** Signs that are written for a letter and say nothing otherwise. */
const SIGNS: Readonly<Record<string, string>> = { '@': 'a', $: 's', '!': 'l', '|': 'l', '€': 'e', '£': 'l', '¢': 'c' };
/** Digits that are drawn like a letter; i, l and 1 are one. */
const DIGITS: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'l',
  2: 'z',
  3: 'e',
  4: 'a',
  5: 's',
  6: 'b',
  7: 't',
  8: 'b',
  9: 'g',
  i: 'l',
};

/** Characters and kana that only a second look tells apart; of each group the first stands for all. By hand: UTS #39 has next to none of Han. */
const GROUPS =
  '未末 土士 己已巳 日曰 天夭 人入 戊戌戍 侯候 徽微 折拆 治冶 晴睛 梁粱 兔免 鸟乌 辨辩辫 拨拔 洒酒 汩汨 王壬 管菅 官宫 理埋 客容 员贠 滕腾 晓哓 ' +
  '干千チ 力カ 口ロ 二ニ 工エ 夕タ 八ハ 卜ト 三ミ へヘ りリ';
const SAME_LOOK: ReadonlyMap<string, string> = new Map(
  GROUPS.split(' ').flatMap((group) => {
    const [first = '', ...others] = group;
    return others.map((other): [string, string] => [other, first]);
  }),
);
/** A dash in the place of the character for one. */
const DASH_IN_HAN = /(?<=\p{Script=Han})[ー—―–－](?=\p{Script=Han}|$)/gu;

function drawn(name: string, early: Readonly<Record<string, string>>): string {
  let folded = '';
  for (const char of name) {
    const written = early[char];
    const symbol = foldCodePoint(char.codePointAt(0) ?? 0);
    if (written !== undefined) folded += written;
    else if (symbol > 0) folded += String.fromCodePoint(symbol);
    else folded += String.fromCodePoint(...sequenceOf(symbol));
  }
  return Array.from(folded, (char) => DIGITS[char] ?? SAME_LOOK.get(char) ?? char)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/**
 * What whole names are compared by (after UTS #39): traditional forms, other widths, look-alikes of other scripts, marks,
 * capitals and digits in the place of letters all come to the same; what stands between letters goes. Signs such as `!` are
 * either a letter or nothing, and a dash between characters the character for one or nothing, so that there can be several.
 * @returns one to four; none is empty, and there is none of a name without letters and digits.
 */
export function nameSkeletons(name: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const written of [name, name.replace(DASH_IN_HAN, '一')]) {
    for (const early of [SIGNS, {}]) found.add(drawn(written, early));
  }
  found.delete('');
  return found;
}

/** A name without the number that stands at its end. */
export function withoutNumber(name: string): string {
  return name.normalize('NFKC').replace(/[\s\p{P}]*\d{1,4}$/u, '');
}
