import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileWords } from '../../server/wordlists/text/matcher.ts';
import { entry, PLAIN } from './word-list.ts';

/** Parts of a combination stand within so many signs. */
const NEAR = 20;
const PARTS = ['甲乙', '丙丁', '戊己', '庚辛'];

function places(text: string, part: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

/** Do two parts stand near each other anywhere? */
function areNear(text: string, one: string, other: string): boolean {
  return places(text, one).some((at) => places(text, other).some((to) => Math.abs(at - to) - one.length <= NEAR));
}

describe('words of several parts', () => {
  const pairs = PARTS.flatMap((one) => PARTS.filter((other) => other !== one).map((other) => `${one}+${other}`));
  const matcher = compileWords(
    pairs.map((pair) => entry(pair)),
    PLAIN,
  );
  const filler = fc.integer({ min: 1, max: 24 }).map((length) => '天地人'.repeat(9).slice(0, length));
  const run = fc.tuple(fc.constantFrom(...PARTS), fc.integer({ min: 1, max: 30 })).map(([part, times]) => part.repeat(times));

  test('are found where their parts are near each other, however often each is repeated', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(filler, run), { maxLength: 8 }), (pieces) => {
        const text = pieces.join('');
        const expected = pairs.filter((pair) => areNear(text, pair.slice(0, 2), pair.slice(3)));
        expect(new Set(matcher.find(text).map((hit) => hit.entry.word))).toEqual(new Set(expected));
      }),
      { numRuns: 1_000 },
    );
  });

  test('with a part that is found in a disguise alone, between repetitions of the other', () => {
    const list = compileWords([entry('微信+加我', ['split'])], PLAIN);
    const between = (n: number) => '天地人'.repeat(n);
    for (const text of [
      `${'微信'.repeat(40)}力口我${'微信'.repeat(40)}`,
      `微信${between(5)}微信${between(5)}力口我${between(5)}微信`,
      `${'微信'.repeat(9)}${between(6)}力口我`,
    ]) {
      expect(list.find(text).map((hit) => hit.entry.word)).toContain('微信+加我');
    }
    expect(list.find(`${'微信'.repeat(9)}${between(8)}力口我`)).toEqual([]);
  });

  test('with a part that very many words share: none of those whose other part is missing', () => {
    const others = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x5000 + i));
    const list = compileWords(
      others.map((other) => entry(`微信+${other}`)),
      PLAIN,
    );
    expect(list.find('微信'.repeat(2_000))).toEqual([]);
    const found = list.find(`${'微信'.repeat(1_000)}${others[7]}${'微信'.repeat(1_000)}`);
    expect(new Set(found.map((hit) => hit.entry.word))).toEqual(new Set([`微信+${others[7]}`]));
  });

  test('that are to be masked are found in all places', () => {
    const list = compileWords([entry('微信+加', [], 'mask')], PLAIN);
    const text = '加微信'.repeat(200);
    const covered = new Set(list.find(text).flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i)));
    expect(covered.size).toBe(text.length);
  });
});
