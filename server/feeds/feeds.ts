import type { FeedQuery, LatestAnswer, TopAnswer, TopQuery } from '../../contract/feeds.ts';
import { createBriefCache } from '../cache/brief-cache.ts';
import type { Ms, Site } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { atomFeed } from './atom.ts';
import { jsonFeed } from './json-feed.ts';
import { type Feed, readFeed } from './read-feed.ts';
import { latestOfSite, type RecentCounts, topOfSite } from './site-lists.ts';

export interface FeedDeps {
  store: Pick<Store, 'comments' | 'threads' | 'events'>;
  /** The time of day. */
  now: () => Ms;
  /** Never steps back. */
  steady: () => Ms;
  /** Where the service is reached from outside, without a slash at its end. */
  publicUrl: () => string;
}

/** A feed, ready to be sent, and the thread it rests on. */
export interface FeedText {
  text: string;
  thread: Feed['thread'];
}

/** What is new on a site. Each of them is the same for everybody. */
export interface Feeds {
  /** @throws Problem `not-found` when there is no such thread; so does `json`. */
  atom(site: Site, query: FeedQuery): Promise<FeedText>;
  json(site: Site, query: FeedQuery): Promise<FeedText>;
  latest(site: Site, limit: number): Promise<LatestAnswer>;
  top(site: Site, query: Pick<TopQuery, 'days' | 'limit'>): Promise<TopAnswer>;
}

const DAY: Ms = 86_400_000;
/** The newest comments that are counted for the most discussed threads, and the threads that may be asked for. */
const MOST_COUNTED = 5_000;
const MOST_THREADS = 100;
/** Counting reads more than any page: it is done again after this long. */
const COUNTED_AGAIN: Ms = 10_000;

export function createFeeds({ store, now, steady, publicUrl }: FeedDeps): Feeds {
  const recent = createBriefCache<RecentCounts>(
    (key) => {
      const [days = '', siteId = ''] = key.split(' ');
      return store.comments.busiest({ siteId, from: now() - Number(days) * DAY, most: MOST_COUNTED, limit: MOST_THREADS });
    },
    steady,
    () => true,
    COUNTED_AGAIN,
  );
  return {
    async atom(site, query) {
      const feed = await readFeed(store, site, query);
      return { text: atomFeed(feed, publicUrl()), thread: feed.thread };
    },
    async json(site, query) {
      const feed = await readFeed(store, site, query);
      return { text: JSON.stringify(jsonFeed(feed, publicUrl())), thread: feed.thread };
    },
    latest: (site, limit) => latestOfSite(store, site, limit),
    top: (site, query) => topOfSite(store, recent, site, query),
  };
}
