import { describe, expect, test } from '@jest/globals';
import type { WordEntry, WordList } from '../../server/domain/words.ts';
import { compileInSlices, createCompiledLists, type ListedSite } from '../../server/wordlists/compile-lists.ts';
import { dryRun } from '../../server/wordlists/dry-run.ts';
import { INNOCENT_SAMPLE } from '../../server/wordlists/shipped/innocent.ts';
import { SHIPPED_WORDS } from '../../server/wordlists/shipped/words.ts';
import { compileWords, type Matcher } from '../../server/wordlists/text/matcher.ts';
import { waitFor } from '../support/wait-for.ts';

const PLAIN = { boundary: false, pinyin: false, split: false };
const USUAL = { boundary: true, pinyin: false, split: false };
const entry = (word: string): WordEntry => ({ word, level: 'hold', category: 'custom', options: [] });
const isHit = (matcher: Matcher, text: string): boolean => matcher.find(text).length > 0;
/** A list that is made ready in slices. */
const long = (word: string): WordEntry[] => [...Array.from({ length: 5_000 }, (_, i) => entry(`词条甲${i}乙`)), entry(word)];

describe("a site's list", () => {
  const site = (over: Partial<ListedSite['settings']> = {}): ListedSite => ({
    id: 'demo',
    settings: { shipped: 'off', matching: PLAIN, ...over },
  });

  test('is made ready once a version', async () => {
    let list: WordList = { version: 1, entries: [entry('赌博')], comments: [] };
    const lists = createCompiledLists(async () => list);
    const first = await lists.matcherOf(site());
    expect(isHit(first, '赌博')).toBe(true);
    expect(await lists.matcherOf(site())).toBe(first);
    list = { version: 2, entries: [entry('约炮')], comments: [] };
    expect(isHit(await lists.matcherOf(site()), '赌博')).toBe(false);
  });

  test('heeds what the site has set', async () => {
    const lists = createCompiledLists(async () => ({ version: 1, entries: [entry('口交')], comments: [] }));
    expect(isHit(await lists.matcherOf(site()), '出口交易')).toBe(true);
    expect(isHit(await lists.matcherOf(site({ matching: USUAL })), '出口交易')).toBe(false);
    expect(isHit(await lists.matcherOf(site()), '操你妈')).toBe(false);
    expect(isHit(await lists.matcherOf(site({ shipped: 'on' })), '操你妈')).toBe(true);
  });

  test('while a long list is made ready its former version answers', async () => {
    let list: WordList = { version: 1, entries: [entry('旧词')], comments: [] };
    const lists = createCompiledLists(async () => list);
    await lists.matcherOf(site());
    list = { version: 2, entries: long('新词'), comments: [] };
    const meanwhile = await lists.matcherOf(site());
    expect(isHit(meanwhile, '旧词')).toBe(true);
    expect(isHit(meanwhile, '新词')).toBe(false);
    await waitFor(async () => isHit(await lists.matcherOf(site()), '新词'));
    expect(isHit(await lists.matcherOf(site()), '旧词')).toBe(false);
  });

  test('the first time the answer waits, for all who ask', async () => {
    const lists = createCompiledLists(async () => ({ version: 1, entries: long('新词'), comments: [] }));
    const [one, other] = await Promise.all([lists.matcherOf(site()), lists.matcherOf(site())]);
    expect(isHit(one, '新词')).toBe(true);
    expect(other).toBe(one);
  });

  test('a version that is overtaken never comes back', async () => {
    let list: WordList = { version: 1, entries: long('甲词'), comments: [] };
    const lists = createCompiledLists(async () => list);
    const first = lists.matcherOf(site());
    await Promise.resolve();
    list = { version: 2, entries: [entry('乙词')], comments: [] };
    expect(isHit(await lists.matcherOf(site()), '乙词')).toBe(true);
    expect(isHit(await first, '甲词')).toBe(true);
    expect(isHit(await lists.matcherOf(site()), '乙词')).toBe(true);
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
