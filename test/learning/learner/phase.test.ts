import { describe, expect, test } from '@jest/globals';
import { learn } from '../../../server/learning/learner/learn.ts';
import { createModel, type LearnerModel } from '../../../server/learning/learner/model.ts';
import { learnerText } from '../../../server/learning/learner/learner-text.ts';
import { learnerPhase } from '../../../server/moderation/phases/learner.ts';
import { speaksAgainst } from '../../../server/domain/verdicts.ts';
import type { Phase } from '../../../server/moderation/pipeline.ts';
import { advert, comment, decisions } from './sample-texts.ts';

const AUTHOR = { name: '路人甲' };
const SITE = { id: 'news' };

function taught(count: number): LearnerModel {
  const model = createModel('spam', 's');
  for (const { id, text, unwanted } of decisions(count)) {
    learn(model, { id, text: learnerText('spam', { body: text, name: AUTHOR.name }), unwanted });
  }
  return model;
}

describe('the phase of a learner', () => {
  test('can stand in the pipeline', () => {
    const phase: Phase = learnerPhase('abuse', () => null);
    expect(phase.name).toBe('learner.abuse');
  });

  test('says nothing without a model, of a model that knows nothing, and of what looks ordinary', async () => {
    expect(await learnerPhase('spam', () => null).look({ site: SITE, author: AUTHOR, body: advert(1) })).toBeNull();
    expect(await learnerPhase('spam', () => createModel('spam', 's')).look({ site: SITE, author: AUTHOR, body: advert(1) })).toBeNull();
    const model = taught(300);
    expect(await learnerPhase('spam', () => model).look({ site: SITE, author: AUTHOR, body: comment(901) })).toBeNull();
  });

  test('only watches while it is young', async () => {
    const model = taught(100);
    const finding = await learnerPhase('spam', () => model).look({ site: SITE, author: AUTHOR, body: advert(901) });
    expect(finding).toMatchObject({ phase: 'learner.spam', active: false });
    expect(finding).not.toHaveProperty('verdict');
  });

  test('holds what people would refuse, and shows the pieces and the odds', async () => {
    const model = taught(300);
    const body = `大家好。${advert(901)}`;
    const finding = await learnerPhase('spam', async () => model).look({ site: SITE, author: AUTHOR, body });
    expect(finding).toMatchObject({ phase: 'learner.spam', active: true, verdict: 'review' });
    expect(finding?.score).toBeGreaterThanOrEqual(model.validation.threshold);
    const pieces = finding?.evidence.filter(({ end }) => end > 0) ?? [];
    expect(pieces.length).toBeGreaterThan(0);
    for (const { field, start, end, note } of pieces) {
      expect(field).toBe('body');
      expect(body.slice(start, end).length).toBe(end - start);
      expect(note).toMatch(/^\+\d+\.\d\d$/);
    }
    expect(finding?.evidence.at(-1)?.note).toMatch(/^p=[01]\.\d{3} from 0\.\d{3}$/);
    expect(learnerPhase('spam', () => model).reasons(finding ?? { phase: '', score: 0, active: true, evidence: [] })).toEqual([
      'learner.spam',
    ]);
  });

  test('tells its score below its threshold too, young or grown; then it holds nothing', async () => {
    const model = taught(300);
    const body = advert(902);
    const look = (threshold: number, active: boolean) =>
      learnerPhase('spam', () => ({ ...model, validation: { ...model.validation, threshold, active } })).look({
        site: SITE,
        author: AUTHOR,
        body,
      });
    const [below, young] = [await look(1, true), await look(1, false)];
    expect(below?.score).toBeGreaterThan(0.5);
    expect(young?.score).toBe(below?.score);
    expect(below).toMatchObject({ active: true, verdict: 'pass' });
    expect(young).toMatchObject({ active: false });
    const reached = await look(0.5, true);
    expect(reached).toMatchObject({ active: true, verdict: 'review', score: below?.score });
    expect([below, young, reached].map((finding) => finding !== null && speaksAgainst(finding))).toEqual([false, false, true]);
  });

  test('finds advertising in the name, at its place there', async () => {
    const model = taught(300);
    const name = '兼职刷单日结加微信';
    const finding = await learnerPhase('spam', () => model).look({ site: SITE, author: { name }, body: '好' });
    const pieces = finding?.evidence.filter(({ field }) => field === 'name') ?? [];
    expect(pieces.length).toBeGreaterThan(0);
    for (const { start, end } of pieces) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(name.length);
    }
  });
});
