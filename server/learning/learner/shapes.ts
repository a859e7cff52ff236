import { KIND, type ReadText } from './read-text.ts';

/** Families of shape features; the number is part of the hash and must not change. */
const FAMILY = { run: 1, pair: 2, triple: 3, length: 4, share: 5, number: 6, link: 7, repeat: 8, mixed: 9 } as const;

const KINDS = 8;
/** Han numerals, plain and in their banker's form, that a number may be spelt with. */
const NUMERALS: ReadonlySet<number> = new Set(Array.from('零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺', (sign) => sign.codePointAt(0) ?? 0));

function shape(family: number, value: number): number {
  return family * 0x10000 + value;
}

function bucket(value: number, bounds: readonly number[]): number {
  let at = 0;
  while (at < bounds.length && value >= (bounds[at] ?? 0)) at++;
  return at;
}

/** What is seen of a text without reading it: lengths, shares of kinds of signs, numbers, links, repetition. */
export function shapesOf(text: ReadText): number[] {
  const { length } = text;
  const shapes: number[] = [shape(FAMILY.length, bucket(length, [4, 8, 15, 30, 60, 120, 240, 500]))];
  const counts = new Uint32Array(KINDS);
  for (let i = 0; i < length; i++) counts[text.kinds[i] ?? 0] = (counts[text.kinds[i] ?? 0] ?? 0) + 1;
  for (let kind = 0; kind < KINDS; kind++) {
    const count = counts[kind] ?? 0;
    if (count > 0) shapes.push(shape(FAMILY.share, kind * 16 + bucket(count / length, [0.02, 0.05, 0.1, 0.2, 0.4, 0.7])));
  }
  shapes.push(shape(FAMILY.number, bucket(longestNumber(text), [3, 5, 7, 10, 12])));
  shapes.push(shape(FAMILY.repeat, bucket(longestRepeat(text), [3, 5, 9])));
  const links = linksIn(text);
  if (links > 0) shapes.push(shape(FAMILY.link, Math.min(links, 4)));
  pushRuns(text, shapes);
  return shapes;
}

/** Runs of one kind, with their lengths, alone and together with those beside them: 加 v ddd。 */
function pushRuns({ kinds, length }: ReadText, shapes: number[]): void {
  let from = 0;
  let one = 0;
  let two = 0;
  for (let at = 1; at <= length; at++) {
    const kind = kinds[from] ?? 0;
    if (at < length && kinds[at] === kind) continue;
    const run = 1 + kind * 4 + bucket(at - from, [2, 4, 8]);
    if (kind !== KIND.han && kind !== KIND.space) shapes.push(shape(FAMILY.run, run));
    if (one > 0) shapes.push(shape(FAMILY.pair, one * 40 + run));
    if (two > 0) shapes.push(shape(FAMILY.triple, (two * 40 + one) * 40 + run));
    two = one;
    one = run;
    from = at;
  }
}

/** Digits and numerals in a row; what stands between single signs does not end it. */
function longestNumber({ symbols, kinds, length }: ReadText): number {
  let longest = 0;
  let run = 0;
  for (let i = 0; i < length; i++) {
    const kind = kinds[i];
    if (kind === KIND.space || kind === KIND.mark || kind === KIND.emoji) continue;
    const symbol = symbols[i] ?? 0;
    const isNumber = kind === KIND.digit || (symbol >= 0x30 && symbol <= 0x39) || NUMERALS.has(symbol);
    run = isNumber ? run + 1 : 0;
    if (run > longest) longest = run;
  }
  return longest;
}

function longestRepeat({ symbols, length }: ReadText): number {
  let longest = 0;
  let run = 0;
  for (let i = 0; i < length; i++) {
    run = i > 0 && symbols[i] === symbols[i - 1] ? run + 1 : 1;
    if (run > longest) longest = run;
  }
  return longest;
}

/** `://` and `www.`. */
function linksIn({ symbols, length }: ReadText): number {
  let links = 0;
  for (let i = 0; i + 2 < length; i++) {
    const isScheme = symbols[i] === 0x3a && symbols[i + 1] === 0x2f && symbols[i + 2] === 0x2f;
    const isWww = symbols[i] === 0x77 && symbols[i + 1] === 0x77 && symbols[i + 2] === 0x77 && symbols[i + 3] === 0x2e;
    if (isScheme || isWww) links++;
  }
  return links;
}
