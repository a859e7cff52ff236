import type { Logger } from 'pino';
import type { Ms, Reader } from '../domain/types.ts';
import type { ModerationDeps } from '../moderation/deps.ts';
import type { StaffActor } from '../people/staff.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import type { Store } from '../store/port.ts';

/** What the live room is given. */
export interface LiveDeps {
  store: Store;
  sites: SiteDirectory;
  moderation: ModerationDeps;
  identifyReader: (siteId: string, token: string) => Promise<Reader>;
  identifyStaff: (proof: { sessionToken?: string | undefined; bearer?: string | undefined }) => Promise<StaffActor | null>;
  publicUrl: () => string;
  now: () => Ms;
  limitsOn: boolean;
  log: Logger;
}
