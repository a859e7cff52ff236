import type { z } from 'zod';
import type { BanView, SiteFull } from '../../contract/site.ts';
import type { AuditView } from '../../contract/moderation.ts';
import type { Ban } from '../domain/bans.ts';
import { settingsToWire } from '../domain/changed-settings.ts';
import type { AuditEntry, Ms, Site } from '../domain/types.ts';
import { reviewerSecrets } from '../secrets/reviewer-secrets.ts';
import { maskSsoSecrets } from '../secrets/sso-secrets.ts';
import { maskVerifier } from '../secrets/verifier-secret.ts';
import { waySecrets } from '../secrets/way-secrets.ts';
import { wireTime } from './present-comment.ts';

/** A site with all its settings, for staff. */
export function presentSite(site: Site): SiteFull {
  return {
    id: site.id,
    name: site.name,
    type: site.type,
    origins: site.origins,
    mode: site.mode,
    ...settingsToWire({
      ...site.settings,
      reviewers: reviewerSecrets.mask(site.settings.reviewers),
      signIn: waySecrets.mask(site.settings.signIn),
      sso: { ...site.settings.sso, secrets: maskSsoSecrets(site.settings.sso.secrets) },
      verifier: maskVerifier(site.settings.verifier),
    }),
    revision: site.revision,
    createdAt: wireTime(site.createdAt),
  };
}

/** A ban, for staff. */
export function presentBan(ban: Ban): z.infer<typeof BanView> {
  return {
    id: ban.id,
    site: ban.siteId,
    kind: ban.kind,
    value: ban.value,
    mode: ban.mode,
    reason: ban.reason,
    note: ban.note,
    createdAt: wireTime(ban.createdAt),
    until: ban.until === null ? null : wireTime(ban.until),
  };
}

/** A line of the audit log, with the way to take it back where the asker may. */
export function presentAudit(entry: AuditEntry, undo: { revision: number; until: Ms } | undefined): AuditView {
  return {
    id: entry.id,
    at: wireTime(entry.at),
    site: entry.siteId,
    by: { id: entry.by, name: entry.byName },
    action: entry.action,
    subject: entry.subject,
    reason: entry.reason,
    note: entry.note,
    data: entry.data,
    undo: undo === undefined ? null : { revision: undo.revision, until: wireTime(undo.until) },
  };
}
