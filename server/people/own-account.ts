import { Problem } from '../domain/problem.ts';
import type { Ms } from '../domain/types.ts';
import type { Assertion } from '../../contract/passkeys.ts';
import { hasCodes, hasSecondFactor, type OwnSession, type Staff, type StaffSession } from '../domain/accounts.ts';
import { orProblem } from '../store/store-problem.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
import { staffChanged } from './end-access.ts';
import { SESSION_IDLE } from './identify-staff.ts';
import { hashPassword, isPassword } from './password.ts';
import { type AskedAt, removePasskey, usePasskey } from './passkeys.ts';
import { removeTotp, useCode } from './second-factor.ts';
import { signInOrigin } from './sign-in-limits.ts';
import { checkPassword } from './staff-accounts.ts';
import { mayUsePassword, mustSetUpFactor } from './password-use.ts';
import type { StaffActor } from './staff.ts';

/** So long after a proof of who they are nobody is asked again. */
export const CONFIRMED_FOR: Ms = 10 * 60_000;

/** Who acts, and from where: tries at a proof are counted like those to sign in. */
export interface OwnCall {
  actor: AccountActor;
  network: string;
}

/** The challenges of a session are its own. An API token has none. */
export function askedIn({ sessionHash }: StaffActor, purpose: 'add' | 'confirm', origin: string): AskedAt {
  return { to: { purpose, holder: `session ${sessionHash}` }, origin };
}

/** Counts a try and forgets it where the proof is right. @throws Problem `too-many-sign-ins`, or what `proves` throws. */
async function counted<T>(deps: StaffDeps, staff: Staff, network: string, isByCode: boolean, proves: () => Promise<T>): Promise<T> {
  const { email } = staff;
  const origin = signInOrigin(deps.secret, email, network);
  const isKnown = await deps.store.accounts.knowsNetwork(origin.account, origin.network, deps.now());
  if (deps.limitsOn) await deps.signInLimits.count(origin, isKnown);
  const proved = await proves();
  // A password that is known does not buy more guesses at the code.
  if (deps.limitsOn && (isByCode || !hasSecondFactor(staff))) await deps.signInLimits.forgive(origin, isKnown);
  return proved;
}

async function wantPassword({ passwords }: StaffDeps, staff: Staff, password: string): Promise<void> {
  if (!mayUsePassword(passwords, staff)) throw new Problem('passwords-off');
  if (!(await isPassword(password, staff.passwordHash))) throw new Problem('wrong-password');
}

/**
 * Changes the person's own password, and ends all their other sessions.
 * @throws Problem `wrong-password`, `weak-password`, `too-many-sign-ins`, `passwords-off`.
 */
export async function changePassword(
  deps: StaffDeps,
  { staff, sessionHash }: StaffActor,
  { actor, network }: OwnCall,
  input: { current: string; password: string },
): Promise<void> {
  await counted(deps, staff, network, false, () => wantPassword(deps, staff, input.current));
  checkPassword(input.password, staff.email);
  const passwordHash = await hashPassword(input.password, deps.random, deps.passwordCost);
  const { events, audit } = accountEffects(deps, actor, 'staff.password', staff.id);
  const effects = { audit, events: [...events, staffChanged(deps, staff.id)] };
  // Before too: a process that dies in between leaves nobody signed in by the old password. Announced is what has ended already.
  await deps.store.accounts.endSessionsOf(staff.id, sessionHash);
  const was = { passwordHash: staff.passwordHash };
  await orProblem(deps.store.accounts.changeStaff(staff.id, { passwordHash, invitation: null }, effects, was));
  await deps.store.accounts.endSessionsOf(staff.id, sessionHash);
}

const idOf = ({ tokenHash }: StaffSession): string => tokenHash.replaceAll(/[^\w-]/g, '').slice(0, 16);

function sessionsOf(deps: StaffDeps, { staff }: StaffActor): Promise<StaffSession[]> {
  const now = deps.now();
  return deps.store.accounts.sessionsOf(staff.id, now, now - SESSION_IDLE);
}

/** Where the person is signed in, the last seen first. */
export async function listSessions(deps: StaffDeps, who: StaffActor): Promise<OwnSession[]> {
  return (await sessionsOf(deps, who)).map((session) => ({
    ...session,
    id: idOf(session),
    isCurrent: session.tokenHash === who.sessionHash,
  }));
}

/** Ends one of the person's sessions, or with null all but the one that asks; one that is not there is not an error. */
export async function endOwnSessions(deps: StaffDeps, who: StaffActor, actor: AccountActor, id: string | null): Promise<void> {
  if (id === null) await deps.store.accounts.endSessionsOf(who.staff.id, who.sessionHash);
  else {
    const session = (await sessionsOf(deps, who)).find((one) => idOf(one) === id);
    if (session === undefined) return;
    await deps.store.accounts.endSession(session.tokenHash);
  }
  const action = id === null ? 'staff.end-other-sessions' : 'staff.end-session';
  // Connections look at their sessions again, so that those that ended go.
  const { events, audit } = accountEffects(deps, actor, action, who.staff.id);
  const effects = { audit, events: [...events, staffChanged(deps, who.staff.id)] };
  await orProblem(deps.store.accounts.changeStaff(who.staff.id, {}, effects));
}

/**
 * Proves again who the person is: by the password, a passkey, or a code where there are codes.
 * @throws Problem `wrong-password`, `wrong-code`, `wrong-passkey`, `too-many-sign-ins`, `passwords-off`.
 */
export async function confirmIdentity(
  deps: StaffDeps,
  who: StaffActor,
  { actor, network }: OwnCall,
  proof: { password?: string | undefined; otp?: string | undefined; passkey?: Assertion | undefined },
  origin: string,
): Promise<void> {
  const { staff, sessionHash } = who;
  const { otp, passkey } = proof;
  const isByCode = otp !== undefined && hasCodes(staff);
  await counted(deps, staff, network, isByCode || passkey !== undefined, async () => {
    if (passkey !== undefined) await usePasskey(deps, staff, askedIn(who, 'confirm', origin), passkey);
    else if (isByCode) await useCode(deps, actor, staff, otp);
    else await wantPassword(deps, staff, proof.password ?? '');
  });
  if (sessionHash !== null) await deps.store.accounts.confirmSession(sessionHash, deps.now());
}

/** @throws Problem `second-factor-wanted` when the role demands a second factor and nothing of it would be left. */
function wantOneLeft(deps: StaffDeps, left: Staff): void {
  if (mustSetUpFactor(deps, left)) throw new Problem('second-factor-wanted');
}

/** Turns one's own codes off, by one of them. @throws Problem `wrong-code`, `too-many-sign-ins`, `second-factor-wanted`. */
export async function removeOwnTotp(deps: StaffDeps, staff: Staff, { actor, network }: OwnCall, code: string): Promise<void> {
  wantOneLeft(deps, { ...staff, secondFactor: null });
  await counted(deps, staff, network, true, () => useCode(deps, actor, staff, code));
  await removeTotp(deps, actor, staff.id);
}

/** Removes one of one's own passkeys; one that is not there is not an error. @throws Problem `second-factor-wanted`. */
export async function removeOwnPasskey(deps: StaffDeps, staff: Staff, actor: AccountActor, id: string): Promise<void> {
  const passkeys = staff.passkeys.filter((one) => one.id !== id);
  if (passkeys.length < staff.passkeys.length) wantOneLeft(deps, { ...staff, passkeys });
  await removePasskey(deps, actor, staff, id);
}

/** Was it long ago that the person proved who they are? An API token is not asked: no page uses it. */
export function mustConfirm({ confirmedAt }: Pick<StaffActor, 'confirmedAt'>, now: Ms): boolean {
  // Also where the clock was set back.
  return confirmedAt !== null && Math.abs(now - confirmedAt) > CONFIRMED_FOR;
}
