/** Cuts Chinese text into words. */
export type Cut = (text: string) => string[];

/** So many signs to the left and right of a place are looked at: longer words are rare. */
export const CONTEXT = 6;
const LONGEST_WORD = 4;
/** A sign that is left alone is a little dearer than a word, unless it is one of those that usually are. */
const WORD = 2;
const SINGLE = 3;
const USUALLY_ALONE: ReadonlySet<string> = new Set(
  '的了吗吧呢啊呀么是在再又就也都很太不没别我你他她它这那有和与被把给让从对为来去要会请人',
);
const NEVER = 1e6;
const MOST_REMEMBERED = 20_000;

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const icu: Cut = (text) => Array.from(segmenter.segment(text), ({ segment }) => segment);

let cut: Cut = icu;
/** Whether something is one word; asked again and again for the same. */
let words = new Map<string, boolean>();

/** Variables, so that neither the compiler nor the bundler asks for the package. */
const JIEBA: string = '@node-rs/jieba';
const JIEBA_DICTIONARY: string = '@node-rs/jieba/dict.js';

/**
 * Cuts with jieba from now on when `@node-rs/jieba` is installed beside the program: it knows more words
 * than ICU. Quietly nothing when it is not.
 * @param load brings a package's module.
 * @returns whether it is in use.
 */
export async function preferJieba(load: (name: string) => Promise<unknown> = (name) => import(name)): Promise<boolean> {
  try {
    const found = cutOf(await load(JIEBA), await load(JIEBA_DICTIONARY));
    if (found !== null) useCut(found);
    return found !== null;
  } catch {
    return false;
  }
}

/** Jieba's way to cut, from a module with `Jieba.withDict(dict)` and one with `dict`. */
function cutOf(module: unknown, dictionary: unknown): Cut | null {
  const make = at(at(module, 'Jieba'), 'withDict');
  if (typeof make !== 'function') return null;
  const jieba: unknown = Reflect.apply(make, at(module, 'Jieba'), [at(dictionary, 'dict')]);
  const method = at(jieba, 'cut');
  if (typeof method !== 'function') return null;
  return (text) => {
    const parts: unknown = Reflect.apply(method, jieba, [text, false]);
    return Array.isArray(parts) ? parts.map(String) : [text];
  };
}

function at(value: unknown, name: string): unknown {
  return (typeof value === 'object' || typeof value === 'function') && value !== null ? Reflect.get(value, name) : undefined;
}

/** Changes who cuts; null for ICU. */
export function useCut(other: Cut | null): void {
  cut = other ?? icu;
  words = new Map();
}

function isWord(text: string): boolean {
  const known = words.get(text);
  if (known !== undefined) return known;
  const is = cut(text).length === 1;
  if (words.size >= MOST_REMEMBERED) words = new Map();
  words.set(text, is);
  return is;
}

/**
 * Does `found` stand as a word of its own between what is written without a gap on its left and right?
 * Compares the best way to cut that keeps it whole with the best one in which another word crosses its
 * border (出|口交|易 with 出口|交易); when they are as good, the innocent one counts.
 */
export function standsAlone(left: readonly string[], found: readonly string[], right: readonly string[]): boolean {
  if (left.length === 0 && right.length === 0) return true;
  const signs = [...left, ...found, ...right];
  const from = left.length;
  const to = from + found.length;
  return cheapest(signs, from, to, true) < cheapest(signs, from, to, false);
}

/** The least price of cutting: with the place as one piece, or with a word across one of its borders. */
function cheapest(signs: readonly string[], from: number, to: number, whole: boolean): number {
  // For each border: the least price up to it, without and with a crossing behind.
  const plain = new Array<number>(signs.length + 1).fill(NEVER);
  const crossed = new Array<number>(signs.length + 1).fill(NEVER);
  plain[0] = 0;
  for (let start = 0; start < signs.length; start++) {
    const price = [plain[start] ?? NEVER, crossed[start] ?? NEVER] as const;
    if (price[0] >= NEVER && price[1] >= NEVER) continue;
    if (whole && start === from) {
      plain[to] = Math.min(plain[to] ?? NEVER, price[0] + WORD);
      continue;
    }
    for (let end = start + 1; end <= Math.min(signs.length, start + LONGEST_WORD); end++) {
      const crosses = (start < from && end > from) || (start < to && end > to);
      if (whole && crosses) break;
      if (end - start > 1 && !isWord(signs.slice(start, end).join(''))) continue;
      const cost = end - start > 1 || USUALLY_ALONE.has(signs[start] ?? '') ? WORD : SINGLE;
      if (crosses) crossed[end] = Math.min(crossed[end] ?? NEVER, Math.min(...price) + cost);
      else {
        plain[end] = Math.min(plain[end] ?? NEVER, price[0] + cost);
        crossed[end] = Math.min(crossed[end] ?? NEVER, price[1] + cost);
      }
    }
  }
  return (whole ? plain : crossed)[signs.length] ?? NEVER;
}
