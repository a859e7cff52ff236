import { join } from 'node:path';
import type { WorkerLink } from './cluster/worker.ts';
import type { CommentDeps } from './comments/deps.ts';
import type { LiveTransport } from './comments/list-comments.ts';
import type { Config } from './config/load.ts';
import type { ChangeNote } from './domain/events.ts';
import { createIds } from './domain/ids.ts';
import { countActs } from './events/count-acts.ts';
import { isSlowed } from './domain/pace.ts';
import { followUp } from './moderation/follow-up.ts';
import { createNotices } from './events/notices.ts';
import { createSubscriptions } from './events/subscriptions.ts';
import { dataHeaderPairs } from './web/data-headers.ts';
import { type Connections, trackConnections } from './http/connections.ts';
import { listen } from './http/listen.ts';
import { createRequestLimits } from './http/request-limits.ts';
import { basePathOf, serveBelow } from './http/base-path.ts';
import { ownOriginOf } from './web/own-origin.ts';
import { createHttp, createHttpServer } from './http/server.ts';
import { createPages } from './page-cache/pages.ts';
import { chooseBus } from './live/choose-bus.ts';
import { createHub } from './live/hub.ts';
import { createPeers } from './live/peers.ts';
import { createTallies } from './live/tallies.ts';
import type { ClaimDeps } from './desk/claims.ts';
import { createBurstWatch } from './moderation/burst.ts';
import { createCampaigns } from './learning/campaigns.ts';
import { preferJieba } from './wordlists/text/boundary.ts';
import { createCompiledLists } from './wordlists/compile-lists.ts';
import { backlogOf } from './desk/queue.ts';
import { recheck } from './moderation/recheck.ts';
import { createJobWorker } from './jobs/worker.ts';
import { longLists } from './wordlists/long-lists.ts';
import { createLearning } from './learning/learning.ts';
import { phasesOf } from './moderation/phases/index.ts';
import { createStaffNames } from './moderation/staff-names.ts';
import { reviewersPhase } from './moderation/phases/reviewers.ts';
import { createLater } from './reviewers/later.ts';
import { createReviewers } from './reviewers/runner.ts';
import { createEncryption } from './secrets/encryption.ts';
import { createSiteReviewers } from './reviewers/site-reviewers.ts';
import { createOutbound, outboundRules } from './outbound/fetch.ts';
import { bitsFor, createPuzzles } from './moderation/puzzle.ts';
import { trustOf } from './domain/trust.ts';
import { createScreening } from './moderation/screen-comment.ts';
import { hashText } from './domain/text-hash.ts';
import { wordLists } from './wordlists/word-lists.ts';
import { steadyClock, systemClock } from './ops/clock.ts';
import { createLog, type Log } from './ops/log.ts';
import { makeLimiter } from './ops/limiter.ts';
import { joinMetrics } from './ops/join-metrics.ts';
import { createMetrics } from './ops/metrics.ts';
import { systemRandom as random } from './ops/random.ts';
import { cleanName } from './people/clean-name.ts';
import { createPeople } from './people/people.ts';
import { createSignInLimits } from './people/sign-in-limits.ts';
import type { SiteDeps } from './sites/deps.ts';
import { makeDemoSite } from './demo/demo-site.ts';
import { createSiteDirectory } from './sites/site-directory.ts';
import { openStore } from './store/open-store.ts';
import type { Store } from './store/port.ts';
import { checkSecret } from './maintenance/secret-check.ts';
import { createMaintenance } from './maintenance/maintenance.ts';

/** The service, wired and not yet listening. */
export interface App {
  /** Begins to serve; gives the address. */
  start(): Promise<{ url: string; port: number }>;
  /** Stops accepting, tells live clients, finishes what is in flight, closes the store. A second call does nothing. */
  stop(): Promise<void>;
  readonly store: Store;
  readonly log: Log;
  /** Is there nobody yet who may sign in? */
  needsSetUp(): Promise<boolean>;
}

/** Single votes leave nothing in the log: they are gathered into tallies, which do. */
const withoutVotes = (changes: readonly ChangeNote[]): ChangeNote[] =>
  changes.filter(({ type, id }) => type !== 'comment.votes' || id !== undefined);

/** The only place that wires the rooms together. @throws what the store throws when it cannot be opened. */
export async function createApp(config: Config, overrides: { log?: Log; link?: WorkerLink | null } = {}): Promise<App> {
  const log = overrides.log ?? createLog({ level: config.logLevel, format: config.logFormat });
  const link = overrides.link ?? null;
  await preferJieba();
  const opened = await openStore(config.databaseUrl ?? undefined, config.dataDir, {
    log,
    writer: link?.writer,
    onWritten: (changes) => notices.publish(changes, 'here'),
  });
  const now = systemClock;
  const metrics = createMetrics(now);
  const store = countActs(opened, metrics);
  const newId = createIds(now, random);
  const { limitsOn, secret } = config;
  const sites = createSiteDirectory(store, steadyClock);
  let address = config.publicUrl ?? '';
  const publicUrl = (): string => config.publicUrl ?? address;
  const basePath = basePathOf(config.publicUrl);
  const isOwnOrigin = ownOriginOf(config.publicUrl);
  let draining = false;
  const liveWay = (): LiveTransport => (hub.isCrowded() ? 'poll' : 'socket');
  const pages = createPages({
    store,
    sites,
    now: steadyClock,
    mostBytes: config.listingCacheMb * 1024 * 1024,
    headers: dataHeaderPairs(),
    log,
    liveWay,
    observe: metrics.observeListing,
  });
  const neighbours = createPeers({
    flushed: () => store.events.flushed(),
    heard: (changes) => notices.publish(changes, 'elsewhere'),
    said: (signal) => hub.onPeerSignal(signal),
    lost: () => hub.wake(),
  });

  const signInLimits = createSignInLimits(makeLimiter);
  const people = createPeople({ store, now, newId, random, secret, cleanName, limitsOn, signInLimits, log });
  const onLearningError = (error: unknown): void => log.warn({ err: error }, 'what was learnt cannot be read');
  const learning = createLearning({ store, secret, now: steadyClock, onError: onLearningError });
  const campaigns = createCampaigns({ store, seed: secret, now, steady: steadyClock, newId });
  const encryption = createEncryption(secret, random);
  const reviewers = createReviewers({
    send: createOutbound(outboundRules(config.outboundHosts)),
    now,
    steady: steadyClock,
    random,
    secret,
    meter: metrics.countReview,
  });
  const siteReviewers = createSiteReviewers({ store, site: sites.find, reviewers, seal: encryption });
  const lists = createCompiledLists({ wordsVersion: sites.wordsVersion, words: store.sites.words }, (error) =>
    log.warn({ err: error }, 'the thread that made a word list ready was lost; it is made ready without one'),
  );
  const judge = createScreening({
    store,
    phases: phasesOf({ bursts: createBurstWatch(), campaigns, learning, staffNames: createStaffNames(store, steadyClock) }),
    lists,
    askReviewers: reviewersPhase(reviewers, siteReviewers.listOf),
    now,
    chance: Math.random,
    limitsOn,
  });
  const siteDeps: SiteDeps = { store, now, newId };
  const moderation: ClaimDeps = {
    store,
    site: sites.find,
    now,
    newId,
    announce: store.events.append,
  };
  const tallies = createTallies({
    append: moderation.announce,
    now,
    newId,
    onError: (error) => log.warn({ err: error }, 'tallies could not be told'),
  });
  const comments: CommentDeps = {
    store,
    findThread: sites.thread,
    screen: judge.screen,
    composeGuest: people.composeGuest,
    keepGuest: people.keepGuest,
    cleanName,
    hashText,
    now,
    newId,
    limitsOn,
    campaigns,
    onError: (error) => log.warn({ err: error }, 'the address or title of an article could not be stored; the next post stores it'),
    puzzles: createPuzzles({ secret, now }),
    puzzleBits: ({ site, thread, standing }) => {
      const at = now();
      const perMinute = standing.threadRecent.filter((one) => at - one.at < 60_000).length;
      return bitsFor(site.settings.puzzle, { trust: trustOf(standing, at), isBurst: isSlowed(thread, at), perMinute });
    },
  };

  const http = createHttp({
    store,
    log,
    sites,
    people,
    comments,
    moderation,
    siteDeps,
    seal: encryption,
    limits: createRequestLimits(limitsOn),
    secret,
    now,
    tallied: tallies.tallied,
    tryText: judge.tryText,
    wakeJobs: () => jobs.wake(),
    learnersOf: learning.statsOf,
    lateReviews: createLater({ store, reviewersOf: siteReviewers.listOf, now }),
    words: { ...wordLists, long: longLists },
    publicUrl,
    isOwnOrigin,
    basePath,
    trustProxy: config.trustProxy,
    metricsToken: config.metricsToken,
    metrics: link === null ? metrics : { ...metrics, text: async () => joinMetrics(await link.metricsOfAll()) },
    liveWay,
    demo: config.demo !== 'off',
    publicFolder: join(import.meta.dirname, 'public'),
    isDraining: () => draining,
  });
  const server = createHttpServer(http, pages);
  const hub = createHub(server, {
    ...{ store, sites, moderation, isOwnOrigin, now, limitsOn, log },
    identifyReader: people.identifyReader,
    identifyStaff: people.identifyStaff,
    steady: steadyClock,
    sessionPrefix: link?.sessionPrefix ?? '',
    mostConnections: config.liveMax,
    trusts: http.get('trust proxy fn'),
    publishToPeers: neighbours.publish,
    countDropped: metrics.countDropped,
  });
  link?.onMetrics(metrics.readings);
  const subscriptions = createSubscriptions(
    { store, log, now, steady: steadyClock, chance: Math.random, onFailed: metrics.countFailedEvent },
    [learning.subscription, siteReviewers.feedback, followUp({ ...siteDeps, campaigns })],
  );
  const notices = createNotices(
    [
      { name: 'sites', changed: sites.forget },
      { name: 'pages', changed: pages.changed },
      { name: 'live', changed: (changes) => hub.wake(withoutVotes(changes)) },
      { name: 'subscriptions', changed: subscriptions.wake },
      { name: 'processes', changed: (changes, by) => by === 'here' && neighbours.changed(withoutVotes(changes)) },
    ],
    (error, follower) => log.error({ err: error, follower }, 'a change could not be noted'),
  );
  const jobs = createJobWorker({
    store,
    now,
    handlers: { recheck: recheck({ store, site: sites.find, lists, now, newId }) },
    onError: (error, job) => log.error({ err: error, job: job?.id }, 'a job failed'),
  });
  const upkeep = createMaintenance({ store, now, log });
  metrics.watch({
    backlog: () => backlogOf(store),
    store: store.maintenance.size,
    subscriptions: subscriptions.lag,
    liveConnections: hub.connections,
    pages: pages.report,
  });

  let stopping: Promise<void> | null = null;
  let connections: Connections | null = null;
  async function stopAll(): Promise<void> {
    draining = true;
    upkeep.stop();
    const stopLive = (): Promise<void> => tallies.stop().then(hub.stop);
    await Promise.all([connections?.drain(stopLive) ?? stopLive(), jobs.stop()]);
    await neighbours.stop();
    await subscriptions.stop();
    metrics.stop();
    await store.close();
  }

  return {
    store,
    log,
    needsSetUp: people.needsSetUp,
    async start() {
      const isFirst = link === null || link.worker === 1;
      if (isFirst) await checkSecret(store, secret, log);
      if (config.adminEmail !== null && config.adminPassword !== null) {
        await people.makeFirstAdministrator({ email: config.adminEmail, password: config.adminPassword });
      }
      // One of several processes is enough.
      if (config.demo !== 'off' && isFirst) await makeDemoSite({ ...siteDeps, store, screen: judge.screen }, config.demo === 'on');
      // Before the first request, so that nothing passes by a subscription that is new.
      await subscriptions.start();
      await link?.share(server);
      serveBelow(server, basePath);
      connections = trackConnections(server, steadyClock, log);
      const listening = await listen(server, config.host, config.port, link);
      address = listening.address;
      await neighbours.start(await chooseBus(config, store, link?.bus, log));
      hub.start();
      upkeep.start();
      jobs.start();
      return { url: publicUrl(), port: listening.port };
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
  };
}
