import type { Passkey } from '../../server/domain/accounts.ts';
import { newId, T0 } from './fixtures.ts';

/** A passkey with every field; nothing can be proved by it. */
export function passkeyOf(overrides: Partial<Passkey> = {}): Passkey {
  return {
    id: newId(),
    credentialId: `credential ${newId()}`,
    publicKey: 'cose',
    counter: 0,
    transports: [],
    name: '笔记本',
    createdAt: T0,
    usedAt: null,
    ...overrides,
  };
}
