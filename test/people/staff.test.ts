import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createHook } from 'node:async_hooks';
import { inviteStaff } from '../../server/people/invitations.ts';
import { grantsOf, type Staff } from '../../server/domain/accounts.ts';
import { isOutdated, PASSWORD_COST } from '../../server/people/password.ts';
import { createSignInLimits, KNOWN_NETWORK_FOR, signInOrigin } from '../../server/people/sign-in-limits.ts';
import { addStaff, changeAccount } from '../../server/people/staff-accounts.ts';
import { identifyStaff, SESSION_IDLE } from '../../server/people/identify-staff.ts';
import { isCsrfToken, SESSION_LONGEST, type SignedIn, signIn, signOut } from '../../server/people/staff.ts';
import { openPeopleWorld, type PeopleWorld } from './people-world.ts';

const SYSTEM = { id: 'system', name: 'test', requestId: null } as const;
const noSite = (): Promise<boolean> => Promise.resolve(false);
const ANNA = { email: 'anna@example.com', password: 'correct horse battery' };
const HOUR = 3_600_000;

let world: PeopleWorld;
let annaId: string;
/** Her account, made by the act itself in the first test; the others have it as it was made then: a hash takes its time. */
let anna: Staff | null = null;
beforeEach(async () => {
  world = await openPeopleWorld();
  if (anna === null) anna = await addStaff(world.deps, SYSTEM, { ...ANNA, name: 'Anna', grants: [{ role: 'moderator', site: 'news' }] });
  else await world.store.accounts.createStaff(anna, { events: [], audit: [] });
  annaId = anna.id;
});
afterEach(() => world.close());

const enter = (network = '192.0.2.0/24'): Promise<SignedIn> => signIn(world.deps, { ...ANNA, network });
const who = (sessionToken: string): ReturnType<typeof identifyStaff> => identifyStaff(world.deps, { sessionToken });
const actions = async (): Promise<string[]> =>
  (await world.store.audit.list({ siteIds: null, limit: 50 })).items.map(({ action }) => action);

/** How often scrypt runs while something is done; every run costs the same, as the cost of hashes does not differ. */
async function hashesOf(work: () => Promise<unknown>): Promise<number> {
  let runs = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'SCRYPTREQUEST') runs++;
    },
  }).enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return runs;
}

describe('signing in', () => {
  test('takes one hash whoever is unknown, disabled or invited, and for a wrong password, with the same answer', async () => {
    const deps = { ...world.deps, limitsOn: false };
    const invited = { email: 'bo@example.com', name: 'Bo', grants: [] };
    await inviteStaff(deps, SYSTEM, invited, noSite);
    const gone = await addStaff(deps, SYSTEM, { ...ANNA, email: 'gone@example.com', name: 'G', grants: [] });
    await changeAccount(deps, SYSTEM, gone.id, { disabled: true }, noSite);
    const tries = [
      { ...ANNA, email: 'nobody@example.com' },
      { ...ANNA, password: 'not the password' },
      { ...ANNA, email: invited.email },
      { ...ANNA, email: gone.email },
    ];
    for (let round = 0; round < 50; round++) {
      for (const one of tries) {
        const refused = async (): Promise<void> => {
          await expect(signIn(deps, { ...one, network: 'n' })).rejects.toMatchObject({ code: 'bad-credentials' });
        };
        expect(await hashesOf(refused)).toBe(1);
      }
    }
  });

  test('opens a session, which says who it is and what a change has to carry', async () => {
    const { session, csrfToken, staff } = await signIn(world.deps, { ...ANNA, email: ' ANNA@Example.com ', network: 'n' });
    expect(staff.id).toBe(annaId);
    expect(session.expiresAt).toBe(world.clock.now + SESSION_LONGEST);
    const actor = await who(session.token);
    expect(actor).toMatchObject({ via: 'session', scopes: null, csrfToken, staff: { id: annaId } });
    expect(isCsrfToken(csrfToken, csrfToken)).toBe(true);
    expect(isCsrfToken(csrfToken, `${csrfToken}x`)).toBe(false);
    expect(await actions()).toContain('staff.sign-in');
  });

  test('gives another token each time, and ends the session that the browser had', async () => {
    const first = await enter();
    const second = await signIn(world.deps, { ...ANNA, network: 'n', previousSession: first.session.token });
    expect(second.session.token).not.toBe(first.session.token);
    expect(second.csrfToken).not.toBe(first.csrfToken);
    expect(await who(first.session.token)).toBeNull();
    expect(await who(second.session.token)).not.toBeNull();
  });

  test('ends when nobody does anything, however often the open page asks', async () => {
    const { session } = await enter();
    const asks = (isBackground: boolean) => identifyStaff(world.deps, { sessionToken: session.token, isBackground });
    for (let hours = 0; hours < 12; hours++) {
      world.clock.now += SESSION_IDLE / 12;
      expect(await asks(true)).not.toBeNull();
    }
    expect(await asks(false)).not.toBeNull();
    for (let hours = 0; hours < 12; hours++) {
      world.clock.now += SESSION_IDLE / 12;
      expect(await asks(true)).not.toBeNull();
    }
    world.clock.now += 1;
    expect(await asks(false)).toBeNull();
  });

  test('keeps no token, only its hash', async () => {
    const { session } = await enter();
    expect(await world.store.accounts.touchSession(session.token, world.clock.now, 0)).toBeNull();
  });

  test.each([
    ['a wrong password', { ...ANNA, password: 'correct horse batterz' }],
    ['an unknown address', { ...ANNA, email: 'nobody@example.com' }],
  ])('is refused for %s in the same words', async (_what, input) => {
    await expect(signIn(world.deps, { ...input, network: 'n' })).rejects.toMatchObject({ code: 'bad-credentials', pub: {}, errors: [] });
  });

  test('is refused for a disabled account in the same words, and its sessions end', async () => {
    const { session } = await enter();
    await changeAccount(world.deps, SYSTEM, annaId, { disabled: true }, noSite);
    expect(await who(session.token)).toBeNull();
    await expect(enter()).rejects.toMatchObject({ code: 'bad-credentials' });
    await changeAccount(world.deps, SYSTEM, annaId, { disabled: false }, noSite);
    expect(await who(session.token)).toBeNull();
    expect((await enter()).staff.id).toBe(annaId);
  });

  test('takes about as long for an unknown address as for a wrong password', async () => {
    const deps = { ...world.deps, passwordCost: PASSWORD_COST, limitsOn: false };
    const berta = await addStaff(deps, SYSTEM, { ...ANNA, email: 'berta@example.com', name: 'Berta', grants: [] });
    const emails = ['nobody@example.com', berta.email];
    const times: [number[], number[]] = [[], []];
    // In turns, so that what else the machine does falls on both alike.
    for (let i = 0; i < 7; i++) {
      for (const [which, email] of emails.entries()) {
        const begin = performance.now();
        await signIn(deps, { email, password: 'wrong', network: 'n' }).catch(() => undefined);
        times[which]?.push(performance.now() - begin);
      }
    }
    const [unknown = 0, known = 1] = times.map((all) => all.sort((a, b) => a - b)[3]);
    const ratio = unknown / known;
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });

  test('makes an outdated password hash anew', async () => {
    const deps = { ...world.deps, passwordCost: PASSWORD_COST };
    const before = (await world.store.accounts.staff(annaId))?.passwordHash ?? '';
    expect(isOutdated(before)).toBe(true);
    await signIn(deps, { ...ANNA, network: 'n' });
    const now = (await world.store.accounts.staff(annaId))?.passwordHash ?? '';
    expect(now).not.toBe(before);
    expect(isOutdated(now)).toBe(false);
    expect((await signIn(deps, { ...ANNA, network: 'n' })).staff.id).toBe(annaId);
  });
});

describe('too many tries', () => {
  const wrong = (email: string, network: string): Promise<unknown> =>
    signIn(world.deps, { email, password: 'wrong', network }).then(
      () => null,
      (error: unknown) => error,
    );

  test('for one account: ten from anywhere, then even the right password waits', async () => {
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, i) => wrong(i % 2 === 0 ? ANNA.email : ANNA.email.toUpperCase(), `n${i}`)),
    );
    expect(tries.map((problem) => (problem as { code: string }).code).sort()).toEqual([
      ...Array<string>(10).fill('bad-credentials'),
      'too-many-sign-ins',
      'too-many-sign-ins',
    ]);
    await expect(enter('fresh')).rejects.toMatchObject({
      code: 'too-many-sign-ins',
      pub: { retryAfter: expect.any(Number), minutes: expect.any(Number) },
    });
  });

  /** As many tries from other networks as are let through, without looking at passwords. */
  const guessedElsewhere = async (): Promise<void> => {
    for (let i = 0; i < 10; i++) await world.deps.signInLimits.count(signInOrigin(world.deps.secret, ANNA.email, `n${i}`), false);
  };

  test('elsewhere do not keep out a network that signed in before, also after a restart', async () => {
    await enter('home');
    world.deps = { ...world.deps, signInLimits: createSignInLimits() };
    await guessedElsewhere();
    expect((await enter('home')).staff.id).toBe(annaId);
    // Who guesses from many networks gains nothing by that.
    expect(await wrong(ANNA.email, 'another')).toMatchObject({ code: 'too-many-sign-ins' });
  });

  test('keep out a network again when nobody has signed in from it for ninety days; it is kept as a hash', async () => {
    const note = jest.spyOn(world.store.accounts, 'noteNetwork');
    await enter('home');
    expect(note).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(note.mock.calls)).not.toMatch(/home|anna/i);
    world.clock.now += KNOWN_NETWORK_FOR;
    await guessedElsewhere();
    await expect(enter('home')).rejects.toMatchObject({ code: 'too-many-sign-ins' });
  });

  test('from one network: ten for any accounts, known or not', async () => {
    const tries = await Promise.all(Array.from({ length: 11 }, (_, i) => wrong(`somebody${i}@example.com`, 'one')));
    expect(tries.at(-1)).toMatchObject({ code: 'too-many-sign-ins' });
    await expect(enter('one')).rejects.toMatchObject({ code: 'too-many-sign-ins' });
    expect((await enter('two')).staff.id).toBe(annaId);
  });

  test('the right password clears the account, and an office behind one address is not shut out by its own sign-ins', async () => {
    for (let i = 0; i < 9; i++) await wrong(ANNA.email, `n${i}`);
    for (let i = 0; i < 12; i++) await enter('office');
    expect(await wrong(ANNA.email, 'elsewhere')).toMatchObject({ code: 'bad-credentials' });
  });

  test('are not counted with the limits off', async () => {
    world.deps = { ...world.deps, limitsOn: false };
    for (let i = 0; i < 11; i++) expect(await wrong(ANNA.email, 'one')).toMatchObject({ code: 'bad-credentials' });
  });
});

describe('a session', () => {
  test('ends after twelve hours without use, and use prolongs it', async () => {
    const { session } = await enter();
    for (let i = 0; i < 3; i++) {
      world.clock.now += SESSION_IDLE - HOUR;
      expect(await who(session.token)).not.toBeNull();
    }
    world.clock.now += SESSION_IDLE + 60_001;
    expect(await Promise.all([who(session.token), who(session.token)])).toEqual([null, null]);
  });

  test('ends after seven days however much it is used', async () => {
    const { session } = await enter();
    const end = world.clock.now + SESSION_LONGEST;
    while (world.clock.now + 10 * HOUR < end) {
      world.clock.now += 10 * HOUR;
      expect(await who(session.token)).not.toBeNull();
    }
    world.clock.now = end + 1;
    expect(await who(session.token)).toBeNull();
  });

  test('ends by signing out, this one alone; a second time does nothing', async () => {
    const [one, other] = [await enter(), await enter()];
    const actor = await who(one.session.token);
    if (actor === null) throw new Error('the session is gone');
    await signOut(world.deps, actor);
    await signOut(world.deps, actor);
    expect(await who(one.session.token)).toBeNull();
    expect(await who(other.session.token)).not.toBeNull();
  });

  test('is not any other text', async () => {
    for (const token of ['', 'x', 'a'.repeat(43), 'a'.repeat(10_000)]) expect(await who(token)).toBeNull();
  });

  test('no proof is nobody', async () => {
    expect(await identifyStaff(world.deps, {})).toBeNull();
  });
});

describe('accounts', () => {
  test('an address has one account, however it is capitalised', async () => {
    const again = { ...ANNA, email: 'Anna@EXAMPLE.com', name: '', grants: grantsOf('moderator', null) };
    await expect(addStaff(world.deps, SYSTEM, again)).rejects.toMatchObject({ code: 'invalid-request', errors: [{ path: 'email' }] });
  });

  test('a password is neither short nor endless, nor the address, nor common', async () => {
    for (const [password, fault] of [
      ['123456789', 'short'],
      ['short', 'short'],
      ['bob@example.com', 'address'],
      ['x'.repeat(1025), 'long'],
      ['12345678901234', 'common'],
    ] as const) {
      const bob = { email: 'bob@example.com', name: '', grants: grantsOf('moderator', null), password };
      const refused = { code: 'weak-password', pub: { fault, field: 'password' } };
      await expect(addStaff(world.deps, SYSTEM, bob)).rejects.toMatchObject(refused);
    }
  });
});
