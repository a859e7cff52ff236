import { ALL_SITES } from './all-sites.ts';
import { type Grant, STAFF_ROLES, type Staff, type StaffRole } from './accounts.ts';
import type { TokenScope } from './token-scopes.ts';
import type { SiteId } from './types.ts';

/**
 * What an action is done to: `site`, one site; `service`, the service as a whole, which takes a grant for all sites;
 * `self`, one's own account and tokens, which takes no grant.
 */
export type Reach = 'site' | 'service' | 'self';

interface Rule {
  roles: readonly StaffRole[];
  /** What an API token needs for it; null: any token will do; `none`: no token, only the person's own session. */
  scope: TokenScope | 'none' | null;
  reach: Reach;
}

const EVERYBODY: readonly StaffRole[] = STAFF_ROLES;
const MODERATORS: readonly StaffRole[] = ['administrator', 'senior', 'moderator'];
const SENIORS: readonly StaffRole[] = ['administrator', 'senior'];
const ADMINISTRATORS: readonly StaffRole[] = ['administrator'];

/** Who may do what: the only place that says so. `docs/permissions.md` is made from it. */
export const PERMISSIONS = {
  /** Queue, search, bans, statistics, try-out of a text. */
  'moderation.read': { roles: EVERYBODY, scope: 'read', reach: 'site' },
  /** Claims and decisions; commenting as staff. */
  'moderation.decide': { roles: MODERATORS, scope: 'moderate', reach: 'site' },
  /** Deciding on a case that was passed on to somebody more experienced. */
  'escalated.decide': { roles: SENIORS, scope: 'moderate', reach: 'site' },
  'appeal.decide': { roles: SENIORS, scope: 'moderate', reach: 'site' },
  /** Erasing a comment for good. */
  'comment.purge': { roles: ADMINISTRATORS, scope: 'moderate', reach: 'site' },
  /** Having all that is held of a reader given out. */
  'reader.export': { roles: ADMINISTRATORS, scope: 'moderate', reach: 'site' },
  /** Having what a thread, a comment or a reader did given out, signed. */
  'evidence.export': { roles: ADMINISTRATORS, scope: 'none', reach: 'site' },
  /** Erasing what is held of a reader. */
  'reader.erase': { roles: ADMINISTRATORS, scope: 'moderate', reach: 'site' },
  /** Making and lifting bans. */
  'ban.change': { roles: SENIORS, scope: 'moderate', reach: 'site' },
  /** Closing, reopening and slowing a thread. */
  'thread.pace': { roles: MODERATORS, scope: 'moderate', reach: 'site' },
  /** A thread's mode, address and title. */
  'thread.change': { roles: SENIORS, scope: 'moderate', reach: 'site' },
  'audit.read': { roles: EVERYBODY, scope: 'read', reach: 'site' },
  'site.read': { roles: EVERYBODY, scope: 'read', reach: 'site' },
  'site.create': { roles: ADMINISTRATORS, scope: 'sites', reach: 'service' },
  'site.change': { roles: ADMINISTRATORS, scope: 'sites', reach: 'site' },
  /** Addresses of ways to sign in other than a provider's public ones: they bear on the sign-in of all sites. */
  'sign-in.address': { roles: ADMINISTRATORS, scope: 'sites', reach: 'service' },
  /** Servers that are sent what happens, and what was sent to them. */
  'webhook.manage': { roles: ADMINISTRATORS, scope: 'sites', reach: 'site' },
  'words.read': { roles: EVERYBODY, scope: 'read', reach: 'site' },
  /** Saving the word list, and having what is published looked at again with it. */
  'words.change': { roles: SENIORS, scope: 'sites', reach: 'site' },
  'transfer.import': { roles: ADMINISTRATORS, scope: 'sites', reach: 'site' },
  'transfer.export': { roles: ADMINISTRATORS, scope: 'sites', reach: 'site' },
  /** Copies, checks and repairs of the whole store. */
  'service.maintain': { roles: ADMINISTRATORS, scope: 'sites', reach: 'service' },
  /** Other people's accounts. */
  'staff.manage': { roles: ADMINISTRATORS, scope: 'staff', reach: 'service' },
  /** Who one is, and signing out. */
  'session.own': { roles: EVERYBODY, scope: null, reach: 'self' },
  /** One's own password, sessions and second factor. */
  'account.own': { roles: EVERYBODY, scope: 'none', reach: 'self' },
  /** One's own API tokens. */
  'token.manage': { roles: EVERYBODY, scope: 'staff', reach: 'self' },
} as const satisfies Readonly<Record<string, Rule>>;

/** What staff can ask for. */
export type StaffAction = keyof typeof PERMISSIONS;

/** All of them, in the order of the table. */
export const STAFF_ACTIONS: readonly StaffAction[] = Object.keys(PERMISSIONS).filter(isStaffAction);

function isStaffAction(name: string): name is StaffAction {
  return Object.hasOwn(PERMISSIONS, name);
}

/** Who acts: the person, and by an API token only what its scopes name (null: a session, all of it). */
export interface Permitted {
  staff: Pick<Staff, 'grants' | 'disabled'>;
  scopes: readonly TokenScope[] | null;
  /** The role demands a second factor that the person has not: they may do no more than set one up. */
  wantsSecondFactor?: boolean;
}

/** What somebody may do before they have the second factor that their role demands. */
const BEFORE_SECOND_FACTOR: readonly StaffAction[] = ['session.own', 'account.own'];

function holdsScope({ scopes }: Permitted, scope: TokenScope | 'none' | null): boolean {
  return scope === null || scopes === null || (scope !== 'none' && scopes.includes(scope));
}

/** Does what the person came by allow the action, whatever their grants say? A session always does. */
export function tokenAllows(actor: Permitted, action: StaffAction): boolean {
  return holdsScope(actor, PERMISSIONS[action].scope);
}

const covers = ({ site }: Grant, siteId: SiteId | null): boolean => siteId === null || site === ALL_SITES || site === siteId;

/** Why somebody may not do something. */
export type Refusal = 'not-allowed' | 'not-found' | 'second-factor-wanted';

/**
 * Why this person may not do it, or null: they may.
 * @param siteId the site it is done to; null when it is not about one site. An action on sites is then answered for
 * "any of yours", and the caller limits what it reads and changes to `sitesWhere`.
 * @returns `second-factor-wanted` where they have to set one up first; `not-found` where nothing of the site may be known to them, `not-allowed` otherwise.
 */
export function refusalOf(actor: Permitted, action: StaffAction, siteId: SiteId | null): Refusal | null {
  const rule: Rule = PERMISSIONS[action];
  const { grants, disabled } = actor.staff;
  // What a token lacks is the same for every site: it gives away nothing of them.
  if (disabled || !tokenAllows(actor, action)) return 'not-allowed';
  if (actor.wantsSecondFactor === true && !BEFORE_SECOND_FACTOR.includes(action)) return 'second-factor-wanted';
  if (rule.reach === 'self') return null;
  const asked =
    rule.reach === 'service' ? grants.filter(({ site }) => site === ALL_SITES) : grants.filter((grant) => covers(grant, siteId));
  if (asked.some(({ role }) => rule.roles.includes(role))) return null;
  return rule.reach === 'site' && siteId !== null && asked.length === 0 ? 'not-found' : 'not-allowed';
}

/** May this person do it? The parameters are those of `refusalOf`. */
export function may(actor: Permitted, action: StaffAction, siteId: SiteId | null): boolean {
  return refusalOf(actor, action, siteId) === null;
}

/** The sites on which this person may do it; null: on all, those too that are made later. */
export function sitesWhere(actor: Permitted, action: StaffAction): SiteId[] | null {
  const named = [...new Set(actor.staff.grants.map(({ site }) => site))];
  // No site is called so: a grant for all sites covers it, and no other does.
  if (may(actor, action, ALL_SITES)) return null;
  return named.filter((site) => may(actor, action, site));
}

/**
 * All that this person may do, by site. Under `*` stands what holds for every site, for the service as a whole and for
 * oneself; under the id of a site what a grant for that site adds or repeats.
 */
export function permissionsOf(actor: Permitted): Record<string, StaffAction[]> {
  const places = [...new Set([ALL_SITES, ...actor.staff.grants.map(({ site }) => site)])];
  return Object.fromEntries(places.map((place) => [place, STAFF_ACTIONS.filter((action) => may(actor, action, place))]));
}

/** May this person give a token these scopes? Nobody gives more than what they act by. */
export function mayGiveScopes(actor: Permitted, scopes: readonly TokenScope[]): boolean {
  return scopes.every((scope) => holdsScope(actor, scope));
}
