import { expect, test } from '@jest/globals';
import { createBackOff } from '../../server/cluster/back-off.ts';
import { createGathering } from '../../server/cluster/gather.ts';

test('who dies again and again waits longer and longer, and starts anew once it has stood', () => {
  const backOff = createBackOff();
  expect([0, 10, 10, 10].map(backOff)).toEqual([100, 200, 400, 800]);
  for (let i = 0; i < 20; i++) backOff(10);
  expect(backOff(10)).toBe(30_000);
  expect(backOff(60_000)).toBe(100);
  expect(backOff(10)).toBe(200);
});

test('what all were asked comes back in their order, from those who answer', async () => {
  const gathering = createGathering();
  const answers = gathering.all((ask) => {
    gathering.answered(ask + 1, 1, []);
    queueMicrotask(() => {
      gathering.answered(ask, 2, []);
      gathering.answered(ask, 1, []);
      gathering.answered(ask, 3, []);
    });
    return 2;
  });
  expect((await answers).map(({ worker }) => worker)).toEqual([1, 2]);
  expect(await gathering.all(() => 0)).toEqual([]);
  const late = gathering.all((ask) => {
    gathering.answered(ask, 2, []);
    return 2;
  });
  expect((await late).map(({ worker }) => worker)).toEqual([2]);
});
