import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenScope } from '../domain/token-scopes.ts';
import { Problem } from '../domain/problem.ts';
import type { Ms } from '../domain/types.ts';
import type { Assertion } from '../../contract/passkeys.ts';
import { hasCodes, hasSecondFactor, secondFactorsOf, type Staff } from '../domain/accounts.ts';
import { StaleRevision } from '../store/port.ts';
import { accountEffects, type StaffDeps } from './deps.ts';
import { hashPassword, isOutdated, isPassword, unmatchableHash } from './password.ts';
import { mayUsePassword, mustSetUpFactor } from './password-use.ts';
import { type AskedAt, staffIdIn, usePasskey } from './passkeys.ts';
import { hashToken } from './reader-tokens.ts';
import { useCode } from './second-factor.ts';
import { KNOWN_NETWORK_FOR, signInOrigin } from './sign-in-limits.ts';

/** Any session ends after this; one that is not used, sooner (identify-staff.ts). */
export const SESSION_LONGEST: Ms = 7 * 24 * 3_600_000;

/** Who works here, and how they were recognised. Fits `may()`. */
export interface StaffActor {
  staff: Staff;
  via: 'session' | 'token';
  /** What the API token allows; null for a session: all that the grants allow. */
  scopes: TokenScope[] | null;
  /** What a change by this session has to carry; null for an API token, which no page can make a browser send. */
  csrfToken: string | null;
  /** How its session is stored, for signing out; null for an API token. */
  sessionHash: string | null;
  /** When the person last proved who they are; null for an API token. */
  confirmedAt: Ms | null;
  /** The role demands a second factor that the person has not: they may do no more than set one up. */
  wantsSecondFactor: boolean;
}

/** A session has begun; its token is given this once. */
export interface SignedIn {
  staff: Staff;
  wantsSecondFactor: boolean;
  session: { token: string; expiresAt: Ms };
  csrfToken: string;
}

/** From where somebody signs in: a /24 or /64, and the family of the browser. */
export interface Place {
  network: string;
  browser?: string;
}

/** How a browser proves by a passkey who is signing in. */
export interface PasskeyTry {
  /** What the browser was named when it asked for a challenge; null: it has not. */
  browserName: string | null;
  /** The service's own. */
  origin: string;
}

const askedBy = ({ browserName, origin }: PasskeyTry): AskedAt => ({
  to: { purpose: 'sign-in', holder: `browser ${browserName}` },
  origin,
});

/** What a session's changes carry as `X-CSRF-Token`. */
export function csrfTokenOf(secret: string, sessionToken: string): string {
  return createHmac('sha256', secret).update(`csrf\n${sessionToken}`).digest('base64url');
}

/** Is it this session's CSRF token? In constant time. */
export function isCsrfToken(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * Signs in by address and password. The session that the browser had ends; the new one has another token.
 * An unknown address, a disabled account and a wrong password give the same answer after the same time; only the right password
 * shows that there is a second factor.
 * @param input.network what stands for the client's network (an address, or the /64 of one).
 * @throws Problem `bad-credentials`, `second-factor-required`, `wrong-code`, `wrong-passkey`; `too-many-sign-ins` after ten tries in 15 minutes (sign-in-limits.ts).
 */
export async function signIn(
  deps: StaffDeps,
  input: Place & {
    email: string;
    password: string;
    otp?: string | undefined;
    passkey?: (PasskeyTry & { credential: Assertion }) | undefined;
    requestId?: string | null;
    previousSession?: string | undefined;
  },
): Promise<SignedIn> {
  const origin = signInOrigin(deps.secret, input.email, input.network);
  const isKnown = await deps.store.accounts.knowsNetwork(origin.account, origin.network, deps.now());
  if (deps.limitsOn) await deps.signInLimits.count(origin, isKnown);
  const found = await deps.store.accounts.staffByEmail(normaliseEmail(input.email));
  const isRight = await isPassword(input.password, found?.passwordHash ?? unmatchableHash(deps.random, deps.passwordCost));
  if (found === null || !isRight || found.disabled || !mayUsePassword(deps.passwords, found)) {
    deps.log?.warn({ staffId: found?.id ?? null, requestId: input.requestId ?? null }, 'a sign-in was refused');
    throw new Problem('bad-credentials');
  }
  await wantSecondFactor(deps, found, input);
  if (deps.limitsOn) await deps.signInLimits.forgive(origin, isKnown);
  await deps.store.accounts.noteNetwork(origin.account, origin.network, deps.now() + KNOWN_NETWORK_FOR);
  if (deps.passwords !== undefined && deps.passwords !== 'on') await noteBreakGlass(deps, found, input.requestId ?? null);
  const staff = await upgradePassword(deps, found, input.password);
  if (input.previousSession !== undefined) await endSession(deps, input.previousSession);
  return openProvedSession(deps, staff, input, 'bad-credentials');
}

/** Opens a session; what was proved must hold after that too. @throws Problem the one named, when it does not. */
async function openProvedSession(
  deps: StaffDeps,
  staff: Staff,
  input: Place & { requestId?: string | null },
  otherwise: 'bad-credentials' | 'wrong-passkey',
): Promise<SignedIn> {
  const signedIn = await openSession(deps, staff, input, input.requestId ?? null);
  // Meanwhile the account may have been disabled, reset or removed, which ended the sessions that there were.
  const now = await deps.store.accounts.staff(staff.id);
  if (now !== null && !now.disabled && now.passwordHash === staff.passwordHash) return signedIn;
  await endSession(deps, signedIn.session.token);
  throw new Problem(otherwise);
}

/** @throws Problem `second-factor-required`, `wrong-code`, `wrong-passkey`. */
async function wantSecondFactor(deps: StaffDeps, staff: Staff, input: Parameters<typeof signIn>[1]): Promise<void> {
  if (!hasSecondFactor(staff)) return;
  const { otp, passkey, requestId = null } = input;
  if (passkey !== undefined) return usePasskey(deps, staff, askedBy(passkey), passkey.credential);
  if (otp === undefined) throw new Problem('second-factor-required', { pub: { ways: secondFactorsOf(staff).join(' ') } });
  if (!hasCodes(staff)) throw new Problem('wrong-code');
  await useCode(deps, { id: staff.id, name: staff.name, requestId }, staff, otp);
}

/**
 * Signs in by a passkey alone, which counts as both factors: the device has asked its owner. The session that the browser had ends.
 * An unknown account, a disabled one, another's passkey and a bad proof give the same answer.
 * @throws Problem `wrong-passkey`; `passwords-off` where the provider alone lets them in; `too-many-sign-ins`, counted together with tries at the password.
 */
export async function signInByPasskey(
  deps: StaffDeps,
  input: Place & PasskeyTry & { credential: Assertion; requestId?: string | null; previousSession?: string | undefined },
): Promise<SignedIn> {
  const staffId = staffIdIn(input.credential);
  const found = await deps.store.accounts.staff(staffId);
  const origin = signInOrigin(deps.secret, found?.email ?? `passkey ${staffId}`, input.network);
  const isKnown = await deps.store.accounts.knowsNetwork(origin.account, origin.network, deps.now());
  if (deps.limitsOn) await deps.signInLimits.count(origin, isKnown);
  await usePasskey(deps, found?.disabled === true ? null : found, askedBy(input), input.credential);
  if (found === null) throw new Problem('wrong-passkey');
  if (!mayUsePassword(deps.passwords, found)) throw new Problem('passwords-off');
  if (deps.limitsOn) await deps.signInLimits.forgive(origin, isKnown);
  await deps.store.accounts.noteNetwork(origin.account, origin.network, deps.now() + KNOWN_NETWORK_FOR);
  if (input.previousSession !== undefined) await endSession(deps, input.previousSession);
  return openProvedSession(deps, found, input, 'wrong-passkey');
}

/** The one password that is left was used: a line of its own in the audit log, and a warning in the other. */
async function noteBreakGlass(deps: StaffDeps, { id, name }: Staff, requestId: string | null): Promise<void> {
  const effects = accountEffects(deps, { id, name, requestId }, 'staff.break-glass', id);
  await deps.store.accounts.changeStaff(id, {}, effects);
  deps.log?.warn({ staffId: id, requestId }, 'the one password that STAFF_PASSWORDS leaves was used to sign in');
}

/** Opens a session for somebody who has proved who they are; the token is given this once. */
export async function openSession(
  deps: StaffDeps,
  staff: Staff,
  { network, browser = '' }: Place,
  requestId: string | null,
): Promise<SignedIn> {
  const sessionToken = Buffer.from(deps.random(32)).toString('base64url');
  const now = deps.now();
  const expiresAt = now + SESSION_LONGEST;
  await deps.store.accounts.openSession(
    { tokenHash: hashToken(sessionToken), staffId: staff.id, createdAt: now, seenAt: now, expiresAt, confirmedAt: now, network, browser },
    accountEffects(deps, { id: staff.id, name: staff.name, requestId }, 'staff.sign-in', staff.id),
  );
  return {
    staff,
    wantsSecondFactor: mustSetUpFactor(deps, staff),
    session: { token: sessionToken, expiresAt },
    csrfToken: csrfTokenOf(deps.secret, sessionToken),
  };
}

/** Ends the session of the actor, if it came by one; the second call does nothing. */
export async function signOut(deps: Pick<StaffDeps, 'store'>, actor: StaffActor): Promise<void> {
  if (actor.sessionHash !== null) await deps.store.accounts.endSession(actor.sessionHash);
}

async function endSession(deps: Pick<StaffDeps, 'store'>, sessionToken: string): Promise<void> {
  await deps.store.accounts.endSession(hashToken(sessionToken));
}

/** The form in which addresses of staff are stored and looked up. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

async function upgradePassword(deps: StaffDeps, staff: Staff, password: string): Promise<Staff> {
  if (!isOutdated(staff.passwordHash, deps.passwordCost)) return staff;
  const passwordHash = await hashPassword(password, deps.random, deps.passwordCost);
  const actor = { id: staff.id, name: staff.name, requestId: null };
  const effects = accountEffects(deps, actor, 'staff.password-upgrade', staff.id);
  try {
    return await deps.store.accounts.changeStaff(staff.id, { passwordHash }, effects, { passwordHash: staff.passwordHash });
  } catch (error) {
    // It was changed or taken away meanwhile, which the end of the sign-in sees.
    if (error instanceof StaleRevision) return staff;
    throw error;
  }
}
