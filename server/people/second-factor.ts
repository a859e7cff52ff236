import { Problem } from '../domain/problem.ts';
import { hasCodes, type Staff } from '../domain/accounts.ts';
import { createEncryption, DecryptionFailed, type Encryption } from '../secrets/encryption.ts';
import { orProblem } from '../store/store-problem.ts';
import { type AccountActor, accountEffects, type StaffDeps } from './deps.ts';
import { staffChanged } from './end-access.ts';
import { hashToken } from './reader-tokens.ts';
import { base32, SECRET_BYTES, stepOf, totpUri } from './totp.ts';

const RECOVERY_CODES = 10;
/** Ten signs of 32: 50 bits, which nobody tries through. */
const RECOVERY_CODE_BYTES = 7;
const RECOVERY_CODE_SIGNS = 10;

export type FactorDeps = Pick<StaffDeps, 'store' | 'now' | 'newId' | 'random' | 'secret'>;

const placeOf = (staffId: string): string => `staff/${staffId}/totp`;
const encryptionOf = ({ secret, random }: FactorDeps): Encryption => createEncryption(secret, random);
const recoveryHash = (code: string): string => hashToken(`recovery ${code.toLowerCase().replaceAll(/[^a-z2-7]/g, '')}`);

/** The secret; null when it cannot be read any more, as after a restore without the passphrase: recovery codes still work. */
function secretOf(deps: FactorDeps, { id, secondFactor }: Staff): Uint8Array | null {
  try {
    return Buffer.from(encryptionOf(deps).decrypt(secondFactor?.secret ?? '', placeOf(id)), 'base64url');
  } catch (error) {
    if (error instanceof DecryptionFailed) return null;
    throw error;
  }
}

/**
 * Makes a secret for the person's app; it counts once a first code was entered.
 * @returns the secret in base 32, and the address of the code that the app reads.
 * @throws Problem `invalid-transition` when there is a second factor already.
 */
export async function beginTotp(deps: FactorDeps, actor: AccountActor, staff: Staff): Promise<{ secret: string; uri: string }> {
  if (hasCodes(staff)) throw new Problem('invalid-transition');
  const secret = deps.random(SECRET_BYTES);
  const encrypted = encryptionOf(deps).encrypt(Buffer.from(secret).toString('base64url'), placeOf(staff.id));
  const secondFactor = { secret: encrypted, isOn: false, lastStep: 0, recoveryCodes: [] };
  const effects = accountEffects(deps, actor, 'staff.totp-begin', staff.id);
  await orProblem(deps.store.accounts.changeStaff(staff.id, { secondFactor }, effects, { secondFactor: staff.secondFactor }));
  return { secret: base32(secret), uri: totpUri('Liangju', staff.email, secret) };
}

/**
 * Turns the second factor on by a first code.
 * @returns the recovery codes, given this once.
 * @throws Problem `wrong-code`; `invalid-transition` when none was begun, or it is on already.
 */
export async function confirmTotp(deps: FactorDeps, actor: AccountActor, staff: Staff, code: string): Promise<string[]> {
  if (staff.secondFactor === null || staff.secondFactor.isOn) throw new Problem('invalid-transition');
  const secret = secretOf(deps, staff);
  const step = secret === null ? null : stepOf(secret, code, deps.now());
  if (step === null) throw new Problem('wrong-code');
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    base32(deps.random(RECOVERY_CODE_BYTES)).slice(0, RECOVERY_CODE_SIGNS).toLowerCase().replace(/^.{5}/, '$&-'),
  );
  const secondFactor = { ...staff.secondFactor, isOn: true, lastStep: step, recoveryCodes: codes.map(recoveryHash) };
  const effects = accountEffects(deps, actor, 'staff.totp-on', staff.id);
  // Of two at once one alone turns it on: its codes are those that count.
  await orProblem(deps.store.accounts.changeStaff(staff.id, { secondFactor }, effects, { secondFactor: staff.secondFactor }));
  return codes;
}

/**
 * Checks a code of the app or a recovery code, either of which works once, also of two calls at once.
 * @throws Problem `wrong-code`.
 */
export async function useCode(deps: FactorDeps, actor: AccountActor, staff: Staff, code: string): Promise<void> {
  const typed = code.replaceAll(/\s/g, '');
  if (/^\d{6}$/.test(typed)) {
    const secret = secretOf(deps, staff);
    const step = secret === null ? null : stepOf(secret, typed, deps.now());
    if (step !== null && (await deps.store.accounts.useStep(staff.id, step))) return;
  } else {
    const effects = accountEffects(deps, actor, 'staff.recovery-code', staff.id);
    if (await deps.store.accounts.useRecoveryCode(staff.id, recoveryHash(typed), effects)) return;
  }
  throw new Problem('wrong-code');
}

/** Turns one's own codes off; does nothing where there are none. @throws Problem `not-found`. */
export async function removeTotp(deps: Pick<FactorDeps, 'store' | 'now' | 'newId'>, actor: AccountActor, staffId: string): Promise<Staff> {
  const effects = accountEffects(deps, actor, 'staff.totp-off', staffId);
  return orProblem(deps.store.accounts.changeStaff(staffId, { secondFactor: null }, effects));
}

/** Takes codes and passkeys off somebody's account; does nothing where there are none. @throws Problem `not-found`. */
export async function resetSecondFactor(
  deps: Pick<FactorDeps, 'store' | 'now' | 'newId'>,
  actor: AccountActor,
  staffId: string,
): Promise<Staff> {
  const { audit, events } = accountEffects(deps, actor, 'staff.totp-reset', staffId);
  const effects = { audit, events: [...events, staffChanged(deps, staffId)] };
  return orProblem(deps.store.accounts.changeStaff(staffId, { secondFactor: null, passkeys: [] }, effects));
}
