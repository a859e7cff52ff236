import type { Server } from 'node:http';
import type { WorkerLink } from '../cluster/worker.ts';
import type { ChangeNote } from '../domain/events.ts';
import { createNotices, type Notices } from '../events/notices.ts';
import type { Subscriptions } from '../events/subscriptions.ts';
import type { LiveDeps } from '../live/deps.ts';
import { createHub, type Hub } from '../live/hub.ts';
import { createPeers, type Peers } from '../live/peers.ts';
import type { Pages } from '../page-cache/pages.ts';
import type { Services } from './services.ts';
import type { Environment } from './environment.ts';

/** How changes reach the browsers of this process and the other processes. */
export interface LiveParts {
  hub: Hub;
  peers: Peers;
  /** Takes every change, of this process and of the others. */
  notices: Notices;
}

/** Single votes leave nothing in the log: they are gathered into tallies, which do. */
const withoutVotes = (changes: readonly ChangeNote[]): ChangeNote[] =>
  changes.filter(({ type, id }) => type !== 'comment.votes' || id !== undefined);

/** The live hub on the HTTP server, the peers, and the notices that call both, the caches and the subscriptions. */
export function createLiveParts(
  { config, store, log, metrics, now, steady }: Environment,
  { sites, people, live }: Pick<Services, 'sites' | 'people' | 'live'>,
  parts: {
    server: Server;
    pages: Pick<Pages, 'changed'>;
    subscriptions: Pick<Subscriptions, 'wake'>;
    isOwnOrigin: LiveDeps['isOwnOrigin'];
    trusts: LiveDeps['trusts'];
    link: WorkerLink | null;
  },
): LiveParts {
  const peers = createPeers({
    flushed: () => store.events.flushed(),
    onChanges: (changes) => notices.publish(changes, 'elsewhere'),
    onSignal: (signal) => hub.onPeerSignal(signal),
    onLost: () => hub.wake(),
  });
  const hub = createHub(parts.server, {
    ...live,
    ...{ sites, now, steady, log },
    isOwnOrigin: parts.isOwnOrigin,
    limitsOn: config.limitsOn,
    identifyReader: people.identifyReader,
    identifyStaff: people.identifyStaff,
    sessionPrefix: parts.link?.sessionPrefix ?? '',
    mostConnections: config.liveMax,
    trusts: parts.trusts,
    publishToPeers: peers.publish,
    countDropped: metrics.countDropped,
  });
  const notices = createNotices(
    [
      { name: 'sites', changed: sites.forget },
      { name: 'pages', changed: parts.pages.changed },
      { name: 'live', changed: (changes) => hub.wake(withoutVotes(changes)) },
      { name: 'subscriptions', changed: parts.subscriptions.wake },
      { name: 'processes', changed: (changes, by) => by === 'here' && peers.changed(withoutVotes(changes)) },
    ],
    (error, follower) => log.error({ err: error, follower }, 'a change could not be noted'),
  );
  return { hub, peers, notices };
}
