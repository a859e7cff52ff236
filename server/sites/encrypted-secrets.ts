import { Problem } from '../domain/problem.ts';
import type { SiteSettings, SiteSettingsChange } from '../domain/site-settings.ts';
import type { SiteId } from '../domain/types.ts';
import type { Encryption } from '../secrets/encryption.ts';
import { encryptSsoSecrets } from '../secrets/sso-secrets.ts';
import { encryptedReviewers } from './encrypted-reviewers.ts';

type Stored = Pick<SiteSettings, 'reviewers' | 'sso'>;

/**
 * A change of a site's settings with its secrets as they are stored.
 * @throws Problem `invalid-request` where a masked secret stands for none that is known.
 */
export function encryptedSecrets<T extends Pick<SiteSettingsChange, 'reviewers' | 'sso'>>(
  encryption: Encryption,
  siteId: SiteId,
  sent: T,
  stored: Stored,
): T {
  const { reviewers, sso } = sent;
  return {
    ...sent,
    ...(reviewers === undefined ? {} : { reviewers: encryptedReviewers(encryption, siteId, reviewers, stored.reviewers) }),
    ...(sso?.secrets === undefined ? {} : { sso: { ...sso, secrets: encryptedSso(encryption, siteId, sso.secrets, stored.sso.secrets) } }),
  };
}

function encryptedSso(encryption: Encryption, siteId: SiteId, sent: readonly string[], stored: readonly string[]): string[] {
  const secrets = encryptSsoSecrets(siteId, sent, stored, encryption);
  if (secrets !== null) return secrets;
  throw new Problem('invalid-request', { errors: [{ path: 'sso.secrets', message: 'more masks than secrets' }] });
}
