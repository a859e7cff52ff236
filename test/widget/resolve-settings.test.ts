import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ago, formatText } from '../../client-shared/i18n.ts';
import { texts as en } from '../../client-widget/i18n/en.ts';
import { zhCN } from '../../client-widget/i18n/zh-CN.ts';
import { zhCNLate } from '../../client-widget/i18n/zh-CN-late.ts';
import { texts as zhTW } from '../../client-widget/i18n/zh-TW.ts';
import { langOf } from '../../client-shared/language.ts';
import { type PageOptions, mergeOptions } from '../../client-widget/page-options.ts';
import { canonicalKey, resolveSettings, themeOf } from '../../client-widget/resolve-settings.ts';

describe('what a page says, and what it leaves out', () => {
  let warned: ReturnType<typeof jest.spyOn>;
  beforeEach(() => {
    warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => warned.mockRestore());

  const page = { address: 'https://news.example.com/a?id=7#top', canonical: undefined, title: '标题' };
  const settled = (given: Record<string, unknown>, facts: { canonical?: string; address?: string; title?: string } = {}) => {
    const options: PageOptions = { site: 'demo' };
    mergeOptions(options, given);
    return resolveSettings({ options, service: 'https://c.example.com', lang: 'zh-CN' }, { ...page, ...facts });
  };

  test('the thread is the canonical address, without its fragment', () => {
    expect(settled({}).thread).toEqual({ key: 'https://news.example.com/a?id=7', url: 'https://news.example.com/a?id=7', title: '标题' });
    expect(settled({}, { canonical: 'https://news.example.com/articles/7' }).thread.key).toBe('https://news.example.com/articles/7');
    expect(settled({ thread: 'article-7', url: '/b' }).thread).toMatchObject({ key: 'article-7', url: 'https://news.example.com/b' });
  });

  test('what a template left where nothing was filled in is no name, and the page’s console says so', () => {
    for (const thread of ['', 'undefined', '{{ page.id }}', '<%= id %>']) {
      expect(settled({ thread }).thread.key).toBe('https://news.example.com/a?id=7');
      expect(warned.mock.lastCall?.[0]).toContain(thread);
    }
    expect(settled({ thread: 'post-null' }).thread.key).toBe('post-null');
    expect(warned).toHaveBeenCalledTimes(4);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', 'http://[', 'ftp://example.com/'])('%s is no address of an article', (url) => {
    expect(settled({ url }).thread.url).toBe('https://news.example.com/a?id=7');
  });

  test('words that are not understood are taken as left out', () => {
    expect(settled({ view: 'x', sort: 'up' })).toMatchObject({ view: 'nested', sort: null });
    expect(settled({ view: 'tower', sort: 'hot' })).toMatchObject({ view: 'tower', sort: 'hot' });
    expect(['pink', '', undefined, 'dark'].map(themeOf)).toEqual(['auto', 'auto', 'auto', 'dark']);
  });

  test('whatever a script gives is taken as text, or as left out', () => {
    expect(settled({ thread: 7 }).thread.key).toBe('7');
    expect(settled({ thread: 0 }).thread.key).toBe('0');
    expect(settled({ url: new URL('https://news.example.com/b') }).thread.key).toBe('https://news.example.com/b');
    for (const nothing of [undefined, null, '', '  ', Number.NaN, {}, [], () => '', Symbol('x')])
      expect(settled({ thread: nothing, title: nothing }).thread).toMatchObject({ key: 'https://news.example.com/a?id=7', title: '标题' });
    expect(settled({ site: ' news ' }).site).toBe('news');
  });

  test('an address that is too long gives the same short name wherever it comes from', () => {
    const long = (n: number): string => `https://news.example.com/a?id=7&state=${'x'.repeat(n)}`;
    expect(settled({}, { address: long(3_000) }).thread).toMatchObject({
      key: 'https://news.example.com/a?id=7',
      url: 'https://news.example.com/a?id=7',
    });
    expect(settled({}, { canonical: long(4_000) }).thread.key).toBe('https://news.example.com/a?id=7');
    expect(settled({ url: long(5_000), thread: 'a' }).thread).toMatchObject({ key: 'a', url: 'https://news.example.com/a?id=7' });
    const many = `https://news.example.com/a?${Array.from({ length: 400 }, (_, i) => `p${i}=1234`).join('&')}`;
    expect(settled({}, { address: many }).thread.key).toBe('https://news.example.com/a');
    const path = settled({}, { address: `https://news.example.com/${'文'.repeat(400)}` }).thread.key;
    expect(path.length).toBe(2_048);
    expect(settled({ thread: '键'.repeat(3_000) }).thread.key.length).toBe(2_048);
    expect(settled({ title: '😀'.repeat(300) }).thread.title).toBe('😀'.repeat(250));
    expect(settled({ title: `a${'😀'.repeat(300)}` }).thread.title).toBe(`a${'😀'.repeat(249)}`);
  });

  test.each([
    ['', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-Hans-SG', 'zh-CN'],
    ['zh-HK', 'zh-TW'],
    ['zh-Hant', 'zh-TW'],
    ['ZH-tw', 'zh-TW'],
    ['en-GB', 'en'],
    ['fr', 'en'],
  ])('a page in “%s” is spoken to in %s', (tag, lang) => {
    expect(langOf(tag)).toBe(lang);
  });

  test('the address stays as it is but for its fragment, unless that may be a route', () => {
    expect(canonicalKey("https://a.example/x?from=paper&p='2'&&c#c")).toBe('https://a.example/x?from=paper&p=%272%27&&c');
    expect(canonicalKey('https://a.example/#/notes/7')).toBe('https://a.example/#/notes/7');
  });
});

describe('words', () => {
  const now = Date.parse('2026-11-24T12:00:00.000Z');
  test.each([
    [0, '刚刚'],
    [-5_000, '刚刚'],
    [59_000, '刚刚'],
    [60_000, '1分钟前'],
    [3_600_000, '1小时前'],
    [26 * 3_600_000, '昨天'],
    [3 * 86_400_000, '3天前'],
    [30 * 86_400_000, '2026年10月25日'],
  ])('%i ms ago is “%s”', (passed, words) => {
    expect(ago(new Date(now - passed).toISOString(), now, 'zh-CN', '刚刚')).toBe(words);
  });

  test('facts are filled in as they are, also when they look like places', () => {
    expect(formatText('回复 @{name}', { name: '{n}$1' })).toBe('回复 @{n}$1');
  });

  test('one and many have their own words, where a language has them', () => {
    const sentence = 'Show {n} more {n|reply|replies}';
    expect([0, 1, 2].map((n) => formatText(sentence, { n }))).toEqual(['Show 0 more replies', 'Show 1 more reply', 'Show 2 more replies']);
  });

  const shape = (words: object): string[] =>
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string'
        ? [`${key} ${[...new Set(value.match(/\{\w+/g))].sort().join()}`]
        : shape(value).map((line) => `${key}.${line}`),
    );
  test.each([
    ['zh-TW', zhTW],
    ['en', en],
  ])('%s says all that Chinese says, with the same facts', (_lang, words) => {
    expect(shape(words).sort()).toEqual(shape({ ...zhCN, ...zhCNLate }).sort());
  });

  test('no Chinese of the mainland has slipped into Taiwan’s, nor any into English', () => {
    expect(JSON.stringify(en)).not.toMatch(/\p{Script=Han}/u);
    expect(JSON.stringify(zhTW)).not.toMatch(/[评论发网为这举报错误请还来说]/);
  });
});
