import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { hashEmail } from '../../server/domain/email-hash.ts';
import { holderOf, identifyReader, makeGuest, renameReader } from '../../server/people/guest.ts';
import { hashToken } from '../../server/people/reader-tokens.ts';
import { openPeopleWorld, type PeopleWorld } from './people-world.ts';

let world: PeopleWorld;
beforeEach(async () => {
  world = await openPeopleWorld();
});
afterEach(() => world.close());

describe('a guest', () => {
  test('is who holds the token, in the site where it was given', async () => {
    const { reader, readerToken } = await makeGuest(world.deps, { siteId: 'news', name: ' 读者 ' });
    expect(readerToken).toMatch(/^ljr_[\w-]{43}$/);
    expect(reader).toMatchObject({
      siteId: 'news',
      kind: 'guest',
      name: '读者',
      email: null,
      emailHash: null,
      createdAt: world.clock.now,
    });
    expect(await identifyReader((bearer) => holderOf(world.deps, bearer), 'news', readerToken)).toEqual({ ...reader, authorOf: [] });
  });

  test('any other token is invalid: malformed, unknown, another site’s, or the hash itself', async () => {
    const { readerToken } = await makeGuest(world.deps, { siteId: 'news', name: '读者' });
    const wrong = [
      '',
      'x',
      `${readerToken}a`,
      readerToken.slice(0, -1),
      readerToken.replace('ljr_', 'ljs_'),
      `ljr_${'A'.repeat(43)}`,
      hashToken(readerToken),
    ];
    for (const token of wrong)
      await expect(identifyReader((bearer) => holderOf(world.deps, bearer), 'news', token)).rejects.toMatchObject({
        code: 'invalid-token',
      });
    await expect(identifyReader((bearer) => holderOf(world.deps, bearer), 'blog', readerToken)).rejects.toMatchObject({
      code: 'invalid-token',
    });
  });

  test('made again from the same seed is the same guest with the same token, also at the same moment', async () => {
    const guest = { siteId: 'news', name: '读者', seed: 'key fingerprint' };
    const made = await Promise.all([makeGuest(world.deps, guest), makeGuest(world.deps, guest), makeGuest(world.deps, guest)]);
    expect(new Set(made.map(({ readerToken }) => readerToken)).size).toBe(1);
    expect(new Set(made.map(({ reader }) => reader.id)).size).toBe(1);
  });

  test('of another seed, site or secret has another token; without a seed it is always new', async () => {
    const seed = 'key fingerprint';
    const tokens = [
      await makeGuest(world.deps, { siteId: 'news', name: 'a', seed }),
      await makeGuest(world.deps, { siteId: 'blog', name: 'a', seed }),
      await makeGuest(world.deps, { siteId: 'news', name: 'a', seed: `${seed}2` }),
      await makeGuest({ ...world.deps, secret: 'b'.repeat(40) }, { siteId: 'news', name: 'a', seed }),
      await makeGuest(world.deps, { siteId: 'news', name: 'a' }),
      await makeGuest(world.deps, { siteId: 'news', name: 'a' }),
    ].map(({ readerToken }) => readerToken);
    expect(new Set(tokens).size).toBe(tokens.length);
  });

  test('is known by a keyed hash of the address, never by the address', async () => {
    const { reader } = await makeGuest(world.deps, { siteId: 'news', name: 'a', email: 'Reader@Example.com' });
    expect(reader.email).toBeNull();
    expect(reader.emailHash).toBe(hashEmail(world.deps.secret, 'reader@example.com'));
    expect(reader.emailHash).not.toBe(hashEmail('another secret', 'reader@example.com'));
    expect(JSON.stringify(reader)).not.toMatch(/reader@example/i);
  });

  test('may not take a reserved name, at first or later, but any other', async () => {
    await expect(makeGuest(world.deps, { siteId: 'news', name: '管理员' })).rejects.toMatchObject({ code: 'name-not-allowed' });
    const { reader, readerToken } = await makeGuest(world.deps, { siteId: 'news', name: 'a' });
    await expect(renameReader(world.deps, reader, '管理员')).rejects.toMatchObject({ code: 'name-not-allowed' });
    expect(await renameReader(world.deps, reader, ' b ')).toMatchObject({ id: reader.id, name: 'b' });
    expect((await identifyReader((bearer) => holderOf(world.deps, bearer), 'news', readerToken)).name).toBe('b');
  });

  test('a member’s name is the site’s to change', async () => {
    const { reader } = await makeGuest(world.deps, { siteId: 'news', name: 'a' });
    await expect(renameReader(world.deps, { ...reader, kind: 'member' }, 'b')).rejects.toMatchObject({ code: 'not-allowed' });
  });
});
