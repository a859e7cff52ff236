import type { SignInWay } from '../domain/sign-in-settings.ts';
import { listSecrets } from './list-secrets.ts';

/** The secrets of a site's ways to sign in. Where the browser is sent is part of it: it decides who is asked for the client's word. */
export const waySecrets = listSecrets<SignInWay>({
  placeOf: (siteId, id) => `${siteId}\nsign-in ${id}`,
  recipientOf(way) {
    const addresses = 'issuer' in way ? [way.issuer] : [way.endpoints?.web ?? '', way.endpoints?.api ?? ''];
    return [way.kind, way.clientId, ...addresses, ...(way.kind === 'apple' ? [way.teamId, way.keyId] : [])].join('\n');
  },
});
