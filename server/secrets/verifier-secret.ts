import { SECRET_MASK } from '../../contract/secret-mask.ts';
import type { SiteId } from '../domain/types.ts';
import type { VerifierSetting } from '../domain/verification.ts';
import type { Encryption } from './encryption.ts';
import { usableSecret } from './usable-secret.ts';

const placeOf = (siteId: SiteId): string => `${siteId}\nverifier`;

/** A site's verifier as people may see it. */
export const maskVerifier = (stored: VerifierSetting | null): VerifierSetting | null =>
  stored === null ? null : { ...stored, secret: SECRET_MASK };

/**
 * A verifier as it is stored: a new secret encrypted, a masked one kept from what is stored for the same host.
 * @returns undefined where the mask stands for none.
 */
export function encryptVerifier(
  siteId: SiteId,
  sent: VerifierSetting | null,
  stored: VerifierSetting | null,
  encryption: Encryption,
): VerifierSetting | null | undefined {
  if (sent === null) return null;
  if (sent.secret !== SECRET_MASK) return { ...sent, secret: encryption.encrypt(sent.secret, placeOf(siteId)) };
  if (stored === null || new URL(stored.url).host !== new URL(sent.url).host) return undefined;
  return { ...sent, secret: stored.secret };
}

/** The verifier as it is used; null where its secret cannot be. */
export function usableVerifier(siteId: SiteId, stored: VerifierSetting, encryption: Encryption): VerifierSetting | null {
  const secret = usableSecret(stored.secret, placeOf(siteId), encryption);
  return secret === null ? null : { ...stored, secret };
}
