import type { ReviewerSettings } from '../domain/reviewer-settings.ts';
import { listSecrets } from './list-secrets.ts';

/** The secrets of a site's reviewers. */
export const reviewerSecrets = listSecrets<ReviewerSettings>({
  placeOf: (siteId, id) => `${siteId}\n${id}`,
  recipientOf(reviewer) {
    const { kind, url } = reviewer;
    const host = url === undefined ? '' : new URL(url).host;
    return [kind, host, 'region' in reviewer ? reviewer.region : '', 'keyId' in reviewer ? reviewer.keyId : ''].join('\n');
  },
});
