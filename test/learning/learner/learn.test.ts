import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { learn, unlearn } from '../../../server/learning/learner/learn.ts';
import { createModel, type LearnerModel, MOST_DECIDED } from '../../../server/learning/learner/model.ts';
import { score } from '../../../server/learning/learner/score.ts';
import { stats } from '../../../server/learning/learner/stats.ts';
import { advert, comment, decisions } from './sample-texts.ts';

function taught(count: number): LearnerModel {
  const model = createModel('spam', 'a secret');
  for (const example of decisions(count)) learn(model, example);
  return model;
}

/** What has been learnt, to the last bit, without what was written down about it. */
function learnt({ counts, weights, decided }: LearnerModel): unknown {
  const bits = createHash('sha256').update(counts).update(weights).digest('hex');
  return { bits, decided: { ...decided } };
}

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom('加微信', '𝓥𝟏𝟑𝟖 加我', '\ud800', '', '　', 'ﷺﷺ', '👨‍👩‍👧 6666666'),
);
const anyExamples = fc
  .array(fc.record({ text: anyText, unwanted: fc.boolean() }), { minLength: 1, maxLength: 12 })
  .map((rows) => rows.map((row, n) => ({ ...row, id: `e${n}` })));

describe('a learner', () => {
  test('tells what people refuse from what they let through, on texts it has not seen', () => {
    const model = taught(300);
    const adverts = Array.from({ length: 40 }, (_, n) => score(model, advert(1000 + n)).p);
    const comments = Array.from({ length: 40 }, (_, n) => score(model, comment(1000 + n)).p);
    expect(Math.min(...adverts)).toBeGreaterThan(Math.max(...comments));
  });

  test('reads an advertisement in disguise', () => {
    const model = taught(300);
    const plain = score(model, comment(5000)).p;
    for (const disguised of ['兼。职。刷。单，加·微·信 ９９８８７', '兼 职 刷 单 日 结 加-微-信', '𝟙𝟘𝟘𝟛𝟟 兼\u200b职\u200b刷\u200b单']) {
      expect(score(model, disguised).p).toBeGreaterThan(plain);
      expect(score(model, disguised).p).toBeGreaterThan(0.5);
    }
  });

  test('an empty model has no opinion', () => {
    expect(score(createModel('abuse', 'a secret'), '随便写点什么')).toEqual({ p: 0.5, active: false, threshold: 1, evidence: [] });
  });

  test('scoring teaches nothing', () => {
    const model = taught(60);
    const before = learnt(model);
    score(model, advert(3));
    expect(learnt(model)).toEqual(before);
  });

  test('a decision that is told twice is learnt once', () => {
    const model = taught(60);
    const before = learnt(model);
    for (const example of decisions(60)) expect(learn(model, example)).toBe('again');
    expect(learnt(model)).toEqual(before);
  });

  test('a decision that was changed replaces the first one', () => {
    const model = taught(60);
    expect(learn(model, { id: 'c0:1', text: advert(0), unwanted: false })).toBe('corrected');
    expect(model.decided).toEqual({ wanted: 41, unwanted: 19 });
  });

  test('what was never learnt, or was another text, cannot be taken back', () => {
    const model = taught(30);
    const before = learnt(model);
    expect(unlearn(model, { id: 'nobody', text: advert(0) })).toBe('not-known');
    expect(unlearn(model, { id: 'c0:1', text: advert(1) })).toBe('other-text');
    expect(learnt(model)).toEqual(before);
  });

  test('an undo takes back what the decision added, to the last bit, and its prediction', () => {
    const model = taught(240);
    const before = { ...stats(model) };
    const state = learnt(model);
    const example = { id: 'wrong', text: `${comment(7)} ${advert(9)}`, unwanted: true };
    expect(learn(model, example)).toBe('learnt');
    expect(learnt(model)).not.toEqual(state);
    expect(unlearn(model, example)).toBe('unlearnt');
    expect(learnt(model)).toEqual(state);
    expect(stats(model)).toEqual(before);
    expect(unlearn(model, example)).toBe('not-known');
  });

  test('taking all decisions back, in any order, leaves nothing', () => {
    const empty = learnt(createModel('spam', 'k'));
    const run = fc.property(anyExamples, fc.infiniteStream(fc.nat()), (examples, order) => {
      const model = createModel('spam', 'k');
      for (const example of examples) learn(model, example);
      const left = [...examples];
      for (const pick of order) {
        const [one] = left.splice(pick % left.length, 1);
        if (one !== undefined) expect(unlearn(model, one)).toBe('unlearnt');
        if (left.length === 0) break;
      }
      expect(learnt(model)).toEqual(empty);
    });
    fc.assert(run, { numRuns: 25 });
  });

  test('counters that are full are halved, and what was learnt before stays learnt', () => {
    const model = taught(60);
    model.decided.wanted = MOST_DECIDED;
    expect(learn(model, { id: 'one more', text: comment(1), unwanted: false })).toBe('learnt');
    expect(model.decided).toEqual({ wanted: (MOST_DECIDED >>> 1) + 1, unwanted: 10 });
    expect(unlearn(model, { id: 'c0:1', text: advert(0) })).toBe('not-known');
    expect(unlearn(model, { id: 'one more', text: comment(1) })).toBe('unlearnt');
    expect(score(model, advert(500)).p).toBeGreaterThan(score(model, comment(500)).p);
  });
});

describe('a score', () => {
  test('is a probability, with pieces inside the text, whatever the text', () => {
    const model = taught(120);
    const run = fc.property(anyText, (text) => {
      const { p, evidence } = score(model, text);
      expect(p).toBeGreaterThanOrEqual(0);
      expect(p).toBeLessThanOrEqual(1);
      for (const [i, { start, end, weight }] of evidence.entries()) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
        expect(weight).toBeGreaterThan(0);
        expect(weight).toBeLessThanOrEqual(evidence[i - 1]?.weight ?? Number.POSITIVE_INFINITY);
      }
    });
    fc.assert(run, { numRuns: 300 });
  });

  test('shows the piece that spoke, where it stands in the source', () => {
    const model = taught(300);
    const text = '👍🏽 昨天的雨真大。兼职刷单日结，加微信 12345';
    const said = score(model, text).evidence.map(({ start, end }) => text.slice(start, end));
    expect(said.join('|')).toMatch(/刷单/);
    expect(said.join('|')).not.toMatch(/雨/);
  });

  test('is the same wherever the secret is the same, and the secret places the features', () => {
    const [one, same, other] = ['s', 's', 't'].map((seed) => {
      const model = createModel('spam', seed);
      for (const example of decisions(90)) learn(model, example);
      return model;
    });
    if (one === undefined || same === undefined || other === undefined) throw new Error('three models');
    expect(learnt(one)).toEqual(learnt(same));
    expect(learnt(one)).not.toEqual(learnt(other));
  });

  test.each([
    ['one sign', '哈'.repeat(1_000_000)],
    ['nothing that shows', '\u200d\u0301'.repeat(500_000)],
    ['signs that stand for many', 'ﷺ'.repeat(1_000_000)],
    ['links', 'http://a.b/'.repeat(90_000)],
    ['half signs', '\ud83d'.repeat(1_000_000)],
    ['spaced digits', '1 '.repeat(500_000)],
  ])('a million of %s is learnt, scored and unlearnt', (_, text) => {
    const model = taught(30);
    const before = learnt(model);
    learn(model, { id: 'big', text, unwanted: true });
    const { p } = score(model, text);
    expect(p).toBeGreaterThanOrEqual(0);
    expect(p).toBeLessThanOrEqual(1);
    expect(unlearn(model, { id: 'big', text })).toBe('unlearnt');
    expect(learnt(model)).toEqual(before);
  });
});
