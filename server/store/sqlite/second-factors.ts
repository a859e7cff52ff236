import type { SecondFactor } from '../../domain/accounts.ts';
import type { Effects } from '../../domain/effects.ts';
import type { StaffId } from '../../domain/types.ts';
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
