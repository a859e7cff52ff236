import type { SiteId, StaffRole } from './types.ts';
import type { Staff } from './accounts.ts';

/** What an API token may be allowed; a session has all of it. Never more than the role of its owner. */
export type TokenScope = 'read' | 'moderate' | 'sites' | 'staff';

/** What staff can ask for. */
export type StaffAction =
  /** Queue, search, statistics, try-out of a text. */
  | 'moderation.read'
  /** Claims, decisions, bans, closing and slowing threads. */
  | 'moderation.decide'
  /** Erasing a comment for good. */
  | 'comment.purge'
  | 'audit.read'
  | 'site.read'
  | 'site.create'
  | 'site.change'
  | 'words.read'
  | 'words.change'
  | 'transfer.import'
  | 'transfer.export'
  /** Other people's accounts. */
  | 'staff.manage'
  /** One's own API tokens. */
  | 'token.manage';

interface Rule {
  roles: readonly StaffRole[];
  scope: TokenScope;
  /** `site`: on the sites the person works for. `house`: on the service as a whole, for people without a limit to sites. `self`: on what is one's own. */
  reach: 'site' | 'house' | 'self';
}

const BOTH: readonly StaffRole[] = ['moderator', 'administrator'];
const ADMINISTRATOR: readonly StaffRole[] = ['administrator'];

/** Who may do what: the only place that says so. */
export const PERMISSIONS: { readonly [A in StaffAction]: Rule } = {
  'moderation.read': { roles: BOTH, scope: 'read', reach: 'site' },
  'moderation.decide': { roles: BOTH, scope: 'moderate', reach: 'site' },
  'comment.purge': { roles: ADMINISTRATOR, scope: 'moderate', reach: 'site' },
  'audit.read': { roles: BOTH, scope: 'read', reach: 'site' },
  'site.read': { roles: BOTH, scope: 'read', reach: 'site' },
  'site.create': { roles: ADMINISTRATOR, scope: 'sites', reach: 'house' },
  'site.change': { roles: ADMINISTRATOR, scope: 'sites', reach: 'site' },
  'words.read': { roles: BOTH, scope: 'read', reach: 'site' },
  'words.change': { roles: ADMINISTRATOR, scope: 'sites', reach: 'site' },
  'transfer.import': { roles: ADMINISTRATOR, scope: 'sites', reach: 'site' },
  'transfer.export': { roles: ADMINISTRATOR, scope: 'sites', reach: 'site' },
  'staff.manage': { roles: ADMINISTRATOR, scope: 'staff', reach: 'house' },
  'token.manage': { roles: BOTH, scope: 'staff', reach: 'self' },
};

/** Who acts: the person, and by an API token only what its scopes name (null: a session, all of it). */
export interface Permitted {
  staff: Pick<Staff, 'role' | 'siteIds' | 'disabled'>;
  scopes: readonly string[] | null;
}

/**
 * May this person do it?
 * @param siteId the site it is done to; null when it is not about one site: then an act on sites is
 * answered for "any of yours", and the caller limits what it shows to `staff.siteIds`.
 */
export function may(actor: Permitted, action: StaffAction, siteId: SiteId | null): boolean {
  const rule = PERMISSIONS[action];
  const { role, siteIds, disabled } = actor.staff;
  if (disabled || !rule.roles.includes(role)) return false;
  if (actor.scopes !== null && !actor.scopes.includes(rule.scope)) return false;
  if (rule.reach === 'house') return siteIds === null;
  if (rule.reach === 'self' || siteId === null) return true;
  return siteIds === null || siteIds.includes(siteId);
}
