import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Finding, piecesOf } from '../../client-console/text/marks.ts';

const finding = (evidence: Partial<Finding['evidence'][number]>[], phase = 'words'): Finding => ({
  phase,
  score: 1,
  active: true,
  evidence: evidence.map((one) => ({ field: 'body', start: 0, end: 0, ...one })),
});

test('what was found is cut out of the text, overlaps with all their finds', () => {
  const pieces = piecesOf('加我微信领取', [finding([{ start: 0, end: 4 }]), finding([{ start: 2, end: 4 }], 'contact')]);
  expect(pieces.map(({ text, found }) => [text, found.map(({ phase }) => phase)])).toEqual([
    ['加我', ['words']],
    ['微信', ['words', 'contact']],
    ['领取', []],
  ]);
});

test('places in other texts than the body are not marked', () => {
  expect(piecesOf('正文', [finding([{ field: 'name', start: 0, end: 2 }])])).toEqual([{ text: '正文', found: [] }]);
});

test('what a rule that did not act has seen is not marked; what words cover or let through is', () => {
  const marked = (finding: Finding) => piecesOf('加我微信领取', [finding]).filter(({ found }) => found.length > 0).length;
  const seen = finding([{ start: 0, end: 4 }], 'learner.spam');
  expect(marked({ ...seen, verdict: 'review' })).toBe(1);
  expect(marked({ ...seen, active: false })).toBe(0);
  expect(marked({ ...seen, verdict: 'pass' })).toBe(0);
  expect(marked({ ...seen, phase: 'words', verdict: 'pass' })).toBe(1);
});

test('a mark never cuts a character in two', () => {
  const pieces = piecesOf('😀好', [finding([{ start: 1, end: 3 }])]);
  expect(pieces.map(({ text }) => text).join('')).toBe('😀好');
  expect(pieces.every(({ text }) => text.isWellFormed())).toBe(true);
});

test('whatever is found where, the pieces together are the text', () => {
  const evidence = fc.record({
    field: fc.constantFrom('body', 'name', 'link'),
    start: fc.integer({ min: -3, max: 40 }),
    end: fc.integer({ min: -3, max: 40 }),
  });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.array(evidence, { maxLength: 8 }), (body, found) => {
      expect(
        piecesOf(body, [finding(found)])
          .map(({ text }) => text)
          .join(''),
      ).toBe(body);
    }),
  );
});
