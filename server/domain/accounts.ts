import { ALL_SITES } from './all-sites.ts';
import type { Id, Ms, SiteId, StaffId } from './types.ts';

/** What staff can be, the most trusted first. What each may do: domain/permissions.ts. */
export const STAFF_ROLES = ['administrator', 'senior', 'moderator', 'observer'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** A role on one site or on all. */
export interface Grant {
  role: StaffRole;
  /** The id of a site, or `*`. */
  site: SiteId;
}

/** The most trusted role of the grants; null without one. */
export function highestRole(grants: readonly Grant[]): StaffRole | null {
  return STAFF_ROLES.find((role) => grants.some((grant) => grant.role === role)) ?? null;
}

/** The sites that the grants are for; null = all. */
export function grantedSites(grants: readonly Grant[]): SiteId[] | null {
  return grants.some(({ site }) => site === ALL_SITES) ? null : grants.map(({ site }) => site);
}

/** The grants of one role: for these sites, or (null) for all. */
export function grantsOf(role: StaffRole, siteIds: readonly SiteId[] | null): Grant[] {
  return (siteIds ?? [ALL_SITES]).map((site) => ({ role, site }));
}

/** A member of staff: who works on the comments of sites. */
export interface Staff {
  id: StaffId;
  /** Lower case; unique. */
  email: string;
  name: string;
  /** What the person is, and where; at most one for a site and one for all. */
  grants: Grant[];
  passwordHash: string;
  /** The one-time link by which the person sets a password; null without one, and once it was used. */
  invitation: { tokenHash: string; until: Ms } | null;
  /** The codes of an app that are asked for after the password; null: none, which is not the same as one that is not confirmed yet. */
  secondFactor: SecondFactor | null;
  /** What the person's devices prove by: signs in alone, and counts as a second factor. */
  passkeys: Passkey[];
  /** As what the newsroom's own provider knows the person: its issuer and the subject; unique. null: they have not come by it. */
  identity: string | null;
  disabled: boolean;
  createdAt: Ms;
}

/** One-time codes by time (RFC 6238), and recovery codes for who has lost the app. */
export interface SecondFactor {
  /** Encrypted (secrets/encryption.ts). */
  secret: string;
  /** False until the person has entered a first code. */
  isOn: boolean;
  /** The step of the last code that was used: neither it nor an older one works again. */
  lastStep: number;
  /** Hashes of the recovery codes that are left. */
  recoveryCodes: string[];
}

/** A key pair of one of the person's devices (WebAuthn); the private half never leaves it. */
export interface Passkey {
  id: Id;
  /** As the device calls it, in base64url. */
  credentialId: string;
  /** In the form of COSE, in base64url. */
  publicKey: string;
  /** How often the device says it was used; stays 0 where it does not count. */
  counter: number;
  /** How the browser reaches the device, as the browser sent it. */
  transports: string[];
  /** As its owner calls it. */
  name: string;
  createdAt: Ms;
  usedAt: Ms | null;
}

/** So many passkeys has one account at most. */
export const MOST_PASSKEYS = 20;

/** The ways of a second factor. */
export const SECOND_FACTORS = ['code', 'passkey'] as const;
export type SecondFactorWay = (typeof SECOND_FACTORS)[number];

/** Are codes of an app asked for after the password? */
export const hasCodes = ({ secondFactor }: Pick<Staff, 'secondFactor'>): boolean => secondFactor?.isOn === true;

type Proofs = Pick<Staff, 'secondFactor' | 'passkeys'>;

/** What is asked for after the password: any of these. */
export function secondFactorsOf(staff: Proofs): SecondFactorWay[] {
  return [...(hasCodes(staff) ? (['code'] as const) : []), ...(staff.passkeys.length > 0 ? (['passkey'] as const) : [])];
}

/** Is anything asked for after the password? */
export const hasSecondFactor = (staff: Proofs): boolean => secondFactorsOf(staff).length > 0;

/** Does a role of the person demand a second factor that they have not? @param roles those that demand one. */
export function wantsSecondFactor(staff: Proofs & Pick<Staff, 'grants'>, roles: readonly StaffRole[]): boolean {
  return !hasSecondFactor(staff) && staff.grants.some(({ role }) => roles.includes(role));
}

/** Does the person keep the accounts of the service? There is always somebody who does. */
export function keepsAccounts({ grants, disabled }: Pick<Staff, 'grants' | 'disabled'>): boolean {
  return !disabled && grants.some(({ role, site }) => role === 'administrator' && site === ALL_SITES);
}

export interface StaffSession {
  tokenHash: string;
  staffId: StaffId;
  createdAt: Ms;
  seenAt: Ms;
  expiresAt: Ms;
  /** When the person last proved who they are: at the sign-in, or when asked again before something that matters. */
  confirmedAt: Ms;
  /** Where it was opened: a /24 or /64, as text. */
  network: string;
  /** With which browser: its family; empty when not known. */
  browser: string;
}

/** A session as its owner sees it; its id is not what proves it. */
export interface OwnSession extends Pick<StaffSession, 'createdAt' | 'seenAt' | 'network' | 'browser'> {
  id: string;
  isCurrent: boolean;
}

export interface ApiToken {
  id: Id;
  staffId: StaffId;
  name: string;
  tokenHash: string;
  scopes: string[];
  createdAt: Ms;
  usedAt: Ms | null;
}

/** Do these grants allow the same? Their order says nothing. */
export function areSameGrants(one: readonly Grant[], other: readonly Grant[]): boolean {
  return one.length === other.length && one.every((grant) => other.some(({ role, site }) => role === grant.role && site === grant.site));
}
