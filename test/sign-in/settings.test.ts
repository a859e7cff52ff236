import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { SECRET_MASK } from '../../contract/secret-mask.ts';
import { SignInWay, SignInWayList } from '../../contract/sign-in-ways.ts';
import { createEncryption, DecryptionFailed } from '../../server/secrets/encryption.ts';
import { decryptSsoSecrets, encryptSsoSecrets } from '../../server/secrets/sso-secrets.ts';
import { waySecrets } from '../../server/secrets/way-secrets.ts';

const encryption = createEncryption('a secret for tests that has more than 32 bytes', randomBytes);
const GITHUB = { kind: 'github', id: 'github', name: 'GitHub', clientId: 'client', secret: 'secret-of-the-client' } as const;
const OIDC = {
  kind: 'oidc',
  id: 'own',
  name: '报社账号',
  clientId: 'client',
  secret: 's',
  issuer: 'https://id.paper.example/realms/news',
} as const;

describe('a way to sign in', () => {
  test.each([
    { id: 'mail' },
    { id: 'sso' },
    { id: 'Upper' },
    { id: '../x' },
    { id: '' },
    { name: '' },
    { name: '长'.repeat(41) },
    { clientId: '' },
    { clientId: 'two words' },
    { secret: '' },
    { secret: 'line\nbreak' },
    { kind: 'facebook' },
    { issuer: 'https://x.example' },
    { endpoints: { web: 'http://github.example' } },
    { endpoints: { api: 'https://user@github.example' } },
    { endpoints: { other: 'https://github.example' } },
  ])('is refused with %j', (wrong) => {
    expect(SignInWay.safeParse(GITHUB).success).toBe(true);
    expect(SignInWay.safeParse({ ...GITHUB, ...wrong }).success).toBe(false);
  });

  test.each([{ issuer: 'http://id.paper.example' }, { issuer: 'https://id.example/?x=1' }, { issuer: undefined }])(
    'of OpenID Connect is refused with %j',
    (wrong) => {
      expect(SignInWay.safeParse(OIDC).success).toBe(true);
      expect(SignInWay.safeParse({ ...OIDC, ...wrong }).success).toBe(false);
    },
  );

  test('a list has at most ten, each with an id of its own', () => {
    const some = (count: number) => Array.from({ length: count }, (_, i) => ({ ...GITHUB, id: `way-${i}` }));
    expect([SignInWayList.safeParse(some(10)).success, SignInWayList.safeParse(some(11)).success]).toEqual([true, false]);
    expect(SignInWayList.safeParse([GITHUB, GITHUB]).success).toBe(false);
  });
});

describe('its secret', () => {
  const { list: stored } = waySecrets.encrypt('paper', [GITHUB, OIDC], [], encryption);

  test('is stored encrypted, opens for its site and way alone, and is shown masked', () => {
    expect(JSON.stringify(stored)).not.toContain(GITHUB.secret);
    expect(waySecrets.decrypt('paper', stored, encryption)).toEqual([GITHUB, OIDC]);
    expect(() => waySecrets.decrypt('another', stored, encryption)).toThrow(DecryptionFailed);
    expect(() =>
      waySecrets.decrypt(
        'paper',
        stored.map((way) => ({ ...way, id: 'other' })),
        encryption,
      ),
    ).toThrow(DecryptionFailed);
    expect(waySecrets.mask(stored).map(({ secret }) => secret)).toEqual([SECRET_MASK, SECRET_MASK]);
  });

  test('that a restored archive left out, or that another server encrypted, makes its way unusable and no other', () => {
    const [github, own] = stored;
    if (github === undefined || own === undefined) throw new Error('two are stored');
    expect(waySecrets.usable('paper', [{ ...github, secret: '' }, own], encryption)).toEqual([OIDC]);
    const elsewhere = createEncryption('another secret for tests that has more than 32 bytes', randomBytes);
    expect(waySecrets.usable('paper', stored, elsewhere)).toEqual([]);
    expect(decryptSsoSecrets('paper', ['', encryptSsoSecrets('paper', ['s'], [], encryption)?.[0] ?? ''], elsewhere)).toEqual([]);
  });

  test('stays when the mask comes back, and has to be typed again when it would go to somebody else', () => {
    const masked = waySecrets.mask(stored);
    const renamed = masked.map((way) => ({ ...way, name: '另一个名字' }));
    const kept = waySecrets.encrypt('paper', renamed, stored, encryption);
    expect([kept.missing, waySecrets.decrypt('paper', kept.list, encryption).map(({ secret }) => secret)]).toEqual([
      [],
      [GITHUB.secret, OIDC.secret],
    ]);
    const moved = [
      { ...GITHUB, secret: SECRET_MASK, endpoints: { api: 'https://evil.example' } },
      { ...OIDC, secret: SECRET_MASK, issuer: 'https://evil.example' },
      { ...GITHUB, secret: SECRET_MASK, clientId: 'another' },
      { ...GITHUB, secret: SECRET_MASK, kind: 'gitee' as const },
      { ...GITHUB, secret: SECRET_MASK, id: 'unknown' },
    ];
    for (const way of moved) expect(waySecrets.encrypt('paper', [way], stored, encryption).missing).toEqual([{ index: 0, id: way.id }]);
  });
});
