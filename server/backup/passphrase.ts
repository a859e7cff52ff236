import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** Shortest passphrase, in characters: an archive may be tried without end by who has it. */
export const SHORTEST_PASSPHRASE = 12;

/** RFC 7914; 64 MB for each try. */
const COST = { N: 65_536, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const CHECKED = 'liangju backup';

/** What an archive says of its passphrase. */
export const PassphraseFields = z.strictObject({
  kdf: z.literal('scrypt'),
  N: z.literal(COST.N),
  r: z.literal(COST.r),
  p: z.literal(COST.p),
  salt: z.base64(),
  /** A known text, encrypted: by it a wrong passphrase is recognised. */
  check: z.base64(),
  /** The server's secret, encrypted; null where there was none. */
  secret: z.base64().nullable(),
});
export type PassphraseFields = z.output<typeof PassphraseFields>;

/** Encrypts by a passphrase: AES-256-GCM, and HMAC-SHA256 over a whole archive. */
export interface PassphraseKeys {
  /** @param place names where the text belongs, and it opens nowhere else. */
  encrypt: (text: string, place: string) => string;
  /** null: made with another passphrase or for another place, or changed. */
  decrypt: (encrypted: string, place: string) => string | null;
  mac: (text: string) => string;
  isMac: (text: string, mac: string) => boolean;
}

function keysOf(key: Buffer, macKey: Buffer): PassphraseKeys {
  const macOf = (text: string): Buffer => createHmac('sha256', macKey).update(text).digest();
  return {
    encrypt(text, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place));
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64');
    },
    decrypt(encrypted, place) {
      const bytes = Buffer.from(encrypted, 'base64');
      if (bytes.length < IV_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(place))
        .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
      } catch {
        return null;
      }
    },
    mac: (text) => macOf(text).toString('hex'),
    isMac(text, mac) {
      const [own, given] = [macOf(text), Buffer.from(mac, 'hex')];
      return own.length === given.length && timingSafeEqual(own, given);
    },
  };
}

function derive(passphrase: string, salt: Uint8Array): Promise<PassphraseKeys> {
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 2 * KEY_BYTES, { ...COST, maxmem: 256 * COST.N * COST.r }, (error, bytes) => {
      if (error) reject(error);
      else resolve(keysOf(bytes.subarray(0, KEY_BYTES), bytes.subarray(KEY_BYTES)));
    });
  });
}

/** Keys for a new archive, and what it says of them. @param secret the server's; null where there is none. */
export async function newKeys(passphrase: string, secret: string | null): Promise<{ keys: PassphraseKeys; fields: PassphraseFields }> {
  const salt = randomBytes(SALT_BYTES);
  const keys = await derive(passphrase, salt);
  const fields = {
    kdf: 'scrypt' as const,
    ...COST,
    salt: salt.toString('base64'),
    check: keys.encrypt(CHECKED, 'check'),
    secret: secret === null ? null : keys.encrypt(secret, 'secret'),
  };
  return { keys, fields };
}

/** The keys of an archive; null: the passphrase is another. */
export async function keysFor(passphrase: string, { salt, check }: PassphraseFields): Promise<PassphraseKeys | null> {
  const keys = await derive(passphrase, Buffer.from(salt, 'base64'));
  return keys.decrypt(check, 'check') === CHECKED ? keys : null;
}

/** The server's secret in an archive; null where it has none. */
export function secretIn({ secret }: PassphraseFields, keys: PassphraseKeys): string | null {
  return secret === null ? null : keys.decrypt(secret, 'secret');
}
