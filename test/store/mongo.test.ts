import { describe, expect, test } from '@jest/globals';
import { isLoopback, isWeakVersion } from '../../server/store/mongo/server-check.ts';
import { openMongoWorld } from './mongo-world.ts';
import { storeContract } from './store-contract.ts';

describe('what is reported about a MongoDB server', () => {
  test.each(['5.0.31', '6.0.26', '7.0.27', '8.0.16', '8.2.2', '8.1.0', '6.3.0'])('%s has the published weakness', (version) => {
    expect(isWeakVersion(version)).toBe(true);
  });

  test.each(['6.0.27', '7.0.28', '8.0.17', '8.2.3', '8.3.0', '9.0.0'])('%s has not', (version) => {
    expect(isWeakVersion(version)).toBe(false);
  });

  test('it is on this machine only when all its hosts are', () => {
    for (const url of ['mongodb://localhost/a', 'mongodb://u:p%40@127.0.0.1:27017,localhost:27018/a', 'mongodb://[::1]:27017']) {
      expect(isLoopback(url)).toBe(true);
    }
    for (const url of [
      'mongodb://db.example/a',
      'mongodb://localhost,db.example/a',
      'mongodb+srv://localhost/a',
      'mongodb://127.example',
    ]) {
      expect(isLoopback(url)).toBe(false);
    }
  });
});

// The test command reports what is missing on this machine, once and plainly.
if (process.env.LIANGJU_TEST_MONGO !== 'absent') {
  storeContract('MongoDB, one server', () => openMongoWorld(false));
}
