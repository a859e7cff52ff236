import { Problem } from '../domain/problem.ts';
import type { SiteSettings, SiteSettingsChange } from '../domain/site-settings.ts';
import type { SiteId } from '../domain/types.ts';
import type { Encryption } from '../secrets/encryption.ts';
import type { MissingSecret } from '../secrets/list-secrets.ts';
import { reviewerSecrets } from '../secrets/reviewer-secrets.ts';
import { encryptSsoSecrets } from '../secrets/sso-secrets.ts';
import { encryptVerifier } from '../secrets/verifier-secret.ts';
import { waySecrets } from '../secrets/way-secrets.ts';

/** The settings that hold secrets. */
type SecretSetting = 'reviewers' | 'signIn' | 'sso' | 'verifier';

/** Gives what was sent of a site's settings, with its secrets as they are stored. */
export type EncryptSettings = <T extends Pick<SiteSettingsChange, SecretSetting>>(
  siteId: SiteId,
  sent: T,
  stored: Pick<SiteSettings, SecretSetting> | null,
) => T;

/**
 * What was sent of a site's settings, with its secrets as they are stored.
 * @param stored what the site has now; null: it is new.
 * @throws Problem `invalid-request` where a masked secret stands for none that is known.
 */
export function encryptedSettings<T extends Pick<SiteSettingsChange, SecretSetting>>(
  encryption: Encryption,
  siteId: SiteId,
  sent: T,
  stored: Pick<SiteSettings, SecretSetting> | null,
): T {
  const errors = (name: 'reviewers' | 'signIn', missing: MissingSecret[]) =>
    missing.map(({ index, id }) => ({ path: `${name}.${index}.secret`, message: id }));
  const reviewers = reviewerSecrets.encrypt(siteId, sent.reviewers ?? [], stored?.reviewers ?? [], encryption);
  const signIn = waySecrets.encrypt(siteId, sent.signIn ?? [], stored?.signIn ?? [], encryption);
  const sso = encryptSsoSecrets(siteId, sent.sso?.secrets ?? [], stored?.sso.secrets ?? [], encryption);
  const verifier = encryptVerifier(siteId, sent.verifier ?? null, stored?.verifier ?? null, encryption);
  const wrong = [
    ...errors('reviewers', reviewers.missing),
    ...errors('signIn', signIn.missing),
    ...(sso === null ? [{ path: 'sso.secrets', message: 'a mask stands there twice, or for no stored secret' }] : []),
    ...(verifier === undefined ? [{ path: 'verifier.secret', message: 'a mask stands for no stored secret of this host' }] : []),
  ];
  if (sso === null || wrong.length > 0) throw new Problem('invalid-request', { errors: wrong });
  return {
    ...sent,
    ...(sent.reviewers === undefined ? {} : { reviewers: reviewers.list }),
    ...(sent.signIn === undefined ? {} : { signIn: signIn.list }),
    ...(sent.sso?.secrets === undefined ? {} : { sso: { ...sent.sso, secrets: sso } }),
    ...(sent.verifier === undefined ? {} : { verifier }),
  };
}
