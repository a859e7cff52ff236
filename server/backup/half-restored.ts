import { RESTORE_MARK } from '../store/port-backup.ts';
import type { Store } from '../store/port.ts';

/** A restore into the store was begun and not finished: what is in it is not all of a backup. */
export class HalfRestored extends Error {
  override readonly name = 'HalfRestored';
}

/** @throws HalfRestored. */
export async function refuseHalfRestored(store: Pick<Store, 'maintenance'>): Promise<void> {
  if ((await store.maintenance.fact(RESTORE_MARK)) !== null)
    throw new HalfRestored('a restore into this store was begun and not finished: run liangju restore again');
}
