import { SECRET_MASK } from '../../contract/secret-mask.ts';
import type { ReviewerSettings } from '../domain/reviewer-settings.ts';
import type { SiteId } from '../domain/types.ts';
import type { Encryption } from './encryption.ts';

/**
 * Settings as they are stored: the same, with `secret` encrypted. Three forms of one shape are kept apart by the
 * functions that make them: plain (to ask with), encrypted (to store), masked (to show).
 */
export type StoredReviewer = ReviewerSettings;

/** A mask that stands for nothing: no such reviewer is stored, or its secret would now go to somebody else. */
export interface MissingSecret {
  /** Index in the list that was sent. */
  index: number;
  id: string;
}

const placeOf = (siteId: SiteId, reviewer: ReviewerSettings): string => `${siteId}\n${reviewer.id}`;

/** To whom a secret is shown. It has to be typed again when this changes, or else anybody who may change settings could read it. */
function recipientOf(reviewer: ReviewerSettings): string {
  const { kind, url } = reviewer;
  const host = url === undefined ? '' : new URL(url).host;
  return [kind, host, 'region' in reviewer ? reviewer.region : '', 'keyId' in reviewer ? reviewer.keyId : ''].join('\n');
}

/** The list as people may see it. */
export function maskSecrets(stored: readonly StoredReviewer[]): ReviewerSettings[] {
  return stored.map((reviewer) => ({ ...reviewer, secret: SECRET_MASK }));
}

/**
 * The list as it is stored: new secrets encrypted, masked ones kept from what is stored under the same id for the
 * same recipient.
 */
export function encryptSecrets(
  siteId: SiteId,
  sent: readonly ReviewerSettings[],
  stored: readonly StoredReviewer[],
  encryption: Encryption,
): { reviewers: StoredReviewer[]; missing: MissingSecret[] } {
  const missing: MissingSecret[] = [];
  const reviewers = sent.map((reviewer, index) => {
    if (reviewer.secret !== SECRET_MASK) return { ...reviewer, secret: encryption.encrypt(reviewer.secret, placeOf(siteId, reviewer)) };
    const before = stored.find(({ id }) => id === reviewer.id);
    if (before === undefined || recipientOf(before) !== recipientOf(reviewer)) missing.push({ index, id: reviewer.id });
    return { ...reviewer, secret: before?.secret ?? SECRET_MASK };
  });
  return { reviewers, missing };
}

/** The list as it is used. @throws SealBroken */
export function decryptSecrets(siteId: SiteId, stored: readonly StoredReviewer[], encryption: Encryption): ReviewerSettings[] {
  return stored.map((reviewer) => ({ ...reviewer, secret: encryption.decrypt(reviewer.secret, placeOf(siteId, reviewer)) }));
}
