import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createApiToken, deleteApiToken, listApiTokens } from '../../server/people/api-tokens.ts';
import { createPeople } from '../../server/people/people.ts';
import { hashToken } from '../../server/people/reader-tokens.ts';
import { makeFirstAdministrator, needsSetUp, setUp, setUpToken } from '../../server/people/set-up.ts';
import { grantsOf } from '../../server/domain/accounts.ts';
import { addStaff, changeAccount } from '../../server/people/staff-accounts.ts';
import { identifyStaff } from '../../server/people/identify-staff.ts';
import { openPeopleWorld, type PeopleWorld } from './people-world.ts';

const SYSTEM = { id: 'system', name: 'test', requestId: null } as const;
const noSite = (): Promise<boolean> => Promise.resolve(false);
const FIRST = { email: 'first@example.com', name: '编辑部', password: 'correct horse battery' };

let world: PeopleWorld;
beforeEach(async () => {
  world = await openPeopleWorld();
});
afterEach(() => world.close());

const link = (): string => setUpToken(world.deps.secret);

describe('the first administrator', () => {
  test('is made by the link, which is of no use afterwards', async () => {
    expect(await needsSetUp(world.deps)).toBe(true);
    const people = createPeople(world.deps);
    const { staff, session } = await people.setUp({ ...FIRST, network: '203.0.113.0/24', token: link() });
    expect(staff).toMatchObject({ email: FIRST.email, name: '编辑部', grants: [{ role: 'administrator', site: '*' }] });
    expect(await people.identifyStaff({ sessionToken: session.token })).toMatchObject({ staff: { id: staff.id } });
    expect(await needsSetUp(world.deps)).toBe(false);
    await expect(setUp(world.deps, { ...FIRST, email: 'second@example.com', token: link() })).rejects.toMatchObject({
      code: 'already-set-up',
    });
    const log = await world.store.audit.list({ siteIds: null, limit: 10 });
    expect(log.items.map(({ action, by }) => [action, by])).toEqual(expect.arrayContaining([['staff.set-up', staff.id]]));
  });

  test.each(['', 'wrong', 'A'.repeat(43)])('is not made by the token %j', async (token) => {
    await expect(setUp(world.deps, { ...FIRST, token })).rejects.toMatchObject({ code: 'invalid-token' });
    expect(await needsSetUp(world.deps)).toBe(true);
  });

  test('needs a fit password', async () => {
    await expect(setUp(world.deps, { ...FIRST, password: 'short', token: link() })).rejects.toMatchObject({ code: 'weak-password' });
    expect(await needsSetUp(world.deps)).toBe(true);
  });

  test('is one, however many use the link at the same moment', async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, (_, i) => setUp(world.deps, { ...FIRST, email: `x${i}@example.com`, token: link() })),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(tries.filter((result) => result.status === 'rejected' && result.reason.code === 'already-set-up')).toHaveLength(4);
    expect(await world.store.accounts.listStaff()).toHaveLength(1);
  });

  test('is made from the settings only when there is nobody', async () => {
    const made = await makeFirstAdministrator(world.deps, FIRST);
    expect(made).toMatchObject({ grants: [{ role: 'administrator', site: '*' }], name: 'first' });
    expect(await makeFirstAdministrator(world.deps, { ...FIRST, email: 'second@example.com' })).toBeNull();
  });
});

describe('a personal API token', () => {
  async function owner(): Promise<Parameters<typeof createApiToken>[2]> {
    const made = await makeFirstAdministrator(world.deps, FIRST);
    if (made === null) throw new Error('there is somebody already');
    return made;
  }

  test('stands for its owner with its scopes, and cannot be forged across sites by a browser', async () => {
    const staff = await owner();
    const { token, apiToken } = await createApiToken(world.deps, SYSTEM, staff, { name: 'script', scopes: ['moderate', 'read', 'read'] });
    expect(token).toMatch(/^ljs_[\w-]{43}$/);
    expect(apiToken).toMatchObject({ name: 'script', scopes: ['read', 'moderate'], tokenHash: hashToken(token), usedAt: null });
    expect(await identifyStaff(world.deps, { bearer: token })).toEqual({
      staff,
      via: 'token',
      confirmedAt: null,
      wantsSecondFactor: false,
      scopes: ['read', 'moderate'],
      csrfToken: null,
      sessionHash: null,
    });
    const [listed] = await listApiTokens(world.deps, staff.id);
    expect(listed).toMatchObject({ id: apiToken.id, usedAt: world.clock.now });
    expect((await world.store.audit.list({ siteIds: null, action: 'token.create', limit: 5 })).items).toHaveLength(1);
  });

  test('counts before the session that comes with it', async () => {
    const { session } = await createPeople(world.deps).setUp({ ...FIRST, network: '203.0.113.0/24', token: link() });
    expect(await identifyStaff(world.deps, { sessionToken: session.token, bearer: 'ljs_wrong' })).toBeNull();
  });

  test.each(['', 'ljs_', `ljs_${'A'.repeat(43)}`, `ljr_${'A'.repeat(43)}`])('%j is nobody’s', async (bearer) => {
    expect(await identifyStaff(world.deps, { bearer })).toBeNull();
  });

  test('ends when its owner deletes it, and nobody else can', async () => {
    const staff = await owner();
    const { token, apiToken } = await createApiToken(world.deps, SYSTEM, staff, { name: 'x', scopes: ['read'] });
    expect(await deleteApiToken(world.deps, SYSTEM, { ...staff, id: 'somebody-else' }, apiToken.id)).toBe(false);
    expect(await identifyStaff(world.deps, { bearer: token })).not.toBeNull();
    expect(await deleteApiToken(world.deps, SYSTEM, staff, apiToken.id)).toBe(true);
    expect(await deleteApiToken(world.deps, SYSTEM, staff, apiToken.id)).toBe(false);
    expect(await identifyStaff(world.deps, { bearer: token })).toBeNull();
  });

  test('is refused while its owner is disabled', async () => {
    const staff = await owner();
    const { token } = await createApiToken(world.deps, SYSTEM, staff, { name: 'x', scopes: ['read'] });
    const other = { email: 'other@example.com', name: '', grants: grantsOf('administrator', null), password: FIRST.password };
    await addStaff(world.deps, SYSTEM, other);
    await changeAccount(world.deps, SYSTEM, staff.id, { disabled: true }, noSite);
    expect(await identifyStaff(world.deps, { bearer: token })).toBeNull();
    await changeAccount(world.deps, SYSTEM, staff.id, { disabled: false }, noSite);
    expect(await identifyStaff(world.deps, { bearer: token })).not.toBeNull();
  });
});
