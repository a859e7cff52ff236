import { describe, expect, test } from '@jest/globals';
import type { Comment } from '../../../server/domain/types.ts';
import { commentIn, contentOf, HARD_TEXTS, heldIn, idsOf, newId, nothing, openThread, stored, T0, walkAll } from '../fixtures.ts';
import type { StoreWorld } from '../world.ts';

/** The promises of the search. */
export function searching(world: () => StoreWorld): void {
  /** Stores comments with these texts in a site of their own, each newer than the one before. */
  async function library(...texts: string[]): Promise<{ siteId: string; find(text: string): Promise<string[]> }> {
    const { store } = world().shared;
    const thread = await openThread(store);
    for (const [i, text] of texts.entries()) await stored(store, commentIn(thread, { content: contentOf(text), createdAt: T0 + i }));
    return {
      siteId: thread.siteId,
      async find(text) {
        const found = await walkAll((cursor) => store.comments.search({ siteIds: [thread.siteId], text, limit: 2, cursor }));
        return found.map(({ content }) => content?.text ?? '');
      },
    };
  }

  describe('a text is found', () => {
    test('by Chinese words of two characters, wherever they stand', async () => {
      const { find } = await library('今天天气晴朗', '天气预报说有雨', '气天', '春天，气温回升');
      expect(await find('天气')).toEqual(['天气预报说有雨', '今天天气晴朗']);
      expect(await find('晴朗')).toEqual(['今天天气晴朗']);
      expect(await find('天气预报')).toEqual(['天气预报说有雨']);
      expect(await find('天，气')).toEqual(['春天，气温回升']);
    });

    test('by one character', async () => {
      const { find } = await library('书', '一本书', '书店开门了', 'a', 'abc', '没有');
      expect(await find('书')).toEqual(['书店开门了', '一本书', '书']);
      expect(await find('a')).toEqual(['abc', 'a']);
      expect(await find('c')).toEqual(['abc']);
    });

    test('by Latin letters and digits, whatever their case and width', async () => {
      const { find } = await library('Node 24 Released', 'ＮＯＤＥ　２４', 'nodejs', 'no de');
      expect(await find('node')).toEqual(['nodejs', 'ＮＯＤＥ　２４', 'Node 24 Released']);
      expect(await find('NODE 24')).toEqual(['ＮＯＤＥ　２４', 'Node 24 Released']);
      expect(await find('ode 2')).toEqual(['ＮＯＤＥ　２４', 'Node 24 Released']);
      expect(await find('4 r')).toEqual(['Node 24 Released']);
    });

    test('by signs that mean something to a store, taken as they are', async () => {
      const { find } = await library('折扣 100%', 'a_b', 'axb', 'c:\\temp', '他说 "好" ', "it's", '$5.00', '5x00', 'OR 1=1');
      expect(await find('100%')).toEqual(['折扣 100%']);
      expect(await find('%')).toEqual(['折扣 100%']);
      expect(await find('a_b')).toEqual(['a_b']);
      expect(await find('_')).toEqual(['a_b']);
      expect(await find('\\')).toEqual(['c:\\temp']);
      expect(await find('"')).toEqual(['他说 "好" ']);
      expect(await find("t's")).toEqual(["it's"]);
      expect(await find('$5')).toEqual(['$5.00']);
      expect(await find('5.0')).toEqual(['$5.00']);
      expect(await find('" OR "')).toEqual([]);
      expect(await find('NOT')).toEqual([]);
      expect(await find('.*')).toEqual([]);
    });

    test('by emoji and by rare characters', async () => {
      const { find } = await library('好吃 👍🏽', '👎', '𠮷野家', '𰻝𰻝面', '吃了𰻝', '👩‍👩‍👧‍👦');
      expect(await find('👍')).toEqual(['好吃 👍🏽']);
      expect(await find('👩‍👩‍👧‍👦')).toEqual(['👩‍👩‍👧‍👦']);
      expect(await find('𠮷野')).toEqual(['𠮷野家']);
      expect(await find('𠮷')).toEqual(['𠮷野家']);
      expect(await find('𰻝')).toEqual(['吃了𰻝', '𰻝𰻝面']);
      expect(await find('𰻝面')).toEqual(['𰻝𰻝面']);
    });

    test('by letters mixed with characters', async () => {
      const { find } = await library('x中', 'abx 中', '用5G上网', 'é 咖啡 Café', 'Ünlü İstanbul');
      expect(await find('x 中')).toEqual(['abx 中']);
      expect(await find('5g')).toEqual(['用5G上网']);
      expect(await find('café')).toEqual(['é 咖啡 Café']);
      expect(await find('cafe')).toEqual([]);
      expect(await find('ünl')).toEqual(['Ünlü İstanbul']);
    });

    test.each(HARD_TEXTS)('by all of itself: %j', async (text) => {
      const { find } = await library(text, '别的一句');
      expect(await find(text)).toEqual([text]);
    });

    test('by its latest form alone', async () => {
      const { store } = world().shared;
      const thread = await openThread(store);
      const comment = await stored(store, commentIn(thread, { content: contentOf('原来的说法') }));
      await store.comments.change(comment.id, 1, { content: contentOf('改后的写法') }, nothing());
      const find = async (text: string): Promise<string[]> =>
        idsOf((await store.comments.search({ siteIds: [thread.siteId], text, limit: 5 })).items);
      expect(await find('说法')).toEqual([]);
      expect(await find('写法')).toEqual([comment.id]);
    });
  });

  test('without a text, or with a blank one, everything is given, newest first', async () => {
    const { store } = world().shared;
    const thread = await openThread(store);
    const made: Comment[] = [];
    for (let i = 0; i < 9; i++) {
      const comment =
        i % 3 === 0 ? heldIn(thread, {}, { createdAt: T0 + Math.floor(i / 2) }) : commentIn(thread, { createdAt: T0 + Math.floor(i / 2) });
      made.push(await stored(store, comment));
    }
    const newest = idsOf(made.toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)));
    for (const limit of [1, 4, 20]) {
      const q = { siteIds: [thread.siteId], limit };
      expect(idsOf(await walkAll((cursor) => store.comments.search({ ...q, cursor })))).toEqual(newest);
      expect(idsOf(await walkAll((cursor) => store.comments.search({ ...q, text: ' \n', cursor })))).toEqual(newest);
    }
  });

  test('filters all hold together; a time span begins with `from` and ends before `to`', async () => {
    const { store } = world().shared;
    const thread = await openThread(store);
    const second = await openThread(store, thread.siteId);
    const foreign = await openThread(store);
    const author = { readerId: newId(), name: '读者', badge: null, region: null };
    const text = contentOf('公园的长椅');
    const one = await stored(store, commentIn(thread, { author, content: text, createdAt: T0 }));
    const two = await stored(store, heldIn(second, {}, { author, content: text, createdAt: T0 + 10 }));
    const three = await stored(store, commentIn(second, { content: text, createdAt: T0 + 20 }));
    const four = await stored(store, commentIn(foreign, { content: text, createdAt: T0 + 30 }));
    const find = async (q: Partial<Parameters<typeof store.comments.search>[0]>): Promise<string[]> => {
      const base = { siteIds: [thread.siteId], limit: 1 };
      const plain = await walkAll((cursor) => store.comments.search({ ...base, ...q, cursor }));
      const worded = await walkAll((cursor) => store.comments.search({ ...base, ...q, text: '长椅', cursor }));
      const single = await walkAll((cursor) => store.comments.search({ ...base, ...q, text: '椅', cursor }));
      expect(idsOf(worded)).toEqual(idsOf(plain));
      expect(idsOf(single)).toEqual(idsOf(plain));
      return idsOf(plain);
    };
    expect(await find({})).toEqual([three.id, two.id, one.id]);
    expect(await find({ status: 'pending' })).toEqual([two.id]);
    expect(await find({ readerId: author.readerId })).toEqual([two.id, one.id]);
    expect(await find({ readerId: author.readerId, siteIds: [foreign.siteId] })).toEqual([]);
    expect(await find({ threadId: second.id })).toEqual([three.id, two.id]);
    expect(await find({ threadId: second.id, status: 'published' })).toEqual([three.id]);
    expect(await find({ from: T0 + 10 })).toEqual([three.id, two.id]);
    expect(await find({ to: T0 + 10 })).toEqual([one.id]);
    expect(await find({ from: T0 + 10, to: T0 + 20 })).toEqual([two.id]);
    expect(await find({ siteIds: [thread.siteId, foreign.siteId] })).toEqual([four.id, three.id, two.id, one.id]);
    expect(await find({ siteIds: [] })).toEqual([]);
  });

  test('a walk gives all comments of a site or of a thread of it, oldest first, within a span', async () => {
    const { store } = world().shared;
    const thread = await openThread(store);
    const second = await openThread(store, thread.siteId);
    const foreign = await openThread(store);
    const one = await stored(store, heldIn(thread, {}, { createdAt: T0 + 20 }));
    const two = await stored(store, commentIn(second, { createdAt: T0 + 10 }));
    const three = await stored(store, commentIn(thread, { createdAt: T0 + 10 }));
    await stored(store, commentIn(foreign, { createdAt: T0 }));
    const { siteId } = thread;
    const find = async (q: Partial<Parameters<typeof store.comments.walk>[0]> = {}): Promise<string[]> =>
      idsOf(await walkAll((cursor) => store.comments.walk({ siteId, limit: 1, ...q, cursor })));
    const [early, late] = [two.id, three.id].sort();
    expect(await find()).toEqual([early, late, one.id]);
    expect(await find({ limit: 20 })).toEqual([early, late, one.id]);
    expect(await find({ threadId: thread.id })).toEqual([three.id, one.id]);
    expect(await find({ threadId: foreign.id })).toEqual([]);
    expect(await find({ from: T0 + 20 })).toEqual([one.id]);
    expect(await find({ threadId: thread.id, from: T0 + 10, to: T0 + 20 })).toEqual([three.id]);
  });

  test('null stands for all sites', async () => {
    const { store } = await world().fresh();
    const made = [await stored(store, commentIn(await openThread(store))), await stored(store, commentIn(await openThread(store)))];
    expect(idsOf((await store.comments.search({ siteIds: null, limit: 5 })).items).sort()).toEqual(idsOf(made).sort());
    expect((await store.comments.search({ siteIds: null, text: '清楚', limit: 5 })).items).toHaveLength(2);
  });
}
