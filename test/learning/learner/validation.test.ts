import { describe, expect, test } from '@jest/globals';
import { learn } from '../../../server/learning/learner/learn.ts';
import { createDecisionLog, record, LOG_SIZE, latest, undoRecord } from '../../../server/learning/learner/decision-log.ts';
import { createModel } from '../../../server/learning/learner/model.ts';
import { score } from '../../../server/learning/learner/score.ts';
import { validate, WINDOW } from '../../../server/learning/learner/validation.ts';
import { advert, decisions } from './sample-texts.ts';

/** A ledger of predictions: [p, refused by people, how many]. */
function ledgerOf(...groups: [number, boolean, number][]) {
  const ledger = createDecisionLog();
  let n = 0;
  for (const [p, unwanted, count] of groups) {
    for (let i = 0; i < count; i++) record(ledger, `${n++}`, { p, unwanted, step: 1, text: 7 });
  }
  return ledger;
}
const GROWN = { wanted: 400, unwanted: 100 };

describe('a young model', () => {
  test('has no effect before 200 decisions, however clear they are', () => {
    const model = createModel('spam', 's');
    for (const [i, example] of decisions(260).entries()) {
      if (i < 200) expect(score(model, example.text)).toMatchObject({ active: false, threshold: 1 });
      learn(model, example);
    }
    expect(score(model, advert(900)).active).toBe(true);
  });

  test('has none before 30 of each kind', () => {
    const model = createModel('spam', 's');
    for (const example of decisions(700, 10)) {
      learn(model, example);
      if (model.decided.unwanted < 30) expect(model.validation.active).toBe(false);
    }
    expect(model.validation.active).toBe(true);
  });

  test('has none when people decide by chance', () => {
    const model = createModel('abuse', 's');
    let state = 1;
    for (const { id, text } of decisions(500)) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      learn(model, { id, text, unwanted: state > 0x8000_0000 });
    }
    expect(model.validation.active).toBe(false);
  });
});

describe('the threshold', () => {
  test('is the lowest at which nearly all alarms were right', () => {
    const ledger = ledgerOf([0.95, true, 60], [0.8, true, 50], [0.7, false, 40], [0.6, true, 10], [0.1, false, 200]);
    expect(validate(ledger, GROWN)).toMatchObject({ active: true, alarms: 110, precision: 1, window: 360 });
    expect(validate(ledger, GROWN).threshold).toBeCloseTo(0.8, 3);
    expect(validate(ledger, GROWN).recall).toBeCloseTo(110 / 120, 6);
  });

  test('bears one wrong alarm among a hundred, not among fifty', () => {
    expect(validate(ledgerOf([0.9, true, 99], [0.9, false, 1], [0.1, false, 100]), GROWN).active).toBe(true);
    expect(validate(ledgerOf([0.9, true, 49], [0.9, false, 1], [0.1, false, 100]), GROWN).active).toBe(false);
  });

  test('is not concluded from a few alarms, nor below even odds', () => {
    expect(validate(ledgerOf([0.9, true, 19], [0.1, false, 200]), GROWN).active).toBe(false);
    expect(validate(ledgerOf([0.4, true, 100], [0.1, false, 200]), GROWN).active).toBe(false);
  });

  test('looks back on the last decisions alone: a model that went wrong falls silent', () => {
    const ledger = ledgerOf([0.9, true, 300]);
    expect(validate(ledger, GROWN).active).toBe(true);
    for (let n = 0; n < WINDOW; n++) record(ledger, `later ${n}`, { p: 0.9, unwanted: n % 2 === 0, step: 1, text: 7 });
    expect(validate(ledger, GROWN)).toMatchObject({ active: false, threshold: 1 });
  });
});

describe('the ledger', () => {
  test('forgets the oldest decision for a new one and holds no more than its size', () => {
    const ledger = ledgerOf([0.5, true, LOG_SIZE + 10]);
    expect(ledger.positionOf.size).toBe(LOG_SIZE);
    expect(latest(ledger, LOG_SIZE * 2)).toHaveLength(LOG_SIZE);
  });

  test('gives the newest first and leaves out what was struck', () => {
    const ledger = ledgerOf([0.25, true, 1], [0.5, true, 1], [0.75, false, 1]);
    undoRecord(ledger, '1');
    expect(latest(ledger, 5).map(({ p }) => Math.round(p * 100))).toEqual([75, 25]);
  });
});
