import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';

/** Keeps secrets at rest. */
export interface Encryption {
  /** Encrypts a text; `place` names where it belongs, and it opens nowhere else. */
  encrypt: (text: string, place: string) => string;
  /** @throws SealBroken when it was made elsewhere, with another server secret, or was changed. */
  decrypt: (encrypted: string, place: string) => string;
}

/** A stored secret cannot be read any more: the server's secret has changed, or the store was tampered with. */
export class DecryptionFailed extends Error {
  override readonly name = 'SealBroken';

  constructor() {
    super('seal-broken');
  }
}

const PREFIX = 'encrypted.v1.';
/** Is this what `encrypt` gives? */
export const isEncrypted = (text: string): boolean => text.startsWith(PREFIX);

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with a key of its own, derived (HKDF-SHA256, RFC 5869) from the server's secret: a person who has the
 * store alone has no key of a provider.
 * @param random gives the 96 random bits of each sealing.
 */
export function createEncryption(serverSecret: string, random: (bytes: number) => Uint8Array): Encryption {
  const key = Buffer.from(hkdfSync('sha256', serverSecret, '', 'liangju/reviewer-secrets/v1', 32));
  return {
    encrypt(text, place) {
      const iv = random(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return PREFIX + Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url');
    },
    decrypt(encrypted, place) {
      const bytes = Buffer.from(encrypted.slice(PREFIX.length), 'base64url');
      if (!isEncrypted(encrypted) || bytes.length < IV_BYTES + TAG_BYTES) throw new DecryptionFailed();
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        throw new DecryptionFailed();
      }
    },
  };
}
