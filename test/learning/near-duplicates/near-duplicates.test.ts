import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assessSimilarTexts } from '../../../server/learning/near-duplicates/assess-similar-texts.ts';
import { createNearDuplicates, type NearDuplicates } from '../../../server/learning/near-duplicates/near-duplicates.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const AD = '新到一批户外手表，质量好价格低，有意者请联系老王';

/** A memory and the clock it goes by. */
function memory(capacity?: number): { near: NearDuplicates; clock: { now: number } } {
  const clock = { now: 1_800_000_000_000 };
  const near = createNearDuplicates({ now: () => clock.now, seed: 'a secret', ...(capacity === undefined ? {} : { capacity }) });
  return { near, clock };
}

function by(readerId: string | null, threadId = 't1', siteId = 'news') {
  return { siteId, readerId, threadId };
}

describe('a memory of texts', () => {
  test('finds changed copies and tells who and where', () => {
    const { near } = memory();
    near.add('c1', AD, by('anna', 't1'));
    near.add('c2', `${AD} 13800138000`, by('ben', 't2'));
    near.add('c3', '公交改线以后上班方便多了，就是早高峰还有点挤', by('cleo', 't3'));
    const found = near.look(`🔥${AD.replace('手表', '腕表')}🔥 电话 99887766`, by('anna', 't3'));
    expect(found).toMatchObject({ isShort: false, sameAuthor: 1, otherAuthors: 1, otherThreads: 2 });
    expect(found.similar.map(({ id }) => id).sort()).toEqual(['c1', 'c2']);
    expect(found.likeness).toBeGreaterThan(0.5);
    expect(found.likeness).toBe(Math.max(...found.similar.map(({ likeness }) => likeness)));
  });

  test('remembers nothing by looking', () => {
    const { near } = memory();
    near.look(AD, by('anna'));
    expect(near.look(AD, by('anna')).similar).toEqual([]);
    expect(near.size()).toBe(0);
  });

  test('keeps sites apart', () => {
    const { near } = memory();
    near.add('c1', AD, by('anna', 't1', 'one'));
    near.add('c2', '我也来了', by('anna', 't1', 'one'));
    expect(near.look(AD, by('anna', 't1', 'two')).similar).toEqual([]);
    expect(near.look('我也来了', by('anna', 't1', 'two')).similar).toEqual([]);
  });

  test('does not count readers it does not know as one', () => {
    const { near } = memory();
    near.add('c1', AD, by(null));
    expect(near.look(AD, by(null))).toMatchObject({ sameAuthor: 0, otherAuthors: 0, similar: [{ id: 'c1', likeness: 1 }] });
  });

  test('replaces a text that was edited and forgets one that was removed', () => {
    const { near } = memory();
    near.add('c1', AD, by('anna'));
    near.add('c1', '图书馆周末人确实多，建议分时段预约', by('anna'));
    expect(near.look(AD, by('ben')).similar).toEqual([]);
    expect(near.size()).toBe(1);
    near.remove('c1');
    near.remove('never there');
    expect(near.look('图书馆周末人确实多，建议分时段预约', by('ben')).similar).toEqual([]);
    expect(near.size()).toBe(0);
  });

  test('counts others for an hour and the reader himself for a day', () => {
    const { near, clock } = memory();
    near.add('c1', AD, by('anna', 't1'));
    near.add('c2', AD, by('ben', 't2'));
    clock.now += HOUR + 1;
    expect(near.look(AD, by('anna', 't3'))).toMatchObject({ sameAuthor: 1, otherAuthors: 0, otherThreads: 0 });
    clock.now += 23 * HOUR;
    expect(near.look(AD, by('anna', 't3'))).toMatchObject({ sameAuthor: 0, similar: [], likeness: 0 });
    expect(near.size()).toBe(0);
  });

  test('counts a short text for ten minutes, and only where it is the same', () => {
    const { near, clock } = memory();
    near.add('c1', '我也来了', by('anna', 't1'));
    expect(near.look('我也来了！', by('ben', 't2'))).toMatchObject({ isShort: true, otherAuthors: 1, otherThreads: 1, likeness: 1 });
    expect(near.look('我也走了', by('ben')).similar).toEqual([]);
    clock.now += 10 * MINUTE + 1;
    expect(near.look('我也来了', by('ben')).similar).toEqual([]);
  });

  test('takes no notice of what everybody says', () => {
    const { near } = memory();
    for (const [i, text] of ['顶', '哈哈哈哈', '赞', '+1', 'LOL'].entries()) near.add(`c${i}`, text, by(`r${i}`));
    expect(near.size()).toBe(0);
    expect(near.look('哈哈哈哈哈', by('anna')).similar).toEqual([]);
  });

  test('holds no more than its size; the oldest leave, and what is in it is found', () => {
    const run = fc.property(fc.array(fc.record({ n: fc.nat(40), removes: fc.boolean() }), { maxLength: 120 }), (acts) => {
      const { near } = memory(16);
      const kept: { id: string; text: string }[] = [];
      for (const [i, { n, removes }] of acts.entries()) {
        if (removes && kept.length > 0) {
          const [gone] = kept.splice(n % kept.length, 1);
          near.remove(gone?.id ?? '');
        } else {
          const text = `第${'甲乙丙丁戊己庚辛壬癸'.charAt(n % 10)}位读者在${'东南西北中'.charAt(n % 5)}门外讲的第${'子丑寅卯辰巳午未'.charAt(n % 8)}个故事`;
          near.add(`c${i}`, text, by(`r${n}`));
          kept.push({ id: `c${i}`, text });
        }
        expect(near.size()).toBeLessThanOrEqual(16);
      }
      // A removed text's place is used again only when its turn comes: of the last ones all are there.
      for (const { id, text } of kept.filter(({ id: one }) => Number(one.slice(1)) >= acts.length - 16)) {
        expect(near.look(text, by('x')).similar.map((copy) => copy.id)).toContain(id);
      }
    });
    fc.assert(run, { numRuns: 150 });
  });

  test('a flood of one text is found, and names no more than a few', () => {
    const { near } = memory(500);
    for (let i = 0; i < 1_200; i++) near.add(`c${i}`, `${AD}${i}`, by(`r${i}`, `t${i}`));
    const found = near.look(AD, by('anna', 'here'));
    expect(found.otherAuthors).toBeGreaterThan(3);
    expect(found.similar.length).toBeLessThanOrEqual(20);
    expect(found.similar.map(({ id }) => id)).toContain('c1199');
    expect(near.size()).toBe(500);
  });
});

describe('the judgement on copies', () => {
  test('a reader may say it twice, not three times', () => {
    const { near } = memory();
    near.add('c1', AD, by('anna'));
    expect(assessSimilarTexts(near.look(AD, by('anna')))).toBeNull();
    near.add('c2', AD, by('anna'));
    expect(assessSimilarTexts(near.look(AD, by('anna')))).toBe('duplicate');
    expect(assessSimilarTexts(near.look(AD, by('ben')))).toBeNull();
  });

  test('three readers, or three threads, within an hour are a cluster', () => {
    const { near, clock } = memory();
    near.add('c1', AD, by('anna', 't1'));
    near.add('c2', AD, by('ben', 't1'));
    expect(assessSimilarTexts(near.look(AD, by('cleo', 't1')))).toBe('cluster');
    clock.now += HOUR + 1;
    expect(assessSimilarTexts(near.look(AD, by('cleo', 't1')))).toBeNull();
    const places = memory().near;
    places.add('c1', AD, by('anna', 't1'));
    places.add('c2', AD, by('ben', 't2'));
    expect(assessSimilarTexts(places.look(AD, by('ben', 't3')))).toBe('cluster');
  });

  test('a few who say the same short thing are none', () => {
    const { near } = memory();
    for (let i = 0; i < 6; i++) near.add(`c${i}`, '我也来了', by(`r${i}`));
    expect(assessSimilarTexts(near.look('我也来了', by('anna')))).toBeNull();
    near.add('c6', '我也来了', by('r6'));
    expect(assessSimilarTexts(near.look('我也来了', by('anna')))).toBe('cluster');
  });

  test('a new text is nothing', () => {
    expect(assessSimilarTexts(memory().near.look(AD, by('anna')))).toBeNull();
  });
});
