import { describe, expect, test } from '@jest/globals';
import { mongo } from 'mongoose';
import { isDuplicateKey, toStoreError } from '../../server/store/mongo/errors.ts';
import { Duplicate, NotFound, StoreBusy, StoreFull } from '../../server/store/port.ts';
import { openMongoWorld } from './mongo-world.ts';
import { storeContract } from './store-contract.ts';

describe('what a replica set answers when it cannot', () => {
  const errorOf = (code: number): mongo.MongoServerError => new mongo.MongoServerError({ message: 'no', code });

  test.each([91, 189, 10_107, 11_600, 11_602, 13_435, 13_436])('%d: no primary now, so it is StoreBusy', (code) => {
    expect(toStoreError(errorOf(code))).toBeInstanceOf(StoreBusy);
  });

  test('a full disk is StoreFull, a taken key Duplicate, a lost connection StoreBusy', () => {
    expect(toStoreError(errorOf(14_031))).toBeInstanceOf(StoreFull);
    expect(isDuplicateKey(errorOf(11_000))).toBe(true);
    expect(toStoreError(errorOf(11_000))).toBeInstanceOf(Duplicate);
    expect(toStoreError(new mongo.MongoNetworkError('gone'))).toBeInstanceOf(StoreBusy);
  });

  test('what is known, or a bug, stays as it is', () => {
    for (const error of [new NotFound('no such comment'), new TypeError('a bug'), errorOf(2)]) expect(toStoreError(error)).toBe(error);
  });
});

// The test command reports what is missing on this machine, once and plainly.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') {
  storeContract('MongoDB, a replica set', () => openMongoWorld(true));
}
