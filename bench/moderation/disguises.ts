import { Converter } from 'opencc-js';
import { pinyin } from 'pinyin-pro';

/** A number from 0 to below 1; the same row for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;
/** Makes another writing of a word; null where there is none. */
export type Disguise = (word: string, random: Random) => string | null;

const isLatin = (word: string): boolean => /^[a-z ]+$/i.test(word);
const pick = <T>(values: readonly T[], random: Random): T => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new Error('nothing to pick from');
  return value;
};
const between =
  (...signs: string[]): Disguise =>
  (word, random) =>
    [...word].reduce((text, sign) => text + pick(signs, random) + sign);
const behind =
  (...signs: string[]): Disguise =>
  (word, random) =>
    Array.from(word, (sign) => sign + pick(signs, random)).join('');
/** Replaces letters; null when not a single one can be. */
const replaced =
  (table: Readonly<Record<string, string>>): Disguise =>
  (word) => {
    const other = Array.from(word, (sign) => table[sign] ?? sign).join('');
    return other === word ? null : other;
  };
const shifted =
  (first: number): Disguise =>
  (word) =>
    isLatin(word)
      ? Array.from(word.toLowerCase(), (sign) => (sign === ' ' ? ' ' : String.fromCodePoint(first + sign.charCodeAt(0) - 0x61))).join('')
      : null;

/** Pairs of a character and its radical or compatibility form. */
const pairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(text.split(' ').map((pair) => [[...pair][0] ?? '', [...pair][1] ?? '']));
const toTraditional = Converter({ from: 'cn', to: 'tw' });

/** Twenty-six plain ways to hide a word. */
export const PLAIN: Readonly<Record<string, Disguise>> = {
  'blanks between': between(' '),
  'dots between': between('.', '·', '・'),
  'stars and dashes between': between('*', '-', '_', '|', '/'),
  'Chinese punctuation between': between('，', '、', '；', '～', '…'),
  'ideographic and thin blanks': between('\u3000', '\u2009', '\u00a0'),
  'full width': (word) =>
    isLatin(word)
      ? Array.from(word, (sign) => (sign === ' ' ? '\u3000' : String.fromCharCode(sign.charCodeAt(0) + 0xfee0))).join('')
      : null,
  'random case': (word, random) =>
    isLatin(word) ? Array.from(word, (sign) => (random() < 0.5 ? sign.toUpperCase() : sign)).join('') : null,
  traditional: (word) => {
    const other = toTraditional(word);
    return other === word ? null : other;
  },
  'zero-width signs': between('\u200b', '\u200c', '\u200d', '\u2060', '\ufeff'),
  'soft hyphens': between('\u00ad'),
  fillers: between('\u3164', '\u115f', '\u1160', '\uffa0'),
  repetitions: (word, random) => Array.from(word, (sign) => (sign === ' ' ? sign : sign.repeat(1 + Math.floor(random() * 3)))).join(''),
  'mathematical letters': (word, random) => shifted(pick([0x1d41a, 0x1d482, 0x1d4ea, 0x1d586, 0x1d5ba, 0x1d68a], random))(word, random),
  'enclosed letters': (word, random) =>
    pick([shifted(0x24d0), shifted(0x1f150), shifted(0x1f170), shifted(0x1f1e6), shifted(0x249c)], random)(word, random),
  'emoji between': between('😀', '👨‍👩‍👧', '❤️', '👍🏽', '✨'),
  'combining marks': behind('\u0301', '\u0336', '\u20dd', '\u0489', '\u0300\u0323'),
  'direction marks': between('\u200e', '\u200f', '\u202e', '\u2066', '\u061c'),
  'variation selectors': behind('\ufe0f', '\ufe00', '\u{e0101}', '\u180b'),
  'tag characters': between('\u{e0041}', '\u{e007f}'),
  radicals: replaced(
    pairs(
      '人⼈ 大⼤ 女⼥ 小⼩ 日⽇ 一⼀ 子⼦ 手⼿ 色⾊ 马⻢ 门⻔ 见⻅ 贝⻉ 比⽐ 干⼲ 心⼼ 毛⽑ 火⽕ 生⽣ 片⽚ 用⽤ 金⾦ 走⾛ 六六 死死 金⾦',
    ),
  ),
  'Cyrillic and Greek': replaced(pairs('aа cс eе oо pр xх yу iі sѕ kк uυ nп hһ rг tт mм bЬ dԁ vν')),
  leet: replaced(pairs('a4 e3 i1 o0 s5')),
  'numeric entities': (word, random) =>
    Array.from(word, (sign) => (random() < 0.5 ? `&#x${sign.codePointAt(0)?.toString(16)};` : `&#${sign.codePointAt(0)};`)).join(''),
  'named entities between': between('&nbsp;', '&zwj;', '&shy;', '&ensp;'),
  'marks of emphasis': between('**', '`', '~~', '*'),
  'escapes and tags between': between('\\*', '\\_', '<b></b>', '<br>'),
};

/** A word's sound: together, apart, with tones, and half of each. */
export const SOUND: Readonly<Record<string, Disguise>> = {
  together: (word) => pinyin(word, { toneType: 'none', type: 'array' }).join(''),
  apart: (word) => pinyin(word, { toneType: 'none', type: 'array' }).join(' '),
  'with tones': (word) => pinyin(word, { type: 'array' }).join(''),
  'with numbers': (word) => pinyin(word, { toneType: 'num', type: 'array' }).join(''),
  mixed: (word, random) => {
    const sounds = pinyin(word, { toneType: 'none', type: 'array' });
    const one = Math.floor(random() * sounds.length);
    return Array.from(word, (sign, i) => (i === one || random() < 0.5 ? (sounds[i] ?? sign) : sign)).join('');
  },
};

let bySound: Map<string, string[]> | null = null;

/** Common characters by their sound. */
function homophones(): Map<string, string[]> {
  if (bySound !== null) return bySound;
  bySound = new Map();
  const decoder = new TextDecoder('gb18030');
  for (let row = 0xb0; row < 0xd8; row++) {
    for (let cell = 0xa1; cell < 0xff; cell++) {
      const sign = decoder.decode(Uint8Array.of(row, cell));
      if (!/^\p{Script=Han}$/u.test(sign)) continue;
      const sound = pinyin(sign, { toneType: 'none' });
      bySound.set(sound, [...(bySound.get(sound) ?? []), sign]);
    }
  }
  return bySound;
}

/** Other common characters of the same sound, one at least. */
export const homophone: Disguise = (word, random) => {
  const sounds = pinyin(word, { toneType: 'none', type: 'array' });
  const other = Array.from(word, (sign, i) => {
    const choice = (homophones().get(sounds[i] ?? '') ?? []).filter((one) => one !== sign);
    return choice.length > 0 ? pick(choice, random) : sign;
  }).join('');
  return other === word ? null : other;
};

/** Characters that come apart as people take them apart, by hand. */
const PARTS: Readonly<Record<string, string>> = {
  妈: '女马',
  好: '女子',
  加: '力口',
  信: '人言',
  赌: '贝者',
  操: '扌喿',
  骂: '口口马',
  约: '纟勺',
  炮: '火包',
  裸: '衤果',
  聊: '耳卯',
  彩: '采彡',
  贷: '代贝',
  款: '士示欠',
  妹: '女未',
  奶: '女乃',
  淫: '氵爫壬',
  嫖: '女票',
  娼: '女昌',
  妓: '女支',
  奸: '女干',
  枪: '木仓',
  毒: '龶母',
  粉: '米分',
  骗: '马扁',
  钱: '钅戋',
  钓: '钅勺',
  鸡: '又鸟',
  群: '君羊',
  博: '十尃',
  胖: '月半',
  肥: '月巴',
  强: '弓虽',
};

/** Takes apart what can be taken apart. */
export const split: Disguise = (word) => replaced(PARTS)(word, () => 0);
