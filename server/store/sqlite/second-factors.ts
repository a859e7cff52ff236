import { MOST_PASSKEYS, type Passkey, type SecondFactor } from '../../domain/accounts.ts';
import type { Effects } from '../../domain/effects.ts';
import type { Id, StaffId } from '../../domain/types.ts';
import type { PasskeyUse } from '../port-admin.ts';
import { getStaff } from './accounts.ts';
import type { Db } from './database.ts';
import { applyEffects } from './effects.ts';

function write(db: Db, id: StaffId, secondFactor: SecondFactor): void {
  db.run('UPDATE staff SET second_factor = $secondFactor WHERE id = $id', { id, secondFactor: JSON.stringify(secondFactor) });
}

/** See the port. */
export function useStep(db: Db, staffId: StaffId, step: number): boolean {
  const factor = getStaff(db, staffId)?.secondFactor ?? null;
  if (factor === null || factor.lastStep >= step) return false;
  write(db, staffId, { ...factor, lastStep: step });
  return true;
}

/** See the port. */
export function useRecoveryCode(db: Db, staffId: StaffId, codeHash: string, fx: Effects): boolean {
  const factor = getStaff(db, staffId)?.secondFactor ?? null;
  if (factor === null || !factor.recoveryCodes.includes(codeHash)) return false;
  write(db, staffId, { ...factor, recoveryCodes: factor.recoveryCodes.filter((one) => one !== codeHash) });
  applyEffects(db, fx);
  return true;
}

function writePasskeys(db: Db, id: StaffId, passkeys: readonly Passkey[]): void {
  db.run('UPDATE staff SET passkeys = $passkeys WHERE id = $id', { id, passkeys: JSON.stringify(passkeys) });
}

/** See the port. */
export function addPasskey(db: Db, staffId: StaffId, passkey: Passkey, fx: Effects): boolean {
  const passkeys = getStaff(db, staffId)?.passkeys;
  if (passkeys === undefined || passkeys.length >= MOST_PASSKEYS) return false;
  if (passkeys.some(({ credentialId }) => credentialId === passkey.credentialId)) return false;
  writePasskeys(db, staffId, [...passkeys, passkey]);
  applyEffects(db, fx);
  return true;
}

/** See the port. */
export function usePasskey(db: Db, staffId: StaffId, { id, counter, at }: PasskeyUse): boolean {
  const passkeys = getStaff(db, staffId)?.passkeys ?? [];
  const used = passkeys.find((one) => one.id === id);
  if (used === undefined || (counter <= used.counter && (counter > 0 || used.counter > 0))) return false;
  writePasskeys(
    db,
    staffId,
    passkeys.map((one) => (one === used ? { ...one, counter, usedAt: at } : one)),
  );
  return true;
}

/** See the port. */
export function removePasskey(db: Db, staffId: StaffId, id: Id, fx: Effects): boolean {
  const passkeys = getStaff(db, staffId)?.passkeys ?? [];
  const left = passkeys.filter((one) => one.id !== id);
  if (left.length === passkeys.length) return false;
  writePasskeys(db, staffId, left);
  applyEffects(db, fx);
  return true;
}
