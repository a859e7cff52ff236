import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hashKeyFrom } from '../../../server/learning/learner/hash-key.ts';
import { HASHES, lettersOf, likeness, printOf, sketchOf } from '../../../server/learning/near-duplicates/text-print.ts';

const KEY = hashKeyFrom('a secret', 'test');

function hashesOf(text: string, key = KEY): Uint32Array {
  const print = printOf(text, key);
  if (print?.kind !== 'pieces') throw new Error(`no pieces in ${text}`);
  return print.hashes;
}

function sketchOfText(text: string, key = KEY): Int32Array {
  return sketchOf(hashesOf(text, key));
}

/** Jaccard's share of common pieces, counted. */
function trueLikeness(one: string, other: string): number {
  const [ones, others] = [one, other].map((text) => {
    const letters = lettersOf(text).map((letter) => String.fromCodePoint(letter));
    return new Set(
      letters.flatMap((_, i) =>
        [letters.slice(i, i + 2), letters.slice(i, i + 3)].filter((piece) => piece.length > 1).map((piece) => piece.join('')),
      ),
    );
  });
  const all = new Set([...(ones ?? []), ...(others ?? [])]);
  const common = [...(ones ?? [])].filter((piece) => others?.has(piece));
  return common.length / all.size;
}

describe('a print', () => {
  test('is nothing for what has no letters and for what everybody says', () => {
    for (const text of [
      '',
      '😂😂😂',
      '。。。！！',
      '顶',
      '顶顶顶顶顶',
      '赞！',
      '哈哈哈哈哈哈哈哈哈哈哈哈',
      '+1',
      '666666',
      'LOL',
      'Thank you!',
      '說得好',
      '支持',
      '支　持',
    ]) {
      expect([text, printOf(text, KEY)]).toEqual([text, null]);
    }
  });

  test('of a short text is one hash, the same in any dress', () => {
    const print = printOf('我也来了', KEY);
    expect(print?.kind).toBe('whole');
    expect(printOf(' 我 也。来了！！', KEY)).toEqual(print);
    expect(printOf('我也走了', KEY)).not.toEqual(print);
    expect(printOf('加我12345', KEY)).not.toEqual(printOf('加我54321', KEY));
  });

  test('of a text of two or three signs over and over is one hash too', () => {
    expect(printOf('嘿哈嘿哈嘿哈嘿哈嘿哈嘿哈', KEY)?.kind).toBe('whole');
  });

  test('of a longer text does not see digits, signs, case or emoji', () => {
    const plain = sketchOfText('新到一批手表，便宜，联系 abc12345 老王');
    for (const other of [
      '新到一批手表便宜联系ABC98765老王',
      '新🔥到🔥一批手表——便宜，联系ａｂｃ１２３４５ 老王!!!',
      '新到\u200b一批手表，便宜；联系 abc 00000 老王',
    ]) {
      expect(likeness(plain, sketchOfText(other))).toBe(1);
    }
  });

  test('needs the secret', () => {
    const text = '同一句话在不同的钥匙下留下不同的印记';
    expect(hashesOf(text, hashKeyFrom('a secret', 'test'))).toEqual(hashesOf(text));
    expect(likeness(sketchOfText(text), sketchOfText(text, hashKeyFrom('another', 'test')))).toBeLessThan(0.1);
  });

  test('estimates the share of common pieces: right on average, near in most cases', () => {
    const signs = [...'这是一段普通的中文文字用来测量两个文本有多少相同的片段而不必保存原文天气很好我们去公园散步'];
    const errors: number[] = [];
    const text = fc.array(fc.constantFrom(...signs), { minLength: 30, maxLength: 60 });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 0, max: 60 }), (one, other, kept) => {
        const mixed = [...one.slice(0, kept), ...other.slice(kept)].join('');
        const plain = one.join('');
        errors.push(likeness(sketchOfText(plain), sketchOfText(mixed)) - trueLikeness(plain, mixed));
      }),
      { numRuns: 300, seed: 20 },
    );
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    expect(Math.abs(mean)).toBeLessThan(0.02);
    // The standard error of 64 hashes is at most 1/16.
    expect(errors.filter((error) => Math.abs(error) > 3 / 16).length).toBeLessThan(errors.length * 0.02);
  });

  test('is compared byte by byte, wherever the other begins', () => {
    const hashes = fc.uint32Array({ minLength: HASHES, maxLength: HASHES });
    fc.assert(
      fc.property(hashes, hashes, fc.array(fc.nat({ max: HASHES - 1 })), fc.nat({ max: 9 }), (one, drawn, kept, at) => {
        const other = drawn.slice();
        for (const i of kept) other[i] = one[i] ?? 0;
        const others = new Int32Array(at + 16);
        others.set(sketchOf(other), at);
        const same = Array.from(one).filter((hash, i) => (hash & 0xff) === ((other[i] ?? 0) & 0xff)).length;
        expect(likeness(sketchOf(one), others, at)).toBe(same / HASHES);
        expect(likeness(sketchOf(one), others, at, 0.5)).toBe(same / HASHES >= 0.5 ? same / HASHES : 0);
      }),
    );
  });

  test('is taken of anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const print = printOf(text, KEY);
        expect(print === null || print.kind === 'whole' || print.hashes.length === 64).toBe(true);
      }),
    );
    for (const text of ['哈'.repeat(1_000_000), 'ﷺ'.repeat(1_000_000), '\u200d'.repeat(1_000_000), 'abcdefg '.repeat(125_000)])
      printOf(text, KEY);
  });
});
