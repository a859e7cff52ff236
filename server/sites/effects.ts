import type { AuditEntry, SiteId } from '../domain/types.ts';
import type { Effects } from '../store/port.ts';
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
  const at = deps.now();
  return {
    events: [{ id: deps.newId(), type: 'site.changed', channel: `staff:${siteId}`, siteId, at, data: { what: change.what } }],
    audit: [
      {
        id: deps.newId(),
        siteId,
        at,
        by: actor.id,
        byName: actor.name,
        action: change.action,
        subject: change.subject ?? siteId,
        reason: change.reason ?? null,
        note: change.note ?? '',
        requestId: actor.requestId,
        data: change.data,
      },
    ],
  };
}
