import { describe, expect, test } from '@jest/globals';
import { blocksOf, contentOf } from '../../../server/domain/word-blocks.ts';
import type { WordListContent } from '../../../server/domain/words.ts';
import { brokenAt, CHAIN_START, type ChainedEntry } from '../../../server/domain/audit-chain.ts';
import type { Job } from '../../../server/domain/jobs.ts';
import type { Comment, CommentStatus } from '../../../server/domain/types.ts';
import { StaleRevision } from '../../../server/store/port.ts';
import { auditLine, commentIn, idsOf, newId, nothing, openThread, stored, T0, unique, walkAll } from '../fixtures.ts';
import type { OpenedStore, StoreWorld } from '../world.ts';

/** The promises of what moderation learns and looks back on. */
export function learning(world: () => StoreWorld): void {
  describe('the chain of the log', () => {
    const all = async ({ store }: OpenedStore): Promise<ChainedEntry[]> => {
      const entries: ChainedEntry[] = [];
      for (;;) {
        const more = await store.audit.chain({ after: entries.at(-1)?.seq ?? 0, limit: 7 });
        if (more.length === 0) return entries;
        entries.push(...more);
      }
    };

    test('numbers and seals every line without a gap, also when two processes write at once', async () => {
      const opened = await world().fresh();
      const stores = [opened.store, await opened.again()];
      const thread = await openThread(opened.store);
      const lines = Array.from({ length: 30 }, () => auditLine({ siteId: unique('site'), note: '$ . \u0000' }));
      await Promise.all(lines.map((line, i) => stored(stores[i % 2] ?? opened.store, commentIn(thread), { events: [], audit: [line] })));
      for (const store of stores) await store.audit.list({ siteIds: null, limit: 1 });
      const entries = await all(opened);
      expect(entries.map(({ seq }) => seq)).toEqual(lines.map((_, i) => i + 1));
      expect(idsOf(entries).sort()).toEqual(idsOf(lines).sort());
      expect(brokenAt({ seq: 0, hash: CHAIN_START }, entries)).toBeNull();
      expect(
        brokenAt(
          { seq: 0, hash: CHAIN_START },
          entries.map((entry) => (entry.seq === 5 ? { ...entry, note: '改过' } : entry)),
        ),
      ).toBe(5);
      expect(await opened.store.audit.chain({ after: 30, limit: 5 })).toEqual([]);
    });
  });

  describe('the record of a reporter', () => {
    test('gives what became of the comments after the reports', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const readerId = newId();
      const report = async (status: CommentStatus | null, decidedAt: number): Promise<void> => {
        const comment = await stored(store, commentIn(thread));
        await store.comments.report({ commentId: comment.id, readerId, reason: 'AD', note: '', at: T0 + 5, revision: 1 });
        if (status === null) return;
        const lastDecision = {
          action: 'approve' as const,
          by: newId(),
          byName: '编辑',
          at: decidedAt,
          reason: null,
          note: '',
          before: null,
          since: 1,
        };
        await store.comments.change(comment.id, 1, { status, lastDecision }, nothing());
      };
      for (const status of ['rejected', 'spam', 'purged', 'published', 'published', 'pending'] as const) await report(status, T0 + 6);
      await report('rejected', T0 + 5);
      await report(null, 0);
      expect(await store.comments.reporterRecord(readerId)).toEqual({ upheld: 3, dismissed: 2 });
      expect(await store.comments.reporterRecord(newId())).toEqual({ upheld: 0, dismissed: 0 });
    });
  });

  describe('the author history', () => {
    const asked = (siteId: string) => ({
      siteId,
      readerId: null,
      networks: [],
      emailDomain: null,
      textHash: 'x',
      sameTextSince: T0,
      now: T0 + 1_000,
    });

    test('who commented in the thread since then, newest first', async () => {
      const { store } = world().shared;
      const [thread, other] = [await openThread(store), await openThread(store)];
      const made: Comment[] = [];
      for (let i = 0; i < 5; i++) made.push(await stored(store, commentIn(thread, { createdAt: T0 + i })));
      await stored(store, commentIn(other));
      const { threadRecent } = await store.readers.history({ ...asked(thread.siteId), thread: { id: thread.id, since: T0 + 2 } });
      expect(threadRecent).toEqual([4, 3, 2].map((i) => ({ readerId: made[i]?.author?.readerId, at: T0 + i })));
    });

    test('of a busy thread the latest 200', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const rows = Array.from({ length: 205 }, (_, i) => ({
        comment: commentIn(thread, { createdAt: T0 + i }),
        votes: { up: 0, down: 0 },
      }));
      await store.maintenance.importBatch(rows);
      const { threadRecent } = await store.readers.history({ ...asked(thread.siteId), thread: { id: thread.id, since: T0 } });
      expect(threadRecent.map(({ at }) => at)).toEqual(Array.from({ length: 200 }, (_, i) => T0 + 204 - i));
    });

    test('what became of comments of the site that link to a host, to 10 of each', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const linked = (host: string) => ({ body: host, html: `<p><a href="https://${host}/a">看</a></p>`, text: host });
      const link = (host: string, status: CommentStatus, where = thread): Promise<Comment> =>
        stored(store, commentIn(where, { content: linked(host), status }));
      for (let i = 0; i < 12; i++) await link('shop.example', 'spam');
      for (let i = 0; i < 6; i++) await link('news.example', i % 2 === 0 ? 'spam' : 'rejected');
      await link('www.news.example', 'published');
      await link('news.example', 'published', await openThread(store));
      const edited = await link('blog.example', 'published');
      await store.comments.change(edited.id, 1, { content: linked('wiki.example') }, nothing());
      const { hosts } = await store.readers.history({
        ...asked(thread.siteId),
        hosts: ['shop.example', 'news.example', 'blog.example', 'wiki.example', 'none.example'],
      });
      expect(Object.fromEntries(hosts)).toEqual({
        'shop.example': { published: 0, refused: 10 },
        'news.example': { published: 1, refused: 6 },
        'blog.example': { published: 0, refused: 0 },
        'wiki.example': { published: 1, refused: 0 },
        'none.example': { published: 0, refused: 0 },
      });
    });
  });

  describe('past word lists', () => {
    const entry = (word: string) => ({ word, level: 'hold' as const, category: 'ad', options: [] });

    test('are kept, the latest 50, and looked up by version', async () => {
      const { store } = world().shared;
      const id = unique('site');
      expect(await store.sites.wordVersions(id)).toEqual([]);
      const savedAs = (version: number) => ({ at: T0 + version, by: { id: `staff-${version}`, name: '安娜 $.' } });
      const listAt = (version: number): WordListContent =>
        version % 2 === 1
          ? { entries: [entry(`词${version}`)], comments: [{ after: 1, text: `# 第 ${version} 版` }] }
          : { entries: [], comments: [] };
      for (let v = 1; v <= 52; v++) await store.sites.saveWords(id, v - 1, blocksOf(listAt(v)), savedAs(v), nothing());
      const versions = await store.sites.wordVersions(id);
      expect(versions).toEqual(Array.from({ length: 50 }, (_, i) => ({ version: 52 - i, entries: (52 - i) % 2, saved: savedAs(52 - i) })));
      for (const version of [3, 4]) {
        const list = await store.sites.wordsAt(id, version);
        expect(list === null ? null : contentOf(list)).toEqual(listAt(version));
      }
      for (const version of [0, 2, 53]) expect(await store.sites.wordsAt(id, version)).toBeNull();
      expect(await store.sites.wordsAt(unique('site'), 1)).toBeNull();
    });
  });

  describe('a learnt model', () => {
    const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

    test('is stored over the revision that was read, byte for byte', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      expect(await store.models.get(siteId, 'spam')).toBeNull();
      const big = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
      expect(await store.models.save(siteId, 'spam', 0, big)).toBe(1);
      const found = await store.models.get(siteId, 'spam');
      expect(found?.revision).toBe(1);
      expect(Buffer.from(found?.bytes ?? []).equals(big)).toBe(true);
      expect(await store.models.save(siteId, 'spam', 1, bytes(0, 255))).toBe(2);
      expect(Buffer.from((await store.models.get(siteId, 'spam'))?.bytes ?? [])).toEqual(Buffer.from([0, 255]));
      expect(await store.models.get(siteId, 'abuse')).toBeNull();
      expect(await store.models.get(unique('site'), 'spam')).toBeNull();
      expect(await store.models.save(siteId, 'empty', 0, bytes())).toBe(1);
      expect((await store.models.get(siteId, 'empty'))?.bytes).toHaveLength(0);
    });

    test('stored by five at once is stored once; against another revision never', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      await expect(store.models.save(siteId, 'spam', 2, bytes(1))).rejects.toThrow(StaleRevision);
      for (const expected of [0, 1]) {
        const tries = await Promise.allSettled([1, 2, 3, 4, 5].map((i) => store.models.save(siteId, 'spam', expected, bytes(i))));
        expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const one of tries) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(StaleRevision);
      }
    });
  });

  describe('a job', () => {
    const jobOf = (siteId: string, overrides: Partial<Job> = {}): Job => ({
      id: newId(),
      siteId,
      kind: 'recheck',
      state: 'waiting',
      input: { 'from.$': 1, text: '$.', isAll: true, none: null },
      progress: { done: 0, total: 0 },
      place: null,
      result: null,
      by: newId(),
      createdAt: T0,
      updatedAt: T0,
      ...overrides,
    });

    test('is made with its effects and listed by site, newest first', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const line = auditLine({ siteId });
      const jobs = [0, 1, 1, 2].map((i) => jobOf(siteId, { createdAt: T0 + i }));
      for (const [i, job] of jobs.entries())
        expect(await store.jobs.create(job, { events: [], audit: i === 0 ? [line] : [] })).toEqual(job);
      expect(await store.jobs.get(jobs[0]?.id ?? '')).toEqual(jobs[0]);
      expect(await store.jobs.get(newId())).toBeNull();
      const newest = jobs.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
      for (const limit of [1, 3, 9]) expect(await walkAll((cursor) => store.jobs.list({ siteId, limit, cursor }))).toEqual(newest);
      expect((await store.audit.list({ siteIds: [siteId], limit: 5 })).items).toEqual([line]);
    });

    test('is taken by one worker, oldest first, kept by its lease and ended once', async () => {
      const { store } = await world().fresh();
      const [young, old] = [jobOf('news', { createdAt: T0 + 1 }), jobOf('news')];
      for (const job of [young, old]) await store.jobs.create(job, nothing());
      const claim = (worker: string, now: number) => store.jobs.claim({ worker, place: null, now, until: now + 100, strayBefore: 0 });
      expect(await claim('a', T0)).toEqual({ ...old, state: 'running', updatedAt: T0 });
      expect((await claim('b', T0))?.id).toBe(young.id);
      expect(await claim('c', T0 + 99)).toBeNull();
      expect(await store.jobs.progress(old.id, 'a', { done: 1, total: 4, now: T0 + 50, until: T0 + 200 })).toBe(true);
      expect(await store.jobs.progress(old.id, 'b', { done: 9, total: 9, now: T0 + 50, until: T0 + 200 })).toBe(false);
      expect((await claim('c', T0 + 100))?.id).toBe(young.id);
      expect(await store.jobs.progress(young.id, 'b', { done: 1, total: 1, now: T0 + 101, until: T0 + 900 })).toBe(false);
      expect(await store.jobs.finish(young.id, 'b', { state: 'done', result: {}, now: T0 + 101 })).toBe(false);
      expect(await store.jobs.finish(old.id, 'a', { state: 'done', result: { 'a.b': 1, $c: '$' }, now: T0 + 150 })).toBe(true);
      expect(await store.jobs.finish(old.id, 'a', { state: 'failed', result: {}, now: T0 + 151 })).toBe(false);
      expect(await store.jobs.progress(old.id, 'a', { done: 2, total: 4, now: T0 + 152, until: T0 + 300 })).toBe(false);
      const over = { state: 'done', progress: { done: 1, total: 4 }, result: { 'a.b': 1, $c: '$' }, updatedAt: T0 + 150 };
      expect(await store.jobs.get(old.id)).toEqual({ ...old, ...over });
      expect((await claim('d', T0 + 9_000))?.id).toBe(young.id);
      expect(await store.jobs.finish(young.id, 'd', { state: 'failed', result: { why: 'x' }, now: T0 + 9_001 })).toBe(true);
      expect(await claim('d', T0 + 99_000)).toBeNull();
    });

    test('that its worker gives back is anybody’s at once, as far as it was; of another worker or over it stays', async () => {
      const { store } = await world().fresh();
      const job = jobOf('news');
      await store.jobs.create(job, nothing());
      const claim = (worker: string, now: number) => store.jobs.claim({ worker, place: null, now, until: now + 100, strayBefore: 0 });
      expect((await claim('a', T0))?.id).toBe(job.id);
      const progress = { done: 1, total: 4 };
      await store.jobs.progress(job.id, 'a', { ...progress, now: T0, until: T0 + 100 });
      await store.jobs.release(job.id, 'b');
      expect(await claim('c', T0 + 1)).toBeNull();
      await store.jobs.release(job.id, 'a');
      expect(await claim('c', T0 + 1)).toEqual({ ...job, state: 'running', progress, updatedAt: T0 + 1 });
      await store.jobs.release(job.id, 'a');
      expect(await claim('d', T0 + 2)).toBeNull();
      await store.jobs.finish(job.id, 'c', { state: 'done', result: {}, now: T0 + 3 });
      await store.jobs.release(job.id, 'c');
      expect(await claim('d', T0 + 4)).toBeNull();
    });

    test('of a place is taken there; elsewhere once nobody has touched it for long', async () => {
      const { store } = await world().fresh();
      const job = jobOf('news', { place: 'here' });
      await store.jobs.create(job, nothing());
      const claim = (place: string | null, strayBefore: number) =>
        store.jobs.claim({ worker: 'a', place, now: T0 + 10, until: T0 + 20, strayBefore });
      expect(await claim('elsewhere', T0 - 10)).toBeNull();
      expect(await claim(null, T0 - 10)).toBeNull();
      expect((await claim('here', T0 - 10))?.id).toBe(job.id);
      expect((await store.jobs.claim({ worker: 'b', place: 'elsewhere', now: T0 + 30, until: T0 + 40, strayBefore: T0 + 20 }))?.id).toBe(
        job.id,
      );
    });

    test('asked for by ten workers at once goes to one', async () => {
      const opened = await world().fresh();
      const stores = [opened.store, await opened.again()];
      for (let i = 0; i < 4; i++) await opened.store.jobs.create(jobOf('news'), nothing());
      const claimed = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          stores[i % 2]?.jobs.claim({ worker: `${i}`, place: null, now: T0, until: T0 + 100, strayBefore: 0 }),
        ),
      );
      const ids = claimed.flatMap((job) => (job === null || job === undefined ? [] : [job.id]));
      expect(ids).toHaveLength(4);
      expect(new Set(ids).size).toBe(4);
    });
  });
}
