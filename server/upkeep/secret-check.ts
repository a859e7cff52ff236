import { createHmac } from 'node:crypto';
import type { Store } from '../store/port.ts';

/** Under this name the store keeps what only its secret gives. */
export const SECRET_CHECK = 'secret-check';

const valueOf = (secret: string): string => createHmac('sha256', secret).update('liangju secret check').digest('hex');

/**
 * Is this the secret that the store was filled with? `unknown`: the store has not been told of any yet. The store
 * keeps a keyed value that gives nothing of the secret away.
 */
export async function compareSecret(store: Pick<Store, 'upkeep'>, secret: string): Promise<'same' | 'other' | 'unknown'> {
  const kept = await store.upkeep.fact(SECRET_CHECK);
  if (kept === null) return 'unknown';
  return kept === valueOf(secret) ? 'same' : 'other';
}

/** From now on this is the secret of the store. */
export function noteSecret(store: Pick<Store, 'upkeep'>, secret: string): Promise<void> {
  return store.upkeep.setFact(SECRET_CHECK, valueOf(secret));
}
