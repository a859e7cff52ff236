import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFeeds } from '../../server/feeds/feeds.ts';
import { createIds } from '../../server/domain/ids.ts';
import type { Comment } from '../../server/domain/types.ts';
import { createPageCache, type PageCache } from '../../server/page-cache/page-cache.ts';
import { bytesFor, type Page } from '../../server/page-cache/page.ts';
import { makeSite } from '../../server/sites/make-site.ts';
import { openStore } from '../../server/store/open-store.ts';
import type { Store } from '../../server/store/port.ts';

/** A page cache over a real store whose reads are counted, and a clock that is set by hand. */
export interface ListingWorld {
  cache: PageCache;
  clock: { now: number };
  /** How often each read was made since it was last asked. */
  reads(): Record<string, number>;
  /** Stores a comment, by default a public one; notifies the cache unless `elsewhere`: as another process would. */
  comment(thread: string, options?: { status?: Comment['status']; elsewhere?: boolean }): Promise<Comment>;
  close(): Promise<void>;
}

/** Opens a world with the site `blog`. */
export async function openListingWorld(mostBytes = 1_000_000): Promise<ListingWorld> {
  const dataDir = await mkdtemp(join(tmpdir(), 'liangju-listing-'));
  const elsewhere = await openStore(`sqlite:${join(dataDir, 'test.db')}`, dataDir, {});
  const clock = { now: Date.UTC(2026, 0, 31, 8) };
  const now = (): number => clock.now;
  const newId = createIds(now, randomBytes);
  const counted = new Map<string, number>();
  const here = await openStore(`sqlite:${join(dataDir, 'test.db')}`, dataDir, { onWritten: (changes) => cache.changed(changes) });
  const store = counting(here, counted);
  const cache = createPageCache({
    store,
    sites: { find: (id) => elsewhere.sites.get(id) },
    liveTransport: () => 'socket',
    feeds: createFeeds({ store, now, steady: now, publicUrl: () => 'https://comments.example' }),
    now,
    timeOfDay: now,
    mostBytes,
    onError(error) {
      throw error;
    },
  });
  await makeSite(
    { store, now, newId },
    { id: 'system', name: 'system', requestId: null },
    {
      id: 'blog',
      name: '博客',
      origins: ['https://blog.example'],
      type: 'blog',
    },
  );
  return {
    cache,
    clock,
    reads() {
      const reads = Object.fromEntries(counted);
      counted.clear();
      return reads;
    },
    async comment(key, { status = 'published', elsewhere: isElsewhere = false } = {}) {
      const target = isElsewhere ? elsewhere : store;
      const thread = await target.threads.open('blog', key, { id: newId(), url: `https://blog.example/${key}`, title: key, now: now() });
      const id = newId();
      const content = { body: `第 ${id} 条`, html: `<p>第 ${id} 条</p>`, text: `第 ${id} 条` };
      const created = await target.comments.create(
        {
          id,
          siteId: 'blog',
          threadId: thread.id,
          threadKey: key,
          parentId: null,
          rootId: id,
          ancestors: [],
          depth: 0,
          author: { readerId: newId(), name: '读者', badge: null, region: null },
          status,
          revision: 1,
          content,
          published: status === 'published' ? { content, at: now() } : null,
          editedAt: null,
          removedFrom: null,
          reason: null,
          textHash: id,
          pinned: false,
          featured: false,
          review: null,
          findings: [],
          lastDecision: null,
          createdAt: now(),
        },
        {
          events:
            status === 'published'
              ? [
                  {
                    id: newId(),
                    type: 'comment.published',
                    channel: `thread:${thread.id}`,
                    siteId: 'blog',
                    at: now(),
                    data: { commentId: id },
                  },
                ]
              : [{ id: newId(), type: 'queue.added', channel: 'staff:blog', siteId: 'blog', at: now(), data: { commentId: id } }],
          audit: [],
        },
      );
      if (!created.created) throw new Error('without a key every comment is new');
      const comment = (await target.comments.get([id])).get(id);
      if (comment === undefined) throw new Error(`no comment ${id}`);
      return comment;
    },
    async close() {
      await Promise.all([here.close(), elsewhere.close()]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The same store; counts the reads that pages are made of. */
function counting(store: Store, counted: Map<string, number>): Store {
  const count = (name: string): void => void counted.set(name, (counted.get(name) ?? 0) + 1);
  return {
    ...store,
    comments: {
      ...store.comments,
      conversations(q) {
        count('conversations');
        return store.comments.conversations(q);
      },
      counts(siteId, keys) {
        count('counts');
        return store.comments.counts(siteId, keys);
      },
    },
    events: {
      ...store.events,
      head(channel) {
        count('head');
        return store.events.head(channel);
      },
    },
  };
}

/** A page as text. */
export function textOf(page: Page | undefined): string {
  return page === undefined ? '' : bytesFor(page, 'identity').bytes.toString();
}
