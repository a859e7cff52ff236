import { foldCodePoint } from './fold.ts';
import { newSqueezed, type NormalText, type SqueezedText } from './normalise.ts';
import { COMPONENTS } from './tables/components.ts';

/** Forms of the same part: as a part, as a character. */
const SAME =
  '亻人 忄心 扌手 才手 氵水 讠言 纟糸 丝糸 糹糸 犭犬 艹艸 辶辵 阝阜 邑阜 刂刀 攵攴 礻示 衤衣 饣食 飠食 钅金 灬火 王玉 足⻊ 爫爪 罒网 镸长 彐彑 氺水 尣尢 糸糸';
/** Most that may stand between two parts. */
const MOST_BETWEEN = 2;

const same = new Map(SAME.split(' ').map((pair): [number, number] => [pair.codePointAt(0) ?? 0, pair.codePointAt(1) ?? 0]));
const partOf = (symbol: number): number => same.get(symbol) ?? symbol;

/** Each character's ways of coming apart as the table writes them, and as they have been read so far. */
let table: ReadonlyMap<number, string> | null = null;
const known = new Map<number, readonly number[][]>();

/** The table by its characters; read when the first list needs it. */
function readTable(): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const line of COMPONENTS.split('|')) {
    const end = line.indexOf(' ');
    found.set(line.codePointAt(0) ?? 0, line.slice(end + 1));
  }
  return found;
}

/** A character's ways of coming apart. To fold all parts of the table takes longer than a list's own words do. */
function componentsOf(symbol: number): readonly number[][] {
  const before = known.get(symbol);
  if (before !== undefined) return before;
  table ??= readTable();
  const ways = table.get(symbol);
  if (ways === undefined) return [];
  const parts = ways.split(' ').map((way) => Array.from(way, (part) => partOf(Math.max(0, foldCodePoint(part.codePointAt(0) ?? 0)))));
  const whole = parts.filter((way) => way.length > 1 && !way.includes(0));
  const found = [...new Map(whole.map((way) => [way.join(), way])).values()];
  known.set(symbol, found);
  return found;
}

/** What parts make which character, for the characters of a list: by the first part, longest first. */
export type Joins = ReadonlyMap<number, readonly { parts: readonly number[]; whole: number }[]>;

/** Collects the joins that the characters of some words need. */
export function joinsFor(symbols: Iterable<number>): Joins {
  const joins = new Map<number, { parts: readonly number[]; whole: number }[]>();
  for (const whole of new Set(symbols)) {
    for (const parts of componentsOf(whole)) {
      const first = parts[0] ?? 0;
      const others = joins.get(first);
      if (others === undefined) joins.set(first, [{ parts, whole }]);
      else others.push({ parts, whole });
    }
  }
  for (const list of joins.values()) list.sort((one, other) => other.parts.length - one.parts.length);
  return joins;
}

/**
 * Joins parts of characters that stand side by side (女马 → 妈); `counts` says of how many symbols each was
 * made. Linear.
 * @returns null when there is nothing to join.
 */
export function join(text: NormalText, joins: Joins): SqueezedText | null {
  let out: SqueezedText | null = null;
  for (let i = 0; i < text.length; ) {
    const found = joins.get(partOf(text.symbols[i] ?? 0))?.find(({ parts }) => stands(parts, text, i));
    const length = found?.parts.length ?? 1;
    if (out === null && found !== undefined) {
      out = newSqueezed(text.length);
      for (let before = 0; before < i; before++) copy(out, text, before, 1, text.symbols[before] ?? 0);
    }
    if (out !== null) copy(out, text, i, length, found?.whole ?? text.symbols[i] ?? 0);
    i += length;
  }
  return out;
}

function stands(parts: readonly number[], { symbols, gaps, length }: NormalText, from: number): boolean {
  if (from + parts.length > length) return false;
  return parts.every((part, k) => part === partOf(symbols[from + k] ?? 0) && (k === 0 || (gaps[from + k] ?? 0) <= MOST_BETWEEN));
}

function copy(out: SqueezedText, { starts, ends, gaps }: NormalText, from: number, length: number, symbol: number): void {
  const at = out.length++;
  out.symbols[at] = symbol;
  out.starts[at] = starts[from] ?? 0;
  out.ends[at] = ends[from + length - 1] ?? 0;
  out.gaps[at] = gaps[from] ?? 0;
  out.counts[at] = length;
}
