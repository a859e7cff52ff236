import type { ReviewerSettings } from '../domain/reviewer-settings.ts';
import { Problem } from '../domain/problem.ts';
import type { SiteId } from '../domain/types.ts';
import type { Encryption } from '../secrets/encryption.ts';
import { encryptSecrets } from '../secrets/reviewer-secrets.ts';

/**
 * A site's reviewers as they are stored.
 * @throws Problem `invalid-request` where a masked secret stands for none that is known.
 */
export function encryptedReviewers(
  encryption: Encryption,
  siteId: SiteId,
  sent: readonly ReviewerSettings[],
  stored: readonly ReviewerSettings[],
): ReviewerSettings[] {
  const { reviewers, missing } = encryptSecrets(siteId, sent, stored, encryption);
  if (missing.length === 0) return reviewers;
  const errors = missing.map(({ index, id }) => ({ path: `reviewers.${index}.secret`, message: id }));
  throw new Problem('invalid-request', { errors });
}
