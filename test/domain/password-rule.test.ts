import { describe, expect, test } from '@jest/globals';
import { passwordFault } from '../../server/domain/password-rule.ts';

const EMAIL = 'anna.lin@example.com';

describe('a password', () => {
  test.each([
    '123456789012',
    '098765432109',
    'password1234',
    'Passw0rd!!!!',
    'P@ssw0rd2026',
    'aaaaaaaaaaaa',
    'abcabcabcabc',
    'abcdefghijkl',
    'qwertyuiopas',
    '1q2w3e4r5t6y',
    '111111222222',
    '11223344556677',
    'iloveyou5201',
    'woaini1314520',
    'admin1234567',
    'Administrator1',
    'ｐａｓｓｗｏｒｄ１２３４',
    '两句两句两句两句两句两句',
  ])('%s is common', (password) => {
    expect(passwordFault(password, EMAIL)).toBe('common');
  });

  test.each([EMAIL, EMAIL.toUpperCase(), ` ${EMAIL} `, 'anna.lin@example.com1', 'example.com123'])('%s is the address', (password) => {
    expect(passwordFault(password, EMAIL)).toBe('address');
  });

  test.each(['liangju12345', 'Liangju2026!', 'liangju-2026'])('%s is the name of the product', (password) => {
    expect(passwordFault(password, EMAIL)).toBe('product');
  });

  test.each([
    'correct horse battery',
    'plain weather today',
    'xk29dkQm31vb',
    'fbhmqzkrtwpd',
    '春眠不觉晓处处闻啼鸟夜来',
    'Tr0ub4dor&3x',
    'annapurna trek',
  ])('%s can be used', (password) => {
    expect(passwordFault(password, EMAIL)).toBeNull();
  });

  test('is counted in characters, and is not endless', () => {
    expect(passwordFault('😀'.repeat(5), EMAIL)).toBe('short');
    expect(passwordFault('短密码', EMAIL)).toBe('short');
    expect([passwordFault('xk29dkQm31v', EMAIL), passwordFault('xk29dkQm31vb', EMAIL)]).toEqual(['short', null]);
    expect(passwordFault('x'.repeat(1025), EMAIL)).toBe('long');
  });

  test('is judged quickly whatever it is', () => {
    const started = performance.now();
    for (const password of ['a'.repeat(1024), 'ab'.repeat(512), '1q'.repeat(512), '密'.repeat(1024)]) passwordFault(password, EMAIL);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
