import { createHmac } from 'node:crypto';
import type { Logger } from 'pino';
import type { Store } from '../store/port.ts';

/** Under this name the store keeps what only its secret gives. */
export const SECRET_CHECK = 'secret-check';

const keyedValue = (secret: string): string => createHmac('sha256', secret).update('liangju secret check').digest('hex');

/**
 * Is this the secret that the store was filled with? `unknown`: the store has no mark of any secret yet. The store
 * keeps a keyed value that gives nothing of the secret away.
 */
export async function compareSecret(store: Pick<Store, 'maintenance'>, secret: string): Promise<'same' | 'other' | 'unknown'> {
  const kept = await store.maintenance.fact(SECRET_CHECK);
  if (kept === null) return 'unknown';
  return kept === keyedValue(secret) ? 'same' : 'other';
}

/** From now on this is the secret of the store. */
export function noteSecret(store: Pick<Store, 'maintenance'>, secret: string): Promise<void> {
  return store.maintenance.setFact(SECRET_CHECK, keyedValue(secret));
}

const OTHER_SECRET =
  'the secret (SECRET, or the file secret in the data folder) is not the one that this store was filled with: readers cannot change what they wrote, bans of networks do not hold, keys of reviewers outside cannot be read; put the old one back, or accept the new one by `liangju check --repair`';

/** At a start: a store without the mark of a secret gets that of this one; where it has another's, the operator gets a warning. */
export async function checkSecret(store: Pick<Store, 'maintenance'>, secret: string, log: Pick<Logger, 'warn'>): Promise<void> {
  const found = await compareSecret(store, secret);
  if (found === 'unknown') await noteSecret(store, secret);
  if (found === 'other') log.warn(OTHER_SECRET);
}
