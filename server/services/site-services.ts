import type { Job } from '../domain/jobs.ts';
import type { Site, SiteId, Thread, ThreadId } from '../domain/types.ts';
import type { LearnerStats } from '../learning/learner/stats.ts';
import { startRecheck } from '../moderation/recheck.ts';
import type { Encryption } from '../secrets/encryption.ts';
import { changeSite } from '../sites/change-site.ts';
import type { SiteDeps } from '../sites/deps.ts';
import { type EncryptSettings, encryptedSettings } from '../sites/encrypted-settings.ts';
import { makeSite } from '../sites/make-site.ts';
import { saveWords } from '../sites/save-words.ts';
import type { Store } from '../store/port.ts';
import { changeThread } from '../threads/change-thread.ts';
import { mergeThreads } from '../threads/merge-threads.ts';
import { type LongLists, longLists } from '../wordlists/long-lists.ts';
import { wordLists } from '../wordlists/word-lists.ts';
import type { Bound } from './bound.ts';

/** Sites and their threads, for staff. The errors stand at each use case. */
export interface SiteServices {
  list: () => Promise<Site[]>;
  /** The site as it is now, past every cache; null where there is none. */
  get: (id: SiteId) => Promise<Site | null>;
  make: Bound<typeof makeSite>;
  change: Bound<typeof changeSite>;
  /** What was sent of a site's settings, with its secrets as they are stored. @throws Problem `invalid-request`. */
  encrypted: EncryptSettings;
  thread: (id: ThreadId) => Promise<Thread | null>;
  changeThread: Bound<typeof changeThread>;
  mergeThreads: Bound<typeof mergeThreads>;
  /** Newest first; `text`: a part of title, address or key. */
  threads: Store['threads']['list'];
  /** The number of the thread's last event. */
  lastEvent: (id: ThreadId) => Promise<number>;
}

/** Word lists: of sites, and as texts. */
export interface WordServices {
  current: Store['sites']['words'];
  at: Store['sites']['wordsAt'];
  versions: Store['sites']['wordVersions'];
  save: Bound<typeof saveWords>;
  /** Searches comments, to try a list on them. */
  search: Store['comments']['search'];
  parse: typeof wordLists.parse;
  serialise: typeof wordLists.serialise;
  /** Splits entries that arrived as JSON into those that can be used and those that cannot. */
  check: typeof wordLists.check;
  /** Reads a list in any of the formats that are understood. */
  read: typeof wordLists.read;
  dryRun: typeof wordLists.dryRun;
  /** The same of long lists, off the event loop. */
  long: LongLists;
}

/** Work that takes longer than a request, and what a site has learnt. */
export interface JobServices {
  /** Stores the job and begins to work on it. */
  startRecheck: Bound<typeof startRecheck>;
  get: (id: string) => Promise<Job | null>;
  list: Store['jobs']['list'];
  learners: (siteId: SiteId) => Promise<LearnerStats[]>;
}

export function createSiteServices(deps: SiteDeps & { store: Store; encryption: Encryption }): SiteServices {
  const { store } = deps;
  return {
    list: () => store.sites.list(),
    get: (id) => store.sites.get(id),
    make: (...rest) => makeSite(deps, ...rest),
    change: (...rest) => changeSite(deps, ...rest),
    encrypted: (siteId, sent, stored) => encryptedSettings(deps.encryption, siteId, sent, stored),
    thread: async (id) => (await store.threads.get([id])).get(id) ?? null,
    changeThread: (...rest) => changeThread(deps, ...rest),
    mergeThreads: (...rest) => mergeThreads(deps, ...rest),
    threads: (request) => store.threads.list(request),
    lastEvent: (id) => store.events.head(`thread:${id}`),
  };
}

export function createWordServices(deps: SiteDeps & { store: Store }): WordServices {
  const { store } = deps;
  return {
    ...wordLists,
    long: longLists,
    current: (siteId) => store.sites.words(siteId),
    at: (...rest) => store.sites.wordsAt(...rest),
    versions: (...rest) => store.sites.wordVersions(...rest),
    save: (...rest) => saveWords(deps, ...rest),
    search: (request) => store.comments.search(request),
  };
}

/** @param deps.wakeJobs is called when there is a new job. */
export function createJobServices(deps: SiteDeps & { store: Store; wakeJobs: () => void; learners: JobServices['learners'] }): JobServices {
  const { store, learners } = deps;
  return {
    async startRecheck(...rest) {
      const job = await startRecheck(deps, ...rest);
      deps.wakeJobs();
      return job;
    },
    get: (id) => store.jobs.get(id),
    list: (request) => store.jobs.list(request),
    learners,
  };
}
