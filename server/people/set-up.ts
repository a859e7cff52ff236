import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '../domain/problem.ts';
import { grantsOf, type Staff } from '../domain/accounts.ts';
import { accountEffects, type StaffDeps } from './deps.ts';
import { type AccountDeps, composeStaff, grantsText } from './staff-accounts.ts';

/** What the one-time set-up link carries. The same for the same secret, so that every start prints the same link. */
export function setUpToken(secret: string): string {
  return createHmac('sha256', secret).update('set-up').digest('base64url');
}

/** Is there nobody yet? Only then the set-up link is of use. */
export async function needsSetUp(deps: Pick<StaffDeps, 'store'>): Promise<boolean> {
  return (await deps.store.accounts.listStaff()).length === 0;
}

/**
 * Makes the first administrator by the set-up link. Two at once: one is made.
 * @throws Problem `already-set-up` when there is any staff, `invalid-token`, `weak-password`.
 */
export async function setUp(
  deps: AccountDeps & Pick<StaffDeps, 'secret'>,
  input: { token: string; email: string; name: string; password: string; requestId?: string | null },
): Promise<Staff> {
  if (!(await needsSetUp(deps))) throw new Problem('already-set-up');
  const [expected, given] = [Buffer.from(setUpToken(deps.secret)), Buffer.from(input.token)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw new Problem('invalid-token');
  const first = await createFirst(deps, input, input.requestId ?? null);
  if (first === null) throw new Problem('already-set-up');
  return first;
}

/**
 * Makes the first administrator from the settings when there is no staff.
 * @returns null when there is somebody already: then nothing is changed.
 */
export async function makeFirstAdministrator(deps: AccountDeps, input: { email: string; password: string }): Promise<Staff | null> {
  if (!(await needsSetUp(deps))) return null;
  return createFirst(deps, { ...input, name: '' }, null);
}

async function createFirst(
  deps: AccountDeps,
  input: { email: string; name: string; password: string },
  requestId: string | null,
): Promise<Staff | null> {
  const staff = await composeStaff(deps, { ...input, grants: grantsOf('administrator', null) });
  const actor = { id: staff.id, name: staff.name, requestId };
  return deps.store.accounts.createFirstStaff(
    staff,
    accountEffects(deps, actor, 'staff.set-up', staff.id, { grants: grantsText(staff.grants) }),
  );
}
