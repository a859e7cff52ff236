import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileWords } from '../../server/wordlists/text/matcher.ts';
import { entry, hits, PLAIN } from './word-list.ts';

describe('allowed phrases', () => {
  const list = [entry('做爱'), entry('口交'), entry('做爱心', [], 'allow'), entry('出口交易', [], 'allow')];

  test('save what stands wholly inside them, and only that', () => {
    expect(hits('大家做爱心捐款', list)).toEqual([]);
    expect(hits('大家做爱', list)).toEqual(['做爱']);
    expect(hits('出口交易，口交，出口交', list)).toEqual(['口交', '口交']);
    expect(hits('大家做愛心', list)).toEqual([]);
  });

  test('are no hits themselves', () => {
    expect(hits('做爱心', [entry('做爱心', [], 'allow')])).toEqual([]);
  });

  test('drop exactly the hits that lie inside', () => {
    const sign = fc.constantFrom('甲', '乙', '丙');
    const text = fc.array(sign, { minLength: 1, maxLength: 30 }).map((all) => all.filter((one, i) => one !== all[i - 1]).join(''));
    fc.assert(
      fc.property(text, (typed) => {
        const found = compileWords([entry('甲乙'), entry('丙甲乙丙', [], 'allow')], PLAIN).find(typed);
        const phrases: number[] = [];
        for (let at = typed.indexOf('丙甲乙丙'); at >= 0; at = typed.indexOf('丙甲乙丙', at + 1)) phrases.push(at);
        const expected: number[] = [];
        for (let at = typed.indexOf('甲乙'); at >= 0; at = typed.indexOf('甲乙', at + 1)) {
          if (!phrases.some((start) => start <= at && at + 2 <= start + 4)) expected.push(at);
        }
        expect(found.map(({ start }) => start)).toEqual(expected);
      }),
    );
  });
});

describe('combinations and suppressors', () => {
  test('parts count near each other, in any order', () => {
    const list = [entry('加+微信')];
    expect(hits('快加我的微信哦', list)).toEqual(['加我的微信']);
    expect(hits('微信上加我', list)).toEqual(['微信上加']);
    expect(hits('微信', list)).toEqual([]);
    expect(hits(`加${'好'.repeat(5)}${'的吗'.repeat(7)}微信`, list)).toHaveLength(1);
    expect(hits(`加${'好的'.repeat(11)}微信`, list)).toEqual([]);
  });

  test('a part that was written often before does not hide the combination', () => {
    expect(hits(`${'加。'.repeat(100)}我不知道说什么才好可是还要再说上很多很多，加我微信`, [entry('加+微信')]).at(-1)).toBe('加我微信');
  });

  test('a plus sign that joins nothing belongs to the word', () => {
    expect(hits('c++', [entry('c++', ['exact'])])).toEqual(['c']);
    expect(hits('学点c', [entry('c++编程')])).toEqual([]);
  });

  test('a word does not count near what keeps it from counting', () => {
    const list = [entry('发票 !-购物|增值税')];
    expect(hits('专业开发票', list)).toEqual(['发票']);
    expect(hits('请开增值税发票', list)).toEqual([]);
    expect(hits('发票，在哪里购物都要开', list)).toEqual([]);
    expect(hits(`专业开发票${'联系我吧'.repeat(8)}购物`, list)).toEqual(['发票']);
  });
});

describe('dates', () => {
  const list = [entry('赌博', ['from=2026-02-01', 'until=2026-02-03'])];
  const on = (time: string): number => hits('赌博', list, PLAIN, Date.parse(time)).length;

  test('an entry counts from its first to the end of its last day', () => {
    expect(on('2026-01-31T23:59:59Z')).toBe(0);
    expect(on('2026-02-01T00:00:00Z')).toBe(1);
    expect(on('2026-02-03T23:59:59Z')).toBe(1);
    expect(on('2026-02-04T00:00:00Z')).toBe(0);
  });

  test('without a time it counts', () => {
    expect(hits('赌博', list)).toEqual(['赌博']);
  });
});
