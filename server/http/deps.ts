import type { Logger } from 'pino';
import type { RetentionKind } from '../domain/enumerations.ts';
import type { Services } from '../services/services.ts';
import type { OwnOrigin } from '../web/own-origin.ts';
import type { RequestLimits } from './request-limits.ts';

/** What the router is made of: the services it calls, and how the operator has set it up. */
export interface HttpDeps
  extends Pick<
    Services,
    | 'sites'
    | 'people'
    | 'members'
    | 'signIn'
    | 'followers'
    | 'ownData'
    | 'comments'
    | 'feeds'
    | 'moderation'
    | 'siteAdmin'
    | 'words'
    | 'jobs'
    | 'imports'
    | 'exports'
    | 'webhooks'
    | 'checkStore'
  > {
  log: Logger;
  limits: RequestLimits;
  /** May anybody of staff sign in by password? */
  passwords: boolean;
  /** False only for load tests on the loopback. */
  limitsOn: boolean;
  /** The server's secret, for keyed hashes of networks. */
  secret: string;
  /** Where the service is reached from outside, without a slash at its end. */
  publicUrl: () => string;
  isOwnOrigin: OwnOrigin;
  /** The path of that, below which all addresses stand that are given out; empty at the root of the host. */
  basePath: string;
  /** Which proxies are believed about a client's address: a number of hops, networks, or none. */
  trustProxy: number | string[] | false;
  metricsToken: string | null;
  metrics: {
    text: () => Promise<string>;
    contentType: string;
    observe: (request: { route: string; method: string; status: number; seconds: number }) => void;
  };
  /** For how many days each kind of data is kept; 0: for good. */
  retention: Readonly<Record<RetentionKind, number>>;
  demo: boolean;
  /** Folder of the built widget and console. */
  publicFolder: string;
  /** True once the server has begun to stop; load balancers then get 503. */
  isDraining: () => boolean;
}
