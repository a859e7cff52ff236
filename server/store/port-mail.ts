/** The storage port, readers who asked for mail. See port.ts for the promises. */
import type { MailFollower } from '../domain/mail-follower.ts';
import type { Id, Ms, ReaderId, SiteId } from '../domain/types.ts';

export interface MailFollowerStore {
  /** Of a reader there is one at most. */
  get(readerId: ReaderId): Promise<MailFollower | null>;
  byId(id: Id): Promise<MailFollower | null>;
  /** Those of a site with this address, at most `limit`. */
  atAddress(siteId: SiteId, emailHash: string, limit: number): Promise<MailFollower[]>;
  /**
   * Stores it with the next revision, if what is stored still has the one that it was read with; 0: it is new. Whose it is stays as it is
   * stored. false: another was faster, or the reader has one already.
   */
  save(follower: MailFollower): Promise<boolean>;
  /** Those that are due, the longest due first. */
  due(now: Ms, limit: number): Promise<MailFollower[]>;
  /** How many have something to send, counted to 10,000. */
  waiting(): Promise<number>;
}
