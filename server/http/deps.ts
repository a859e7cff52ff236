import type { OwnOrigin } from '../web/own-origin.ts';
import type { Logger } from 'pino';
import type { CommentDeps } from '../comments/deps.ts';
import type { LiveTransport } from '../comments/list-comments.ts';
import type { Ms, Reader, Tally, Comment } from '../domain/types.ts';
import type { ClaimDeps } from '../desk/claims.ts';
import type { LearnerStats } from '../learning/learner/stats.ts';
import type { dryRun } from '../wordlists/dry-run.ts';
import type { LongLists } from '../wordlists/long-lists.ts';
import type { importWords } from '../wordlists/import-words.ts';
import type { checkEntries, parseWordList, serialiseWordList } from '../wordlists/word-list.ts';
import type { LaterDeps } from '../reviewers/later.ts';
import type { Encryption } from '../secrets/encryption.ts';
import type { TryResult } from '../moderation/screen-comment.ts';
import type { People } from '../people/people.ts';
import type { SiteDirectory } from '../sites/site-directory.ts';
import type { SiteDeps } from '../sites/deps.ts';
import type { Store } from '../store/port.ts';
import type { Site } from '../domain/types.ts';
import type { RequestLimits } from './request-limits.ts';

/** What the HTTP room is given. */
export interface HttpDeps {
  store: Store;
  log: Logger;
  sites: SiteDirectory;
  people: People;
  comments: CommentDeps;
  moderation: ClaimDeps;
  siteDeps: SiteDeps;
  /** Closes the secrets that sites have with others. */
  seal: Encryption;
  limits: RequestLimits;
  secret: string;
  now: () => Ms;
  /** How readers who come now are to follow their thread. */
  liveWay: () => LiveTransport;
  tallied: (comment: Pick<Comment, 'id' | 'siteId' | 'threadId'>, votes: Tally) => void;
  tryText: (site: Site, text: { body: string; name: string }) => Promise<TryResult>;
  /** There is a new job. */
  wakeJobs: () => void;
  learnersOf: (siteId: string) => Promise<LearnerStats[]>;
  /** Where late answers of reviewers are checked. */
  lateReviews: LaterDeps;
  words: {
    parse: typeof parseWordList;
    serialise: typeof serialiseWordList;
    /** Reads a list in any of the formats that are understood. */
    read: typeof importWords;
    dryRun: typeof dryRun;
    /** The same of long lists, off the event loop. */
    long: LongLists;
    /** Splits entries that arrived as JSON into those that can be used and those that cannot. */
    check: typeof checkEntries;
  };
  /** Where the service is reached from outside, without a slash at its end. */
  publicUrl: () => string;
  isOwnOrigin: OwnOrigin;
  /** The path of that, below which all addresses stand that are given out; empty at the root of the host. */
  basePath: string;
  /** Whom to believe about a client's address: hops, networks, or nobody. */
  trustProxy: number | string[] | false;
  metricsToken: string | null;
  metrics: {
    text: () => Promise<string>;
    contentType: string;
    observe: (request: { route: string; method: string; status: number; seconds: number }) => void;
  };
  demo: boolean;
  /** Folder of the built widget and console. */
  publicFolder: string;
  /** Is the server on its way out? Then it tells load balancers so. */
  isDraining: () => boolean;
}

/** A reader as every part of this room needs it. */
export type { Reader };
