import type { OwnOrigin } from '../web/own-origin.ts';
import type { Logger } from 'pino';
import type { QueueItem, StatsView } from '../../contract/moderation.ts';
import type { Comment, CommentId, Ms, Reader, SiteId, Thread, ThreadId, ThreadKey } from '../domain/types.ts';
import type { Trusts } from '../web/client-network.ts';
import type { StaffActor } from '../people/staff.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import type { EventStore } from '../store/port-events.ts';
import type { Signal } from './bus.ts';

/** What live connections ask the service for. */
export interface LiveServices {
  /** The log of events, from which everything is sent. */
  events: Pick<EventStore, 'head' | 'since' | 'sinceMany'>;
  /** Comments as they are now; those that are not there are left out. */
  getComments: (ids: CommentId[]) => Promise<Map<CommentId, Comment>>;
  /** The same of threads. */
  getThreads: (ids: ThreadId[]) => Promise<Map<ThreadId, Thread>>;
  /** The thread of a key, or null. */
  findThread: (siteId: SiteId, key: ThreadKey) => Promise<Thread | null>;
  /** The newest threads of a site, so many of them. */
  newestThreads: (siteId: SiteId, limit: number) => Promise<Thread[]>;
  /** All sites, by id. */
  siteIds: () => Promise<SiteId[]>;
  /** A case as the queue shows it; null when it is not open. */
  queueItem: (id: CommentId) => Promise<QueueItem | null>;
  /** How much waits on these sites; null: on all. */
  queueStats: (siteIds: SiteId[] | null) => Promise<StatsView>;
}

/** What live connections need of the world. */
export interface LiveDeps extends LiveServices {
  sites: SiteDirectory;
  identifyReader: (siteId: string, token: string) => Promise<Reader>;
  identifyStaff: (proof: {
    sessionToken?: string | undefined;
    bearer?: string | undefined;
    isBackground?: boolean | undefined;
  }) => Promise<StaffActor | null>;
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
