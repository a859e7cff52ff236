/** A word that stands in very many entries of the list (`partsOf`). */
const PART = '微信';

/** Parts that stand together with `PART` in entries: the text repeats them all. */
const OTHERS = ['加', '进', '扫', '私', '群', '看', '找', '换'] as const;

/** What else is asked for beside `PART`, each in an entry of its own: as many as a long list of advertisers has. */
const CALLED = '的一是在不了有和人这';

/** Words whose entries all have a part in common, and words that lie inside of each other. */
export function hostileWords(): string[] {
  const signs = [...CALLED];
  const pairs = signs.flatMap((one) => signs.map((other) => `${PART}+${one}${other}`));
  const nested = Array.from({ length: 30 }, (_, i) => 'a'.repeat(i + 2));
  return [...pairs, ...OTHERS.map((one) => `${one}+${PART}`), `${PART} !-支付`, ...nested, '傻逼', '口交', '出口交', '日你', '时时彩'];
}

const filled = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

/**
 * Bodies as long as a comment may be that are made to be slow, by name. A sign is what readers count: one with
 * marks, and a family of emoji, has many units.
 */
export function hostileBodies(length: number): { readonly [name: string]: string } {
  const half = Math.floor(length / 2);
  return {
    'one character': filled('傻', length),
    'one Latin letter': filled('a', length),
    'parts of a word in turn': filled('加微信支付', length),
    'a part of many entries': filled(PART, length),
    'the same, with its other parts': filled(OTHERS.map((one) => one + PART).join(''), length),
    'words across words': filled('出口交通日你我', length),
    'emphasis begun': filled('*a _b ', length),
    'emphasis nested': `${'*'.repeat(half)}字${'*'.repeat(half - 1)}`,
    'emphasis on each sign': filled('**字**', length),
    backticks: Array.from({ length: 100 }, (_, i) => '`'.repeat(i))
      .join('a')
      .slice(0, length),
    'spoilers begun': filled('||a', length),
    'quotes nested': filled('> ', length),
    'quotes and lists nested': filled('> - ', length),
    'lists of nothing': filled('- \n', length),
    'brackets nested': `${'['.repeat(half)}字${']'.repeat(half - 1)}`,
    'links nested': filled('[a](', length),
    'links begun': filled('](', length),
    'links in links': filled('[[a](http://a.cn)](http://b.cn)', length),
    'marks on letters': filled('a', length).replaceAll('a', `a${'\u0301'.repeat(19)}`),
    'one letter with marks': `字a${'\u0301'.repeat(length * 18)}`,
    'signs without width': filled('a\u200b', length),
    'only signs without width': `字${'\u200b'.repeat(length - 1)}`,
    'digits in a row': filled('1234567890', length),
    'digits and blanks': filled('1 3 8 ', length),
    'numerals of all kinds': filled('一②叁４', length),
    emoji: filled('😀', length * 2),
    'families of emoji': '👨‍👩‍👧‍👦'.repeat(length),
    'tags begun': filled('<a href="', length),
    'tags nested': filled('<b>', length),
    'comments begun': filled('<!--', length),
    'entities begun': filled('&#x', length),
    entities: filled('&lt;', length),
    addresses: filled('http://a.cn ', length),
    'addresses of many hosts': Array.from({ length }, (_, i) => `http://a${i}.cn`)
      .join(' ')
      .slice(0, length),
    'one long address': `http://a.cn/${'a/'.repeat(half - 6)}`,
    'addresses begun': filled('http://', length),
    'percent signs': filled('http://a.cn/%e5 ', length),
    'ends of lines': filled('a\n', length),
    blanks: `傻${' '.repeat(length - 2)}逼`,
    syllables: filled('xian', length),
    'letters that expand': filled('ﷺ', length),
  };
}
