import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromBytes, MODEL_BYTES, toBytes } from '../../../server/learning/learner/bytes.ts';
import { learn, unlearn } from '../../../server/learning/learner/learn.ts';
import { createModel, type LearnerModel } from '../../../server/learning/learner/model.ts';
import { score } from '../../../server/learning/learner/score.ts';
import { stats } from '../../../server/learning/learner/stats.ts';
import { advert, decisions } from './sample-texts.ts';

const SEED = 'the secret of the site';

function taught(count: number): LearnerModel {
  const model = createModel('spam', SEED);
  for (const example of decisions(count)) learn(model, example);
  return model;
}

describe('a stored model', () => {
  test('fits into a megabyte', () => {
    expect(toBytes(taught(250)).length).toBe(MODEL_BYTES);
    expect(MODEL_BYTES).toBeLessThanOrEqual(1_000_000);
  });

  test('comes back whole: it scores the same, is as active, and can unlearn', () => {
    const model = taught(250);
    const { model: read, unread } = fromBytes(toBytes(model), 'spam', SEED);
    expect(unread).toBeNull();
    expect(stats(read)).toEqual(stats(model));
    expect(score(read, advert(999))).toEqual(score(model, advert(999)));
    expect(learn(read, { id: 'c3:1', text: advert(3), unwanted: true })).toBe('again');
    for (const one of [model, read]) expect(unlearn(one, { id: 'c3:1', text: advert(3) })).toBe('unlearnt');
    expect(Buffer.from(toBytes(read)).equals(toBytes(model))).toBe(true);
  });

  test('comes back whole from bytes that lie anywhere in a buffer', () => {
    const bytes = toBytes(taught(30));
    const inside = new Uint8Array(bytes.length + 3);
    inside.set(bytes, 3);
    expect(fromBytes(inside.subarray(3), 'spam', SEED).unread).toBeNull();
  });

  test('does not hold the secret', () => {
    expect(Buffer.from(toBytes(taught(3))).includes(SEED)).toBe(false);
  });

  test('with a changed byte is replaced by a fresh one, with the reason', () => {
    const bytes = toBytes(taught(60));
    const run = fc.property(fc.nat(MODEL_BYTES - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ by;
      const { model, unread } = fromBytes(changed, 'spam', SEED);
      expect(unread).not.toBeNull();
      expect(model.decided).toEqual({ wanted: 0, unwanted: 0 });
      expect(model.log.positionOf.size).toBe(0);
    });
    fc.assert(run, { numRuns: 40 });
  });

  test('of any other bytes is a fresh one, never an error', () => {
    const run = fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(fromBytes(bytes, 'abuse', SEED).unread).not.toBeNull();
    });
    fc.assert(run);
  });

  test('tells what is wrong with it', () => {
    const bytes = toBytes(taught(10));
    expect(fromBytes(bytes.subarray(0, 1000), 'spam', SEED).unread).toBe('length');
    expect(
      fromBytes(
        bytes.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)),
        'spam',
        SEED,
      ).unread,
    ).toBe('checksum');
    expect(
      fromBytes(
        bytes.map((byte, i) => (i === 0 ? 2 : byte)),
        'spam',
        SEED,
      ).unread,
    ).toBe('version');
    expect(fromBytes(bytes, 'spam', 'another secret').unread).toBe('seed');
    expect(fromBytes(bytes, 'abuse', SEED).unread).toBe('seed');
  });

  test('is the same bytes in every process', async () => {
    const from = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
    const program = `
      const { createHash } = await import('node:crypto');
      const { toBytes } = await import(${from('../../../server/learning/learner/bytes.ts')});
      const { learn } = await import(${from('../../../server/learning/learner/learn.ts')});
      const { createModel } = await import(${from('../../../server/learning/learner/model.ts')});
      const { decisions } = await import(${from('./sample-texts.ts')});
      const model = createModel('spam', ${JSON.stringify(SEED)});
      for (const example of decisions(120)) learn(model, example);
      process.stdout.write(createHash('sha256').update(toBytes(model)).digest('hex'));`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env: {} });
    const here = createHash('sha256')
      .update(toBytes(taught(120)))
      .digest('hex');
    expect(stdout).toBe(here);
  });
});
