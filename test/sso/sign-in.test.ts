import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Site } from '../../server/domain/types.ts';
import { createOutbound } from '../../server/outbound/fetch.ts';
import { hashToken } from '../../server/people/reader-tokens.ts';
import { createEncryption } from '../../server/secrets/encryption.ts';
import { encryptSsoSecrets } from '../../server/secrets/sso-secrets.ts';
import { createKeySets } from '../../server/sso/key-sets.ts';
import { signInBySso, type SsoDeps } from '../../server/sso/sign-in.ts';
import { claimsOf, ISSUER, SECRET, tokenOf } from '../http/sso-tokens.ts';
import { openPeopleWorld, type PeopleWorld } from '../people/people-world.ts';

let world: PeopleWorld;
let deps: SsoDeps;
let site: Site;

beforeAll(async () => {
  world = await openPeopleWorld();
  const encryption = createEncryption(world.deps.secret, randomBytes);
  const now = (): number => world.clock.now;
  deps = { ...world.deps, store: world.store, encryption, now, keySets: createKeySets({ fetch: createOutbound(), now }) };
  const made = await world.store.sites.get('news');
  if (made === null) throw new Error('no site');
  const secrets = encryptSsoSecrets('news', [SECRET], [], encryption) ?? [];
  const sso = { ...made.settings.sso, mode: 'hs256' as const, issuer: ISSUER, secrets };
  site = { ...made, settings: { ...made.settings, sso, badges: ['特约作者'] } };
});
afterAll(() => world?.close());

/** A token of the same member. @param age seconds since it was signed. */
function signed(age: number, more: object): string {
  const now = Math.floor(world.clock.now / 1_000);
  return tokenOf({ claims: claimsOf({ aud: 'news', sub: 'one', iat: now - age, exp: now + 3_600, ...more }) });
}

test('the same token again is answered by reading; an older one brings back neither badge nor verification', async () => {
  const first = signed(20, { badge: '特约作者', verified: 'phone' });
  const older = signed(30, { name: '旧名', badge: '特约作者', verified: 'phone' });
  const newer = signed(10, { name: '新名' });
  const { reader, readerToken } = await signInBySso(deps, site, first);
  expect(reader).toMatchObject({ badge: '特约作者', verified: { kind: 'phone' } });
  const stored = await world.store.readers.byToken(hashToken(readerToken));
  const now = (await signInBySso(deps, site, newer)).reader;
  expect(now).toMatchObject({ id: reader.id, name: '新名', badge: null, verified: null });
  world.clock.now += 1_000;
  for (const token of [first, older, first, newer]) expect((await signInBySso(deps, site, token)).reader).toEqual(now);
  expect((await signInBySso(deps, site, first)).readerToken).toBe(readerToken);
  // A sign-in that is stored takes the time of its storing.
  expect((await world.store.readers.byToken(hashToken(readerToken)))?.token).toEqual(stored?.token);
});
