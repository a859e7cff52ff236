import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { hashPassword, isOutdated, isPassword, PASSWORD_COST, unmatchableHash } from '../../server/people/password.ts';

const CHEAP = { N: 2 ** 10, r: 8, p: 1 };

describe('passwords', () => {
  test('a hash names its cost and its salt, and fits its password alone', async () => {
    const hash = await hashPassword('一个很长的密码 and more', randomBytes);
    expect(hash).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(await isPassword('一个很长的密码 and more', hash)).toBe(true);
    expect(await isPassword('一个很长的密码 and more ', hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
  });

  test('the same password is never the same hash', async () => {
    expect(await hashPassword('x', randomBytes, CHEAP)).not.toBe(await hashPassword('x', randomBytes, CHEAP));
  });

  test('the form in which a keyboard composes a sign does not matter', async () => {
    expect(await isPassword('cafe\u0301 ｐａｓｓ', await hashPassword('caf\u00e9 pass', randomBytes, CHEAP))).toBe(true);
  });

  test('a cheaper hash still fits, and is known as outdated', async () => {
    const old = await hashPassword('hello', randomBytes, CHEAP);
    expect(await isPassword('hello', old)).toBe(true);
    expect(isOutdated(old)).toBe(true);
    expect(isOutdated(await hashPassword('hello', randomBytes, PASSWORD_COST))).toBe(false);
  });

  test('the hash for nobody fits nothing, at today’s cost', async () => {
    const hash = unmatchableHash(randomBytes);
    expect(isOutdated(hash)).toBe(false);
    expect(await isPassword('', hash)).toBe(false);
  });

  test.each(['', 'plain', 'scrypt$1$2$3$a', 'bcrypt$32768$8$3$abc$abc'])(
    '%j in the store is an error, not a wrong password',
    async (stored) => {
      await expect(isPassword('x', stored)).rejects.toThrow('not of this form');
    },
  );

  test('a flood is turned away, what waits is served, and then all is as before', async () => {
    const hash = await hashPassword('x', randomBytes, CHEAP);
    const tries = await Promise.allSettled(Array.from({ length: 100 }, () => isPassword('x', hash)));
    const refused = tries.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(100 - 2 - 64);
    expect(refused[0]).toMatchObject({ reason: { code: 'too-many-sign-ins', pub: { retryAfter: 10 } } });
    expect(tries.filter((result) => result.status === 'fulfilled' && result.value)).toHaveLength(66);
    expect(await isPassword('x', hash)).toBe(true);
  });
});
