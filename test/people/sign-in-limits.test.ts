import { describe, expect, test } from '@jest/globals';
import { createSignInLimits, type SignInLimits, signInOrigin } from '../../server/people/sign-in-limits.ts';

const SECRET = 'a secret for tests that has more than 32 bytes';
const from = (network: string, email = 'anna@example.com') => signInOrigin(SECRET, email, network);

/** Counts so many tries; gives how many were let through. */
async function letThrough(limits: SignInLimits, origins: readonly ReturnType<typeof from>[], isKnown = false): Promise<number> {
  const tries = await Promise.allSettled(origins.map((origin) => limits.count(origin, isKnown)));
  return tries.filter(({ status }) => status === 'fulfilled').length;
}
const many = (of: (i: number) => ReturnType<typeof from>) => Array.from({ length: 30 }, (_, i) => of(i));

describe('tries to sign in', () => {
  test('are ten for an account from networks it does not know, and ten from each of them for any accounts', async () => {
    expect(
      await letThrough(
        createSignInLimits(),
        many((i) => from(`n${i}`)),
      ),
    ).toBe(10);
    expect(
      await letThrough(
        createSignInLimits(),
        many((i) => from('one', `somebody${i}@example.com`)),
      ),
    ).toBe(10);
    expect(
      await letThrough(
        createSignInLimits(),
        many((i) => from('one', i % 2 === 0 ? 'Anna@example.com ' : 'anna@EXAMPLE.com')),
      ),
    ).toBe(10);
  });

  test('from a network that is known to the account are ten of its own, whatever goes on elsewhere or beside it', async () => {
    const limits = createSignInLimits();
    for (let round = 0; round < 3; round++) {
      await letThrough(
        limits,
        many((i) => from(`n${round}-${i}`)),
      );
      await letThrough(
        limits,
        many((i) => from('home', `somebody${round}-${i}@example.com`)),
      );
      await limits.count(from('home'), true);
      await limits.forgive(from('home'), true);
    }
    // Signing in at home gives those who guess elsewhere no further tries.
    expect(
      await letThrough(
        limits,
        many((i) => from(`more-${i}`)),
      ),
    ).toBe(0);
    expect(
      await letThrough(
        limits,
        many(() => from('home')),
        true,
      ),
    ).toBe(10);
  });

  test('are told with the time to wait, in seconds and in minutes', async () => {
    const limits = createSignInLimits();
    await letThrough(
      limits,
      many((i) => from(`n${i}`)),
    );
    const refused = { code: 'too-many-sign-ins', pub: { retryAfter: expect.any(Number), minutes: 15 } };
    await expect(limits.count(from('late'), false)).rejects.toMatchObject(refused);
  });

  test('are counted by hashes that tell neither account nor network', () => {
    expect(JSON.stringify(from('192.0.2.0/24'))).not.toMatch(/anna|192/);
    expect(from('one').network).not.toBe(signInOrigin(`${SECRET}!`, 'anna@example.com', 'one').network);
  });
});
