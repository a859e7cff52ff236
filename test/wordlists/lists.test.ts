import { describe, expect, test } from '@jest/globals';
import { blocksOf } from '../../server/domain/word-blocks.ts';
import type { WordEntry } from '../../server/domain/words.ts';
import { compileInSlices, createCompiledLists, type ListedSite, type ListSource } from '../../server/wordlists/compile-lists.ts';
import { dryRun } from '../../server/wordlists/dry-run.ts';
import { INNOCENT_SAMPLE } from '../../server/wordlists/shipped/innocent.ts';
import { SHIPPED_WORDS } from '../../server/wordlists/shipped/words.ts';
import { compileWords, type Matcher } from '../../server/wordlists/text/matcher.ts';

const PLAIN = { boundary: false, pinyin: false, split: false };
const USUAL = { boundary: true, pinyin: false, split: false };
const entry = (word: string): WordEntry => ({ word, level: 'hold', category: 'custom', options: [] });
const isHit = (matcher: Matcher, text: string): boolean => matcher.find(text).length > 0;
/** A list that is made ready in a thread. */
const long = (word: string): WordEntry[] => [...Array.from({ length: 5_000 }, (_, i) => entry(`词条甲${i}乙`)), entry(word)];

/** A site's list that can be saved anew, and what makes it ready. @param longestWait in ms. */
function savedLists(first: WordEntry[], longestWait?: number) {
  let saved = { version: 1, ...blocksOf({ entries: first, comments: [] }) };
  const lost: unknown[] = [];
  let isBroken = false;
  let reading = Promise.resolve();
  const source: ListSource = {
    wordsVersion: async () => saved.version,
    async words() {
      await reading;
      // A thread gets the memory of what it is given.
      const entries = saved.entries.map((block) => block.slice());
      if (isBroken) entries[0]?.fill(0);
      isBroken = false;
      return { ...saved, entries };
    },
  };
  return {
    lists: createCompiledLists(source, (error) => lost.push(error), longestWait),
    save(entries: WordEntry[]): void {
      saved = { version: saved.version + 1, ...blocksOf({ entries, comments: [] }) };
    },
    lost,
    /** Holds up what makes lists ready; gives what lets it go on. */
    holdUp(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>();
      reading = promise;
      return resolve;
    },
    /** What is read next is no list: the thread that gets it dies. */
    breakNextRead(): void {
      isBroken = true;
    },
  };
}

describe("a site's list", () => {
  const site = (over: Partial<ListedSite['settings']> = {}): ListedSite => ({
    id: 'demo',
    settings: { shipped: 'off', matching: PLAIN, ...over },
  });

  test('is made ready once a version', async () => {
    const { lists, save } = savedLists([entry('赌博')]);
    const first = await lists.matcherOf(site());
    expect(isHit(first, '赌博')).toBe(true);
    expect(await lists.matcherOf(site())).toBe(first);
    save([entry('约炮')]);
    expect(isHit(await lists.matcherOf(site()), '赌博')).toBe(false);
  });

  test('heeds what the site has set', async () => {
    const { lists } = savedLists([entry('口交')]);
    expect(isHit(await lists.matcherOf(site()), '出口交易')).toBe(true);
    expect(isHit(await lists.matcherOf(site({ matching: USUAL })), '出口交易')).toBe(false);
    expect(isHit(await lists.matcherOf(site()), '操你妈')).toBe(false);
    expect(isHit(await lists.matcherOf(site({ shipped: 'on' })), '操你妈')).toBe(true);
  });

  test('a long one heeds it too', async () => {
    const { lists } = savedLists(long('口交'));
    expect(isHit(await lists.matcherOf(site({ matching: USUAL })), '出口交易')).toBe(false);
    const both = await lists.matcherOf(site({ shipped: 'on' }));
    expect([isHit(both, '出口交易'), isHit(both, '操你妈'), isHit(both, '词条甲17乙')]).toEqual([true, true, true]);
  });

  test('a long one that was saved applies from the next question on, and is made ready once for all who ask', async () => {
    const { lists, save } = savedLists([entry('旧词')]);
    await lists.matcherOf(site());
    save(long('新词'));
    const [one, other] = await Promise.all([lists.matcherOf(site()), lists.matcherOf(site())]);
    expect([isHit(one, '新词'), isHit(one, '旧词')]).toEqual([true, false]);
    expect(other).toBe(one);
    expect(await lists.matcherOf(site())).toBe(one);
  });

  test('of several that are saved one after the other the latest counts', async () => {
    const { lists, save } = savedLists(long('甲词'));
    const first = lists.matcherOf(site());
    await Promise.resolve();
    save(long('乙词'));
    const second = lists.matcherOf(site());
    await Promise.resolve();
    save(long('丙词'));
    const third = lists.matcherOf(site());
    await Promise.resolve();
    save([entry('丁词')]);
    expect(isHit(await lists.matcherOf(site()), '丁词')).toBe(true);
    for (const matcher of await Promise.all([first, second, third]))
      expect(['甲词', '乙词', '丙词', '丁词'].some((word) => isHit(matcher, word))).toBe(true);
    const now = await lists.matcherOf(site());
    expect([isHit(now, '丁词'), isHit(now, '丙词')]).toEqual([true, false]);
  });

  test('a thread that dies leaves no site without its list', async () => {
    const { lists, save, lost, breakNextRead } = savedLists(long('新词'));
    breakNextRead();
    expect(isHit(await lists.matcherOf(site()), '新词')).toBe(true);
    expect(lost).toHaveLength(1);
    save(long('别词'));
    breakNextRead();
    const next = await lists.matcherOf(site({ shipped: 'on' }));
    expect([isHit(next, '别词'), isHit(next, '新词'), isHit(next, '操你妈')]).toEqual([true, false, true]);
    expect(lost).toHaveLength(2);
  });

  test('who cannot wait gets the new one while that is ready in time, else the one before', async () => {
    const { lists, save, holdUp } = savedLists(long('旧词'), 5);
    await lists.matcherOf(site());
    expect(isHit((await lists.matcherInTime(site())) ?? compileWords([]), '旧词')).toBe(true);
    save(long('新词'));
    const goOn = holdUp();
    const earlier = await lists.matcherInTime(site());
    expect([isHit(earlier ?? compileWords([]), '旧词'), isHit(earlier ?? compileWords([]), '新词')]).toEqual([true, false]);
    goOn();
    const newest = await lists.matcherOf(site());
    expect([isHit(newest, '旧词'), isHit(newest, '新词')]).toEqual([false, true]);
    expect(await lists.matcherInTime(site())).toBe(newest);
  });

  test('who cannot wait gets none where there is no list before', async () => {
    const { lists, holdUp } = savedLists(long('新词'), 5);
    const goOn = holdUp();
    expect(await lists.matcherInTime(site())).toBeNull();
    expect(await lists.matcherInTime({ ...site(), id: 'other' })).toBeNull();
    goOn();
    expect(isHit(await lists.matcherOf(site()), '新词')).toBe(true);
  });

  test('made ready in a thread or at once it finds the same, whatever its words ask for', async () => {
    const entries: WordEntry[] = [
      ...long('新词'),
      { ...entry('微信+加我'), options: ['split'] },
      { ...entry('发票 !-购物|增值税'), level: 'review' },
      { ...entry('妈妈的') },
      { ...entry('casino'), options: ['leet'] },
      { ...entry('一二三'), options: ['num'] },
      { ...entry('赌博网'), level: 'mask', options: ['pinyin'] },
      { ...entry('过去'), options: ['until=2026-01-31'] },
      { ...entry('将来'), options: ['from=2026-03-01'] },
      { ...entry('新词典'), level: 'allow' },
      { ...entry('𠮷野家'), category: 'ad' },
    ];
    const { lists } = savedLists(entries);
    const inThread = await lists.matcherOf(site());
    const atOnce = compileWords(entries, PLAIN);
    const text = '词条甲17乙，新词、新词典；加我的徽亻言微信；发票，购物发票；妈妈妈的；c4s1no 一2三 dubowang du bo wang 过去将来𠮷野家';
    for (const at of [undefined, Date.UTC(2026, 0, 1), Date.UTC(2026, 5, 1)]) {
      expect(inThread.find(text, at).length).toBeGreaterThan(6);
      expect(inThread.find(text, at)).toEqual(atOnce.find(text, at));
    }
    expect(inThread.entries).toBe(atOnce.entries);
  });

  test('slices leave others their turn', async () => {
    let turns = 0;
    let isOver = false;
    const take = (): void => {
      turns++;
      if (!isOver) setImmediate(take);
    };
    setImmediate(take);
    const entries = Array.from({ length: 40_000 }, (_, i) => entry(`词条${i}乙`));
    const matcher = await compileInSlices(entries, PLAIN);
    isOver = true;
    expect(matcher.entries).toBe(40_000);
    expect(turns).toBeGreaterThan(1);
  });

  test('made ready in slices or at once it finds the same', async () => {
    const entries = long('新词');
    const text = '词条甲17乙和新词、词条甲4999乙';
    const places = (matcher: Matcher): string[] => matcher.find(text).map(({ entry: { word }, start }) => `${word}@${start}`);
    expect(places(await compileInSlices(entries, PLAIN))).toEqual(places(compileWords(entries, PLAIN)));
  });
});

describe('trying a list', () => {
  test('tells what each word would have hit, innocent sentences and given texts', async () => {
    const { words, sample, texts } = await dryRun(
      [entry('酒店'), entry('做爱'), entry('没有的词')],
      ['酒店不错', '酒店，酒店', '好'],
      USUAL,
    );
    expect(words.map(({ word }) => word)).toEqual(['酒店']);
    expect(words[0]?.textHits).toBe(2);
    expect(words[0]?.sampleHits).toBe(sample.hit);
    expect(sample).toEqual({ size: INNOCENT_SAMPLE.length, hit: expect.any(Number) });
    expect(texts).toEqual({ size: 3, hit: 2 });
    const [example] = words[0]?.examples ?? [];
    expect(words[0]?.examples).toHaveLength(3);
    expect(example?.text.slice(example.start, example.end)).toBe('酒店');
  });

  test('heeds boundaries as the site does', async () => {
    const hits = async (boundary: boolean): Promise<number> => (await dryRun([entry('做爱')], [], { ...PLAIN, boundary })).sample.hit;
    expect(await hits(false)).toBeGreaterThan(0);
    expect(await hits(true)).toBe(0);
  });
});

describe('the list that comes with the program', () => {
  const shipped = compileWords(SHIPPED_WORDS, USUAL);

  test('is small, blocks nothing, and every entry can be used', () => {
    expect(SHIPPED_WORDS.length).toBeLessThanOrEqual(300);
    expect(SHIPPED_WORDS.filter(({ level }) => level === 'block' || level === 'mask')).toEqual([]);
    expect(shipped.entries).toBe(SHIPPED_WORDS.length);
  });

  test('hits no innocent sentence', () => {
    expect(INNOCENT_SAMPLE.filter((text) => isHit(shipped, text))).toEqual([]);
  });

  test.each([
    '专业代开各类发票，联系我',
    '兼职日结，加微信 abc12345',
    '在家兼职，日结，一天三百',
    '刷 单 返 利，日入过千',
    '真人荷官，注册送彩金',
    '網上娛樂城，註冊送體驗金',
    '六合彩特码资料免费看',
    '美女裸聊，加我',
    '约炮加微信',
    '外送茶，加賴',
    '操-你-妈',
    '你就是个傻逼！',
    '幹你娘',
    'f u c k  you',
    'online casino, huge bonus',
  ])('hits: %s', (text) => {
    expect(isHit(shipped, text)).toBe(true);
  });

  test.each([
    '警方提醒：刷单返利都是骗局，已有多人被骗',
    '去税务局代开发票要带身份证',
    '公安机关打击网上赌场，抓获嫌疑人',
    '微信加好友的上限是多少',
    '六合彩案件一审判刑',
    '热狗日的促销',
    '这个牌子的高仿很多，买的时候要小心',
    'the casino was closed last year',
  ])('does not hit: %s', (text) => {
    expect(isHit(shipped, text)).toBe(false);
  });
});
