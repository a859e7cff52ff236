import { type Effects, effectsOf } from '../domain/effects.ts';
import type { AuditEntry, SiteId } from '../domain/types.ts';
import type { SiteActor, SiteDeps } from './deps.ts';

/** The log line and the event of a change to a site, its words or its bans. */
export function siteEffects(
  deps: Pick<SiteDeps, 'now' | 'newId'>,
  actor: SiteActor,
  siteId: SiteId,
  change: {
    action: string;
    what: 'settings' | 'words' | 'bans';
    subject?: string;
    note?: string;
    reason?: AuditEntry['reason'];
    data: AuditEntry['data'];
  },
): Effects {
  const { action, what, subject = siteId, note = '', reason = null, data } = change;
  const event = { type: 'site.changed' as const, channel: `staff:${siteId}` as const, siteId, data: { what } };
  return effectsOf({ at: deps.now(), newId: deps.newId }, actor, { action, siteId, subject, note, reason, data }, [event]);
}
