import { describe, expect, test } from '@jest/globals';
import { pictureOf } from '../../server/sign-in/facts.ts';
import { memberName } from '../../server/sign-in/member-name.ts';
import { personIn } from '../../server/sign-in/providers/oidc.ts';
import { claimsOf } from '../../server/sign-in/providers/oidc-flow.ts';
import { readQqAnswer } from '../../server/sign-in/providers/qq.ts';

test.each([
  ['callback( {"client_id":"1","openid":"o"} );\n', { client_id: '1', openid: 'o' }],
  ['callback({"error":100020,"error_description":"code is reused error"});', { error: 100020, error_description: 'code is reused error' }],
  ['{"openid":"o",}', { openid: 'o' }],
  ['access_token=a%20b&expires_in=1', { access_token: 'a b', expires_in: '1' }],
  ['callback( alert(1) )', null],
  ['<html>x=1</html>', null],
  ['', null],
])('an answer of QQ: %j', (text, data) => {
  expect(readQqAnswer(text)).toEqual(data);
});

describe('the word of an issuer on an address', () => {
  const claims = (email_verified: unknown) => ({ email: 'a@example.com', email_verified });
  const isBelieved = (iss: string, email_verified: unknown): boolean =>
    personIn({ iss, sub: 's', claims: claims(email_verified) }).emailVerified;

  test('counts where it vouches for it, in either form', () => {
    expect([true, 'true', false, 'false', 1, undefined, null].map((word) => isBelieved('https://accounts.google.com', word))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  test.each([
    'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
    'https://sts.windows.net/x/',
    'https://login.partner.microsoftonline.cn/x/v2.0',
  ])('never counts of %s', (iss) => {
    expect(isBelieved(iss, true)).toBe(false);
  });

  test('an id of one issuer is no other’s', () => {
    const [one, other] = ['https://a.example', 'https://b.example'].map((iss) => personIn({ iss, sub: 's', claims: {} }).subject);
    expect(one).not.toBe(other);
  });
});

test.each([
  ['http://thirdqq.example.com/40', 'https://thirdqq.example.com/40'],
  ['https://a.example/p.png', 'https://a.example/p.png'],
  ['javascript:alert(1)', null],
  ['https://user:pass@a.example/', null],
  [`https://a.example/${'x'.repeat(500)}`, null],
  ['', null],
  [null, null],
])('the picture %j', (given, kept) => {
  expect(pictureOf(given)).toBe(kept);
});

test.each([
  ['晚饭后', '晚饭后'],
  ['管理员', '微信用户'],
  ['\u200b', '微信用户'],
  ['长'.repeat(40), '长'.repeat(30)],
])('the name %j becomes %j', (given, name) => {
  expect(memberName(given, ['微信用户'])).toBe(name);
});

test.each([
  [{ email: 'signed@example.com' }, { email: 'other@example.com', email_verified: true }, 'signed@example.com', undefined],
  [
    { email: 'signed@example.com', email_verified: true },
    { email: 'other@example.com', email_verified: false },
    'signed@example.com',
    true,
  ],
  [{ email_verified: true }, { email: 'other@example.com' }, 'other@example.com', undefined],
  [{}, { email: 'other@example.com', email_verified: true }, 'other@example.com', true],
])('an address and the word on it come from one source: %j and %j', (signed, more, email, email_verified) => {
  expect(claimsOf({ ...signed, name: '晚饭后' }, { ...more, name: '另一个' })).toEqual({ name: '晚饭后', email, email_verified });
});
