import type { Id } from '../domain/types.ts';
import { WEBHOOK_SECRET_PREFIX } from '../domain/webhooks.ts';
import type { Encryption } from './encryption.ts';
import { usableSecret } from './usable-secret.ts';

/** Bytes of a secret (Standard Webhooks: 24 to 64). */
const BYTES = 32;

/** The secrets of webhooks: made here, shown once, encrypted in the store. */
export interface WebhookSecrets {
  make: () => string;
  encrypt: (webhookId: Id, secret: string) => string;
  /** Those that can be read, in their order. */
  usable: (webhook: { id: Id; secrets: readonly string[] }) => string[];
}

const placeOf = (webhookId: Id): string => `webhook\n${webhookId}`;

/** @param random gives that many random bytes. */
export function webhookSecrets(encryption: Encryption, random: (bytes: number) => Uint8Array): WebhookSecrets {
  return {
    make: () => WEBHOOK_SECRET_PREFIX + Buffer.from(random(BYTES)).toString('base64'),
    encrypt: (id, secret) => encryption.encrypt(secret, placeOf(id)),
    usable: ({ id, secrets }) =>
      secrets.flatMap((one) => {
        const secret = usableSecret(one, placeOf(id), encryption);
        return secret === null ? [] : [secret];
      }),
  };
}
