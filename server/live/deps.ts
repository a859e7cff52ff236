import type { OwnOrigin } from '../web/own-origin.ts';
import type { Logger } from 'pino';
import type { Ms, Reader } from '../domain/types.ts';
import type { Trusts } from '../web/client-network.ts';
import type { ModerationDeps } from '../desk/deps.ts';
import type { StaffActor } from '../people/staff.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import type { Store } from '../store/port.ts';
import type { Signal } from './bus.ts';

/** What live connections need of the world. */
export interface LiveDeps {
  store: Pick<Store, 'comments' | 'threads' | 'events' | 'sites'>;
  sites: SiteDirectory;
  moderation: ModerationDeps;
  identifyReader: (siteId: string, token: string) => Promise<Reader>;
  identifyStaff: (proof: { sessionToken?: string | undefined; bearer?: string | undefined }) => Promise<StaffActor | null>;
  isOwnOrigin: OwnOrigin;
  /** The time of day, for what is stored or shown. */
  now: () => Ms;
  /** Never steps, for what is waited for. */
  steady: () => Ms;
  limitsOn: boolean;
  /** A reader who takes nothing was let go. */
  countDropped: () => void;
  /** What the names of this process's sessions begin with. */
  sessionPrefix: string;
  /** Most live connections of this process. */
  mostConnections: number;
  /** Which proxies are believed about a reader's address. */
  trusts: Trusts;
  /** Sends a signal to the other processes of the service. */
  publishToPeers: (signal: Omit<Signal, 'from'>) => void;
  log: Logger;
}
