import { SECRET_MASK } from '../../contract/secret-mask.ts';
import type { SiteId } from '../domain/types.ts';
import type { Encryption } from './encryption.ts';
import { usableSecret } from './usable-secret.ts';

const placeOf = (siteId: SiteId): string => `${siteId}\nsso`;

/** The secrets of a site's sign-on as people may see them. */
export function maskSsoSecrets(stored: readonly string[]): string[] {
  return stored.map(() => SECRET_MASK);
}

/**
 * The list as it is stored: new secrets encrypted; the masks stand for the stored ones in their order.
 * @returns null when there are more masks than secrets.
 */
export function encryptSsoSecrets(
  siteId: SiteId,
  sent: readonly string[],
  stored: readonly string[],
  encryption: Encryption,
): string[] | null {
  const before = [...stored];
  const secrets: string[] = [];
  for (const secret of sent) {
    const kept = secret === SECRET_MASK ? before.shift() : encryption.encrypt(secret, placeOf(siteId));
    if (kept === undefined) return null;
    secrets.push(kept);
  }
  return secrets;
}

/** The secrets as they are used, without those that are not usable. */
export function decryptSsoSecrets(siteId: SiteId, stored: readonly string[], encryption: Encryption): string[] {
  return stored.map((secret) => usableSecret(secret, placeOf(siteId), encryption)).filter((secret) => secret !== null);
}
