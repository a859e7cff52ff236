import type { Id, Ms, SiteId, StaffId, StaffRole } from './types.ts';

/** A moderator or an administrator. */
export interface Staff {
  id: StaffId;
  /** Lower case; unique. */
  email: string;
  name: string;
  role: StaffRole;
  /** The sites it works for; null = all. */
  siteIds: SiteId[] | null;
  passwordHash: string;
  disabled: boolean;
  createdAt: Ms;
}

export interface StaffSession {
  tokenHash: string;
  staffId: StaffId;
  createdAt: Ms;
  seenAt: Ms;
  expiresAt: Ms;
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
