import { numberedMask, numberOfMask } from '../../contract/secret-mask.ts';
import type { SiteId } from '../domain/types.ts';
import type { Encryption } from './encryption.ts';
import { usableSecret } from './usable-secret.ts';

const placeOf = (siteId: SiteId): string => `${siteId}\nsso`;

/** The secrets of a site's sign-on as people may see them: masks that say by a number which one each stands for. */
export function maskSsoSecrets(stored: readonly string[]): string[] {
  return stored.map((_, index) => numberedMask(index + 1));
}

/**
 * The list as it is stored: new secrets encrypted; each mask stands for the stored one of its number.
 * @returns null when a mask stands there twice, or its number is no stored secret's.
 */
export function encryptSsoSecrets(
  siteId: SiteId,
  sent: readonly string[],
  stored: readonly string[],
  encryption: Encryption,
): string[] | null {
  const numbers = sent.map(numberOfMask).filter((number) => number !== null);
  if (new Set(numbers).size < numbers.length) return null;
  const secrets: string[] = [];
  for (const secret of sent) {
    const number = numberOfMask(secret);
    const kept = number === null ? encryption.encrypt(secret, placeOf(siteId)) : stored[number - 1];
    if (kept === undefined) return null;
    secrets.push(kept);
  }
  return secrets;
}

/** The secrets as they are used, without those that are not usable. */
export function decryptSsoSecrets(siteId: SiteId, stored: readonly string[], encryption: Encryption): string[] {
  return stored.map((secret) => usableSecret(secret, placeOf(siteId), encryption)).filter((secret) => secret !== null);
}
