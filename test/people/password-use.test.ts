import { expect, test } from '@jest/globals';
import { mayUsePassword, mustSetUpFactor } from '../../server/people/password-use.ts';
import { staffOf } from '../store/fixtures.ts';

const chief = staffOf({ email: 'chief@example.com', grants: [{ role: 'administrator', site: '*' }] });
const other = staffOf({ email: 'other@example.com', grants: [{ role: 'administrator', site: '*' }] });

test('a password is for everybody, for nobody, or for the one administrator who is named', () => {
  const may = (passwords: Parameters<typeof mayUsePassword>[0]) => [chief, other].map((one) => mayUsePassword(passwords, one));
  expect([may(undefined), may('on'), may('off'), may({ email: 'chief@example.com' })]).toEqual([
    [true, true],
    [true, true],
    [false, false],
    [true, false],
  ]);
  expect(mayUsePassword({ email: 'chief@example.com' }, { ...chief, grants: [{ role: 'senior', site: '*' }] })).toBe(false);
  expect(mayUsePassword({ email: 'chief@example.com' }, { ...chief, disabled: true })).toBe(false);
});

test('a second factor is demanded of those who may come by a password; of the others it is the provider’s matter', () => {
  const wants = (passwords: Parameters<typeof mayUsePassword>[0]) =>
    [chief, other].map((one) => mustSetUpFactor({ passwords: passwords ?? 'on', requireSecondFactor: ['administrator'] }, one));
  expect([wants('on'), wants('off'), wants({ email: 'chief@example.com' })]).toEqual([
    [true, true],
    [false, false],
    [true, false],
  ]);
});
