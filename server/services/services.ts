import type { CommentDeps } from '../comments/deps.ts';
import type { LiveTransport } from '../comments/list-comments.ts';
import { isSlowed } from '../domain/pace.ts';
import { hashText } from '../domain/text-hash.ts';
import { trustOf } from '../domain/trust.ts';
import type { ClaimDeps } from '../desk/claims.ts';
import { backlogOf } from '../desk/queue.ts';
import type { Subscription } from '../events/subscription.ts';
import { createFeeds, type Feeds } from '../feeds/feeds.ts';
import type { JobHandlers } from '../jobs/worker.ts';
import type { LiveServices } from '../live/deps.ts';
import { createTallies, type Tallies } from '../live/tallies.ts';
import { followUp } from '../moderation/follow-up.ts';
import { bitsFor, createPuzzles } from '../moderation/puzzle.ts';
import { recheck } from '../moderation/recheck.ts';
import type { Screening } from '../moderation/screen-comment.ts';
import type { SendMail } from '../mail/mail.ts';
import { makeLimiter } from '../ops/limiter.ts';
import { cleanName } from '../people/clean-name.ts';
import { joinHandler } from '../people/join-guest.ts';
import { createPeople, type People } from '../people/people.ts';
import { createSignInLimits } from '../people/sign-in-limits.ts';
import { createRegions, type Regions } from '../region/regions.ts';
import { createOutbound, outboundRules } from '../outbound/fetch.ts';
import { createKeySets } from '../sso/key-sets.ts';
import { createLater } from '../reviewers/later.ts';
import { importHandler } from '../transfer/import-handler.ts';
import { importPlace, removeStaleFiles } from '../transfer/import-files.ts';
import type { Store } from '../store/port.ts';
import type { Deliverer } from '../webhooks/deliver.ts';
import { createEncryption } from '../secrets/encryption.ts';
import { type CommentServices, createCommentServices } from './comment-services.ts';
import type { Environment } from './environment.ts';
import { createExportServices, type ExportServices } from './export-services.ts';
import { createEraseHandler, createOwnDataServices, type OwnDataServices } from './own-data-services.ts';
import { createImportServices, type ImportServices } from './import-services.ts';
import { createLiveServices } from './live-services.ts';
import { createMemberServices, type MemberServices } from './member-services.ts';
import { createModerationServices, type ModerationServices } from './moderation-services.ts';
import { createScreeningParts } from './screening.ts';
import {
  createJobServices,
  createSiteServices,
  createWordServices,
  type JobServices,
  type SiteServices,
  type WordServices,
} from './site-services.ts';
import { createWebhookParts, type WebhookServices } from './webhook-services.ts';
import { createNotifyServices, type NotifyServices } from './notify-services.ts';
import { createSignInServices, type SignInServices } from './sign-in-services.ts';
import { createSiteDirectory, type SiteDirectory } from '../sites/site-directory.ts';

/** The use cases of the service with what they need already given: what HTTP, live connections and the start call. */
export interface Services {
  /** Sites, cached for a second. */
  sites: SiteDirectory;
  people: People;
  members: MemberServices;
  signIn: SignInServices;
  followers: NotifyServices['followers'];
  comments: CommentServices;
  feeds: Feeds;
  moderation: ModerationServices;
  siteAdmin: SiteServices;
  words: WordServices;
  jobs: JobServices;
  exports: ExportServices;
  webhooks: WebhookServices;
  ownData: OwnDataServices;
  /** Resolves while the store can be asked. @throws what the store throws. */
  imports: ImportServices;
  checkStore: () => Promise<void>;
  live: LiveServices;
  tallies: Tallies;
  /** What the process does beside its requests. */
  background: {
    subscriptions: readonly Subscription[];
    jobHandlers: JobHandlers;
    place: () => Promise<string>;
    removeFiles: () => Promise<void>;
    backlog: () => ReturnType<typeof backlogOf>;
    deliverer: Deliverer;
    deliveries: Store['webhooks']['counts'];
    mails: NotifyServices['outbox'];
    regions: Pick<Regions, 'start' | 'stop'>;
  };
  screen: Screening['screen'];
}

/** What else of its process the services need. */
interface ProcessParts {
  /** How readers who come now are to follow their thread. */
  liveTransport: () => LiveTransport;
  /** Is called when there is a new job. */
  wakeJobs: () => void;
  /** Where the service is reached from outside, without a slash at its end. */
  publicUrl: () => string;
  /** null: there is no server for mail. */
  sendMail: SendMail | null;
}

/** Makes the services of a process from its store. Over 80 lines because it is the one place where they are given what they need of each other. */
export function createServices(environment: Environment, process: ProcessParts): Services {
  const { config, store, log, now, steady, random, newId } = environment;
  const { secret, limitsOn, requireSecondFactor, staffPasswords: passwords } = config;
  const sites = createSiteDirectory(store, steady);
  const encryption = createEncryption(secret, random);
  const signInLimits = createSignInLimits(makeLimiter);
  const siteDeps = { store, now, newId };
  const people = createPeople({ ...siteDeps, random, secret, cleanName, limitsOn, requireSecondFactor, passwords, signInLimits, log });
  const { screening, learning, campaigns, siteReviewers, lists } = createScreeningParts(environment, { sites, encryption });
  const importDeps = { ...siteDeps, site: sites.find, secret, dataDir: config.dataDir, wakeJobs: process.wakeJobs };
  const moderation: ClaimDeps = { ...siteDeps, site: sites.find, announce: store.events.append };
  const tallies = createTallies({
    ...{ now, newId, append: store.events.append },
    onError: (error) => log.warn({ err: error }, 'tallies could not be published'),
  });
  const regions = createRegions(config.regionDatabase, log);
  const commentDeps: CommentDeps = {
    ...siteDeps,
    findThread: sites.thread,
    screen: screening.screen,
    composeGuest: people.composeGuest,
    keepGuest: people.keepGuest,
    cleanName,
    hashText,
    regionOf: regions.of,
    limitsOn,
    campaigns,
    onError: (error) => log.warn({ err: error }, 'the address or title of an article could not be stored; the next post stores it'),
    puzzles: createPuzzles({ secret, now }),
    puzzleBits: ({ site, thread, history }) => {
      const at = now();
      const perMinute = history.threadRecent.filter((one) => at - one.at < 60_000).length;
      return bitsFor(site.settings.puzzle, { trust: trustOf(history, at), isBurst: isSlowed(thread, at), perMinute });
    },
  };
  const webhooks = createWebhookParts(environment, { sites, encryption });
  const notify = createNotifyServices(environment, { sites, encryption, ...process });
  const erase = createEraseHandler({ ...siteDeps, dataDir: config.dataDir, forget: campaigns.remember });
  return {
    sites,
    people,
    members: createMemberServices({
      ...siteDeps,
      encryption,
      keySets: createKeySets({ fetch: createOutbound(outboundRules(config.outboundHosts)), now: steady }),
      ...{ secret, cleanName, wakeJobs: process.wakeJobs },
    }),
    signIn: createSignInServices(environment, { sites, encryption, sendMail: process.sendMail }),
    followers: notify.followers,
    comments: createCommentServices({ ...commentDeps, store, tallied: tallies.tallied, liveTransport: process.liveTransport }),
    feeds: createFeeds({ store, now, steady, publicUrl: process.publicUrl }),
    moderation: createModerationServices({
      ...moderation,
      store,
      lateReviews: createLater({ store, reviewersOf: siteReviewers.listOf, now }),
      tryText: screening.tryText,
    }),
    siteAdmin: createSiteServices({ ...siteDeps, encryption }),
    words: createWordServices(siteDeps),
    jobs: createJobServices({ ...siteDeps, wakeJobs: process.wakeJobs, learners: learning.statsOf }),
    exports: createExportServices({ store, now }),
    webhooks: webhooks.services,
    ownData: createOwnDataServices({ ...siteDeps, secret, wakeJobs: process.wakeJobs }),
    imports: createImportServices(importDeps),
    checkStore: () => store.health(),
    live: createLiveServices(store, moderation),
    tallies,
    background: {
      subscriptions: [
        learning.subscription,
        siteReviewers.feedback,
        followUp({ ...siteDeps, campaigns }),
        webhooks.subscription,
        notify.subscription,
      ],
      mails: notify.outbox,
      jobHandlers: {
        recheck: recheck({ ...siteDeps, site: sites.find, lists }),
        import: importHandler(importDeps),
        join: joinHandler(siteDeps),
        erase,
      },
      place: () => importPlace(config.dataDir, newId),
      removeFiles: () => removeStaleFiles({ dataDir: config.dataDir, store, now }),
      backlog: () => backlogOf(store),
      deliverer: webhooks.deliverer,
      deliveries: () => store.webhooks.counts(),
      regions,
    },
    screen: screening.screen,
  };
}
