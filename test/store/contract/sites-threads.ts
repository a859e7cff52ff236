import { describe, expect, test } from '@jest/globals';
import type { Thread } from '../../../server/domain/types.ts';
import { blocksOf, contentOf } from '../../../server/domain/word-blocks.ts';
import type { WordEntry, WordListContent } from '../../../server/domain/words.ts';
import { Duplicate, NotFound, StaleRevision } from '../../../server/store/port.ts';
import {
  auditLine,
  eventsOf,
  HARD_TEXTS,
  idsOf,
  newId,
  nothing,
  openThread,
  publishedEvent,
  siteNamed,
  T0,
  unique,
  walkAll,
} from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** The promises of threads, sites and word lists. */
export function keepingSites(world: () => StoreWorld): void {
  describe('a thread', () => {
    test('is made at first sight, and the first sight wins', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const seen = { id: newId(), url: 'https://news.example/a', title: '标题 $.', now: T0 };
      const made = await store.threads.open(siteId, 'a', seen);
      const whole = {
        closed: false,
        mode: null,
        setByStaff: [],
        slowMode: 0,
        burstUntil: 0,
        commentCount: 0,
        revision: 1,
        createdAt: T0,
        siteId,
        key: 'a',
      };
      expect(made).toEqual({ ...whole, id: seen.id, url: seen.url, title: seen.title });
      expect(await store.threads.open(siteId, 'a', { id: newId(), url: 'https://other.example', title: '', now: T0 + 1 })).toEqual(made);
      expect(await store.threads.find(siteId, 'a')).toEqual(made);
      expect(await store.threads.get([made.id, newId()])).toEqual(new Map([[made.id, made]]));
      expect(await store.threads.get([])).toEqual(new Map());
      expect(await store.threads.find(siteId, 'b')).toBeNull();
      expect(await store.threads.find(unique('site'), 'a')).toBeNull();
    });

    test('seen by 30 at once is one', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const sights = Array.from({ length: 30 }, () => ({ id: newId(), url: 'https://news.example/a', title: newId(), now: T0 }));
      const threads = await Promise.all(sights.map((seen) => store.threads.open(siteId, 'a', seen)));
      expect(new Set(idsOf(threads)).size).toBe(1);
      expect((await store.threads.list({ siteId, limit: 5 })).items).toEqual([threads[0]]);
    });

    test.each(HARD_TEXTS)('may have %j for its key', async (key) => {
      const { store } = world().shared;
      const siteId = unique('site');
      const made = await store.threads.open(siteId, key, { id: newId(), url: key, title: key, now: T0 });
      expect(await store.threads.find(siteId, key)).toEqual(made);
      expect(made).toMatchObject({ key, url: key, title: key });
      expect([...(await store.comments.counts(siteId, [key])).keys()]).toEqual([key]);
    });

    test('changes by compare and set, with its effects', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const event = publishedEvent({ id: newId(), threadId: thread.id, siteId: thread.siteId });
      const patch = {
        closed: true,
        mode: 'pre' as const,
        slowMode: 60_000,
        burstUntil: T0 + 5,
        title: '改过',
        setByStaff: ['title' as const],
      };
      const changed = await store.threads.change(thread.id, 1, patch, { events: [event], audit: [] });
      expect(changed).toEqual({ ...thread, ...patch, revision: 2 });
      const late = { events: [publishedEvent({ id: newId(), threadId: thread.id, siteId: thread.siteId })], audit: [] };
      await expect(store.threads.change(thread.id, 1, { closed: false }, late)).rejects.toThrow(StaleRevision);
      expect((await store.threads.get([thread.id])).get(thread.id)).toEqual(changed);
      expect(await eventsOf(store, thread.id)).toHaveLength(1);
      expect(await store.threads.change(thread.id, 2, { mode: null, title: '新标题', url: 'https://news.example/b' }, nothing())).toEqual({
        ...changed,
        mode: null,
        title: '新标题',
        url: 'https://news.example/b',
        revision: 3,
      });
      await expect(store.threads.change(newId(), 1, { closed: true }, nothing())).rejects.toThrow(NotFound);
    });

    test('changed by five at once is changed once', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const tries = await Promise.allSettled(
        [1, 2, 3, 4, 5].map((slowMode) => store.threads.change(thread.id, 1, { slowMode }, nothing())),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of tries) if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(StaleRevision);
    });

    test('lists are by site, newest first', async () => {
      const { store } = world().shared;
      const siteId = unique('site');
      const threads: Thread[] = [];
      for (let i = 0; i < 9; i++) threads.push(await openThread(store, siteId, T0 + Math.floor(i / 2)));
      await openThread(store);
      const newest = threads.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
      for (const limit of [1, 4, 20]) expect(await walkAll((cursor) => store.threads.list({ siteId, limit, cursor }))).toEqual(newest);
    });
  });

  describe('a site', () => {
    test('comes back whole; a taken id is Duplicate and leaves nothing', async () => {
      const { store } = world().shared;
      const site = siteNamed(unique('site'), { name: '$站.', origins: ['*loopback*', 'https://a.example'] });
      expect(await store.sites.create(site, nothing())).toEqual(site);
      expect(await store.sites.get(site.id)).toEqual(site);
      const line = auditLine({ siteId: site.id });
      await expect(store.sites.create({ ...site, name: '另一个' }, { events: [], audit: [line] })).rejects.toThrow(Duplicate);
      expect(await store.sites.get(site.id)).toEqual(site);
      expect((await store.audit.list({ siteIds: [site.id], limit: 5 })).items).toEqual([]);
      expect(await store.sites.get(unique('site'))).toBeNull();
    });

    test('lists are by id', async () => {
      const { store } = await world().fresh();
      expect(await store.sites.list()).toEqual([]);
      for (const id of ['news', 'blog', 'forum']) await store.sites.create(siteNamed(id), nothing());
      expect(idsOf(await store.sites.list())).toEqual(['blog', 'forum', 'news']);
    });

    test('changes by compare and set; of several at once one', async () => {
      const { store } = world().shared;
      const site = await store.sites.create(siteNamed(unique('site')), nothing());
      const line = auditLine({ siteId: site.id });
      const settings = { ...site.settings, notice: '有 $ 和 .', sort: 'oldest' as const };
      const changed = await store.sites.change(site.id, 1, { settings, mode: 'pre' }, { events: [], audit: [line] });
      expect(changed).toEqual({ ...site, settings, mode: 'pre', revision: 2 });
      expect(await store.sites.get(site.id)).toEqual(changed);
      await expect(
        store.sites.change(site.id, 1, { name: '晚了' }, { events: [], audit: [auditLine({ siteId: site.id })] }),
      ).rejects.toThrow(StaleRevision);
      expect((await store.audit.list({ siteIds: [site.id], limit: 5 })).items).toEqual([line]);
      await expect(store.sites.change(unique('site'), 1, { name: '' }, nothing())).rejects.toThrow(NotFound);
      const tries = await Promise.allSettled(['甲', '乙', '丙'].map((name) => store.sites.change(site.id, 2, { name }, nothing())));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect((await store.sites.get(site.id))?.revision).toBe(3);
    });
  });

  describe('a word list', () => {
    const entry = (word: string) => ({ word, level: 'hold' as const, category: 'ad', options: ['boundary'] });
    const words = (entries: WordEntry[]): WordListContent => ({ entries, comments: [] });
    const SAVED = { at: T0, by: { id: 'anna', name: '安娜' } };
    const wordsIn = async (id: string) => {
      const list = await world().shared.store.sites.words(id);
      return { version: list.version, ...contentOf(list) };
    };

    test('a long list comes back as it was, whatever its words look like, at once and from the past', async () => {
      const { isThorough, shared } = world();
      const { store } = shared;
      // More than two of the blocks that a list is kept in.
      const size = isThorough ? 12_000 : 5_000;
      const id = unique('site');
      const hostile = [']},{"word":"', '"},{"after":', '\\"]},{\\"word":\\"', '$word', '词"条'];
      const list = {
        entries: Array.from({ length: size }, (_, i) => ({
          ...entry(`${hostile[i % 5]}${i}`),
          options: i % 3 === 0 ? ['exact', ']},{"'] : [],
        })),
        comments: Array.from({ length: size / 5 }, (_, i) => ({ after: i * 5, text: `# ${hostile[i % 5]}` })),
      };
      const saved = { at: T0, by: { id: newId(), name: '张编辑' } };
      expect(await store.sites.saveWords(id, 0, blocksOf(list), saved, nothing())).toBe(1);
      expect(await wordsIn(id)).toEqual({ version: 1, ...list });
      expect(await store.sites.saveWords(id, 1, blocksOf({ entries: [entry('短的')], comments: [] }), saved, nothing())).toBe(2);
      expect(await wordsIn(id)).toEqual({ version: 2, entries: [entry('短的')], comments: [] });
      expect(contentOf((await store.sites.wordsAt(id, 1)) ?? blocksOf(words([])))).toEqual(list);
      expect((await store.sites.wordVersions(id)).map(({ entries }) => entries)).toEqual([1, size]);
    });

    test('is empty at version 0, is replaced whole, and counts its versions', async () => {
      const { store } = world().shared;
      const id = unique('site');
      expect(await wordsIn(id)).toEqual({ version: 0, entries: [], comments: [] });
      expect(await store.sites.wordsVersion(id)).toBe(0);
      const line = auditLine({ siteId: id });
      const comments = [
        { after: 0, text: '# $广告 .\u0000' },
        { after: 2, text: '' },
      ];
      const list = { entries: [entry('$代购.'), entry('空\u0000')], comments };
      expect(await store.sites.saveWords(id, 0, blocksOf(list), SAVED, { events: [], audit: [line] })).toBe(1);
      expect(await wordsIn(id)).toEqual({ version: 1, ...list });
      expect(await store.sites.saveWords(id, 1, blocksOf(words([entry('兼职')])), SAVED, nothing())).toBe(2);
      expect(await wordsIn(id)).toEqual({ version: 2, ...words([entry('兼职')]) });
      expect(await store.sites.wordsVersion(id)).toBe(2);
      expect((await store.audit.list({ siteIds: [id], limit: 5 })).items).toEqual([line]);
    });

    test('is kept against whoever has not read it, unless they overwrite it', async () => {
      const { store } = world().shared;
      const id = unique('site');
      await expect(store.sites.saveWords(id, 3, blocksOf(words([entry('甲')])), SAVED, nothing())).rejects.toThrow(StaleRevision);
      expect(await store.sites.saveWords(id, null, blocksOf(words([entry('甲')])), SAVED, nothing())).toBe(1);
      await expect(store.sites.saveWords(id, 0, blocksOf(words([entry('乙')])), SAVED, nothing())).rejects.toThrow(StaleRevision);
      expect(await store.sites.saveWords(id, null, blocksOf(words([entry('丙')])), SAVED, nothing())).toBe(2);
      expect((await wordsIn(id)).entries).toEqual([entry('丙')]);
    });

    test('saved by ten at once against one version is saved once; overwritten by ten, ten times', async () => {
      const { store } = world().shared;
      const id = unique('site');
      const tries = await Promise.allSettled(
        Array.from({ length: 10 }, (_, i) => store.sites.saveWords(id, 0, blocksOf(words([entry(`${i}`)])), SAVED, nothing())),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const versions = await Promise.all(
        Array.from({ length: 10 }, (_, i) => store.sites.saveWords(id, null, blocksOf(words([entry(`${i}`)])), SAVED, nothing())),
      );
      expect(versions.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    });
  });
}
