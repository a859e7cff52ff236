import { createHmac } from 'node:crypto';
import type { SiteId } from './types.ts';

/** The same for one person on a site, keyed: what the site knows the person by cannot be found from it. */
export function hashPerson(secret: string, siteId: SiteId, person: string): string {
  return createHmac('sha256', secret).update(`person\n${siteId}\n${person}`).digest('hex');
}
