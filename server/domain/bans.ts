import type { BanKind, BanMode } from './enumerations.ts';
import type { Id, Ms, ReasonCode, SiteId, StaffId } from './types.ts';

/** Who or what is kept out of a site. */
export interface Ban {
  id: Id;
  siteId: SiteId;
  kind: BanKind;
  /** A reader id, a keyed hash or CIDR of a network, a domain, or a word in names. */
  value: string;
  mode: BanMode;
  reason: ReasonCode | null;
  note: string;
  by: StaffId;
  createdAt: Ms;
  /** null = for good. */
  until: Ms | null;
}
