import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Store } from '../../server/store/port.ts';
import * as lists from '../../server/store/sqlite/comment-lists.ts';
import { type Db, openDatabase } from '../../server/store/sqlite/database.ts';
import * as jobs from '../../server/store/sqlite/jobs.ts';
import * as log from '../../server/store/sqlite/log.ts';
import * as moderation from '../../server/store/sqlite/moderation.ts';
import { openSqlite } from '../../server/store/sqlite/open.ts';
import { joinedSince } from '../../server/store/sqlite/joins.ts';
import * as members from '../../server/store/sqlite/members.ts';
import { detach, held } from '../../server/store/sqlite/personal.ts';
import * as readers from '../../server/store/sqlite/readers.ts';
import { search, walkComments } from '../../server/store/sqlite/search.ts';
import { oldComments } from '../../server/store/sqlite/retention.ts';
import * as sites from '../../server/store/sqlite/sites.ts';
import * as threads from '../../server/store/sqlite/threads.ts';
import * as votes from '../../server/store/sqlite/votes.ts';
import { commentIn, contentOf, heldIn, openThread, stored, T0 } from './fixtures.ts';

/** A connection that notes how SQLite would go about each statement that is read through it. */
function explaining(db: Db, plans: string[]): Db {
  const explain = (sql: string, params: Parameters<Db['all']>[1]): void => {
    plans.push(...db.all(`EXPLAIN QUERY PLAN ${sql}`, params).map(({ detail }) => String(detail)));
  };
  return {
    ...db,
    get(sql, params) {
      explain(sql, params);
      return db.get(sql, params);
    },
    all(sql, params) {
      explain(sql, params);
      return db.all(sql, params);
    },
    each(sql, params, take) {
      explain(sql, params);
      db.each(sql, params, take);
    },
  };
}

/** Steps that read a whole table or sort what they have read. */
function costly(plans: readonly string[]): string[] {
  // json_each is the list that was asked for, a subquery what it was limited to; along an index an order needs no sort.
  const isScan = (step: string): boolean => step.startsWith('SCAN ') && !/^SCAN (json_each|\(subquery)|INDEX/.test(step);
  return plans.filter((step) => isScan(step) || step.includes('TEMP B-TREE'));
}

describe('SQLite goes along an index', () => {
  let folder: string;
  let store: Store;
  let db: Db;
  let threadId: string;
  let siteId: string;
  let rootId: string;
  let answerId: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'liangju-plans-'));
    const file = join(folder, 'plans.db');
    store = await openSqlite(file);
    const thread = await openThread(store);
    ({ id: threadId, siteId } = thread);
    const root = await stored(store, commentIn(thread));
    rootId = root.id;
    for (let i = 0; i < 3; i++) {
      answerId = (await stored(store, commentIn(thread, { createdAt: T0 + i }, root))).id;
      await stored(store, commentIn(thread, { createdAt: T0 + i }));
      await stored(store, heldIn(thread, { priority: i, reasons: ['words:ad'] }));
    }
    db = openDatabase(file, 'read');
  });
  afterAll(async () => {
    db?.close();
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  });

  function planOf(look: (db: Db) => unknown): string[] {
    const plans: string[] = [];
    look(explaining(db, plans));
    expect(plans).not.toEqual([]);
    return plans;
  }

  /** Both pages: the first, and one that goes on from a cursor. */
  function pages(page: (db: Db, cursor: { cursor?: string }) => { nextCursor: string | null }): string[] {
    return planOf((explained) => {
      const { nextCursor } = page(explained, {});
      expect(nextCursor).not.toBeNull();
      page(explained, { cursor: nextCursor ?? '' });
    });
  }

  test.each(['hot', 'newest', 'oldest'] as const)('for the pages of a thread by %s', (sort) => {
    const nested = pages((explained, cut) => lists.conversations(explained, { threadId, sort, replies: 0, limit: 1, ...cut }));
    expect(costly(nested)).toEqual([]);
    // The answers, which lie in the same index, are not gone through.
    expect(nested.filter((step) => !/comments_listed_by_\w+ \(thread_id=\? AND pinned=\? AND is_reply=\?/.test(step))).toEqual([]);
    const withAnswers = pages((explained, cut) => lists.conversations(explained, { threadId, sort, replies: 2, limit: 1, ...cut }));
    expect(costly(withAnswers)).toEqual([]);
    const tower = pages((explained, cut) => lists.tower(explained, { threadId, sort, limit: 1, ...cut }));
    expect(costly(tower)).toEqual([]);
    expect(tower.filter((step) => !/MERGE|LEFT|RIGHT|comments_listed_by_/.test(step))).toEqual([]);
  });

  test('for the busiest threads, counted from the newest comments alone', () => {
    const plans = planOf((explained) => threads.busiest(explained, { siteId, from: T0, most: 2, limit: 1 }));
    expect(plans.join()).toContain('comments_newest_of_site_by_status (site_id=? AND status=? AND created_at>?)');
    // What is grouped and put in order is those alone.
    expect(costly(plans).filter((step) => !/TEMP B-TREE FOR (GROUP|ORDER) BY/.test(step))).toEqual([]);
  });

  test('for answers, and for what is a reader’s', () => {
    expect(costly(pages((explained, cut) => lists.replies(explained, { commentId: rootId, limit: 1, ...cut })))).toEqual([]);
    const readerId = db.get('SELECT reader_id FROM comments')?.reader_id;
    expect(costly(planOf((explained) => lists.replies(explained, { commentId: answerId, limit: 1 })))).toEqual([]);
    expect(costly(planOf((explained) => lists.byReader(explained, { readerId: String(readerId), limit: 1 })))).toEqual([]);
    const held = planOf((explained) => lists.ownHeld(explained, threadId, String(readerId), 5));
    expect(costly(held)).toEqual([]);
    expect(held.join()).toContain('comments_of_reader');
    expect(costly(planOf((explained) => votes.votesIn(explained, threadId, String(readerId), 5)))).toEqual([]);
  });

  test('for what is held of a reader, kept answers too', () => {
    const readerId = String(db.get('SELECT reader_id FROM comments')?.reader_id);
    const whose = { siteId, readerId };
    const answers = planOf((explained) => held(explained, { ...whose, kind: 'answer', limit: 1 }));
    expect(answers.filter((step) => /answers/.test(step))).toEqual([expect.stringContaining('answers_of_comment')]);
    const taken = planOf((explained) => detach(explained, { ...whose, kind: 'answer', ids: ['nobody'] }));
    expect(taken.filter((step) => /answers/.test(step))).toEqual([expect.stringContaining('answers_of_comment')]);
  });

  test('for a walk along everything', () => {
    for (const q of [{ siteId }, { siteId, threadId }, { siteId, from: 1 }, { siteId, threadId, from: 1 }])
      expect(costly(pages((explained, cut) => walkComments(explained, { ...q, limit: 1, ...cut })))).toEqual([]);
  });

  test.each(['priority', 'newest', 'oldest'] as const)('for the queue by %s, whatever the filter', (sort) => {
    for (const filter of [
      { siteIds: null },
      { siteIds: [siteId] },
      { siteIds: [siteId, 'blog'] },
      { siteIds: [siteId], kind: 'new' as const },
      { siteIds: [siteId], reason: 'words' },
      { siteIds: [siteId], status: 'pending' as const },
      { siteIds: [siteId], escalated: false },
      { siteIds: [siteId], threadId },
      { siteIds: null, threadId },
    ]) {
      const plans = pages((explained, cut) => moderation.queue(explained, { filter, sort, limit: 1, ...cut }));
      expect({ filter, costly: costly(plans) }).toEqual({ filter, costly: [] });
      if ('threadId' in filter) expect(plans.join()).toContain('cases_of_thread_by_');
      expect(costly(planOf((explained) => moderation.queueSize(explained, filter)))).toEqual([]);
    }
    expect(
      costly(planOf((explained) => moderation.queue(explained, { filter: { siteIds: [siteId], readerId: 'x' }, sort, limit: 1 }))),
    ).toEqual([]);
    expect(
      costly(planOf((explained) => moderation.queue(explained, { filter: { siteIds: [siteId], text: '清楚' }, sort, limit: 1 }))),
    ).toEqual([]);
  });

  test('for the search', () => {
    for (const q of [
      {},
      { status: 'published' as const },
      { threadId },
      { threadId, status: 'published' as const },
      { from: T0, to: T0 + 100 },
    ]) {
      for (const siteIds of [[siteId], [siteId, 'blog'], null]) {
        const plans = pages((explained, cut) => search(explained, { siteIds, limit: 1, ...q, ...cut }));
        expect({ q, siteIds, costly: costly(plans) }).toEqual({ q, siteIds, costly: [] });
      }
    }
    expect(costly(planOf((explained) => search(explained, { siteIds: [siteId], readerId: 'x', limit: 1 })))).toEqual([]);
  });

  test('for the search of a text: few hits are read by their grams, many walked in the order of the list', async () => {
    for (const siteIds of [[siteId], [siteId, 'blog'], null]) {
      const plans = planOf((explained) => search(explained, { siteIds, text: '清楚', limit: 1 }));
      expect(costly(plans)).toEqual(['USE TEMP B-TREE FOR ORDER BY']);
      expect(plans).toContain('SEARCH comments USING INTEGER PRIMARY KEY (rowid=?)');
    }
    const thread = await openThread(store, siteId);
    const common = Array.from({ length: 2_000 }, (_, i) => commentIn(thread, { content: contentOf('常见的话'), createdAt: T0 + i }));
    await store.maintenance.importBatch(common.map((comment) => ({ comment, votes: { up: 0, down: 0 } })));
    for (const siteIds of [[siteId], [siteId, 'blog'], null]) {
      for (const q of [{}, { status: 'published' as const }, { threadId: thread.id }]) {
        expect(costly(pages((explained, cut) => search(explained, { siteIds, text: '常见', ...q, limit: 1, ...cut })))).toEqual([]);
      }
    }
  });

  test('for comments whose text is to be deleted: those without a text any more are not read again', () => {
    for (const kind of ['removed', 'refused'] as const)
      expect(
        planOf((explained) => oldComments(explained, kind, T0, 9)).filter((step) => !step.includes('comments_with_hidden_text')),
      ).toEqual([]);
  });

  test('for events and the log', () => {
    expect(costly(planOf((explained) => log.since(explained, { channel: `thread:${threadId}`, seq: 0, limit: 9 })))).toEqual([]);
    expect(costly(planOf((explained) => log.head(explained, `thread:${threadId}`)))).toEqual([]);
    for (const q of [
      { siteIds: null },
      { siteIds: [siteId] },
      { siteIds: null, by: 'x' },
      { siteIds: null, subject: 'x' },
      { siteIds: null, action: 'x' },
      { siteIds: [siteId, 'blog'] },
    ]) {
      const plans = planOf((explained) => log.listAudit(explained, { ...q, limit: 5 }));
      expect({ q, costly: costly(plans) }).toEqual({ q, costly: [] });
    }
    expect(costly(planOf((explained) => log.auditChain(explained, { after: 3, limit: 5 })))).toEqual([]);
  });

  test('for threads, counts, sites and the history of an author', () => {
    expect(costly(planOf((explained) => threads.listThreads(explained, { siteId, limit: 1 })))).toEqual([]);
    expect(costly(planOf((explained) => threads.counts(explained, siteId, ['a', 'b'])))).toEqual([]);
    expect(costly(planOf((explained) => readers.listBans(explained, { siteId, limit: 1 })))).toEqual([]);
    expect(costly(planOf((explained) => jobs.listJobs(explained, { siteId, limit: 1 })))).toEqual([]);
    expect(costly(planOf((explained) => sites.wordVersions(explained, siteId)))).toEqual([]);
    expect(costly(planOf((explained) => members.byToken(explained, 'x', T0)))).toEqual([]);
    expect(costly(planOf((explained) => joinedSince(explained, T0, 9)))).toEqual([]);
    const claimed = planOf((explained) => members.importedAuthors(explained, { siteId, emailHash: 'h', sourceId: 's', limit: 9 }));
    expect(claimed.filter((step) => step.startsWith('SCAN readers'))).toEqual([]);
    const asked = { siteId, readerId: 'x', networks: ['n'], emailDomain: 'e', textHash: 'h', sameTextSince: T0, now: T0 };
    const plans = planOf((explained) =>
      readers.history(explained, { ...asked, thread: { id: threadId, since: T0 }, hosts: ['a.example'] }),
    );
    // What is a reader's is found by the reader, never by going through a site.
    expect(plans.filter((step) => step.includes('comments_newest'))).toEqual([]);
    // Counting each reader once is a small sort of the few that posted the same text.
    expect(costly(plans).filter((step) => step !== 'USE TEMP B-TREE FOR count(DISTINCT)')).toEqual([]);
    expect(costly(planOf((explained) => votes.reporterRecord(explained, 'x')))).toEqual([]);
  });
});
