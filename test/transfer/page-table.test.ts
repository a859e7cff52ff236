import { describe, expect, test } from '@jest/globals';
import { DEFAULT_SETTINGS } from '../../server/domain/changed-settings.ts';
import { mapUrlsBy, urlPairOf } from '../../server/transfer/map-urls.ts';
import { PageTable } from '../../server/transfer/page-table.ts';

const BLOG = 'https://blog.example.com';

function table(rules: Partial<ConstructorParameters<typeof PageTable>[0]> = {}): PageTable {
  return new PageTable({ keys: DEFAULT_SETTINGS.threadKeys, origins: [BLOG], baseUrl: BLOG, mapUrl: (url) => url, ...rules });
}

describe('pages of a file', () => {
  test('spellings of one address are one page, under the one that most comments have', () => {
    const pages = table();
    const spellings = [
      '/tea',
      '/tea/',
      'http://BLOG.example.com:80/tea/',
      `${BLOG}/tea/index.html#top`,
      `${BLOG}/tea/?utm_source=x`,
      'tea/',
    ];
    expect(new Set(spellings.map((address) => pages.numberOf({ address }, { isComment: true }))).size).toBe(1);
    const [page] = pages.pages();
    expect(page?.key).toBe(`${BLOG}/tea/`);
    expect(page?.otherKeys.toSorted()).toEqual([`${BLOG}/tea`, `${BLOG}/tea/index.html`]);
    expect(pages.numberOf({ address: '/tea/?p=12' }, { isComment: true })).toBe(1);
  });

  test('a page has the scheme of its site; elsewhere the safe one', () => {
    const pages = table({ origins: ['http://old.example.com'], baseUrl: null });
    pages.numberOf({ address: 'https://old.example.com/a' }, { isComment: true });
    pages.numberOf({ address: 'http://elsewhere.example/a' }, { isComment: true });
    expect(pages.pages().map(({ key }) => key)).toEqual(['http://old.example.com/a', 'https://elsewhere.example/a']);
    expect([...pages.foreignHosts()]).toEqual([['elsewhere.example', 1]]);
  });

  test('what is no address of a page is none; a path without a website asks for one', () => {
    const pages = table({ origins: [], baseUrl: null });
    for (const address of ['', ' ', 'mailto:a@b.example', 'javascript:alert(1)'])
      expect(pages.numberOf({ address }, { isComment: true })).toBeNull();
    expect(pages.lacksBase).toBe(false);
    expect(pages.numberOf({ address: '/tea' }, { isComment: true })).toBeNull();
    expect(pages.lacksBase).toBe(true);
    expect(pages.numberOf({ address: '/tea', base: BLOG }, { isComment: true })).toBe(0);
  });

  test('the site that a file names goes before the base of the run; titles and closed pages are kept', () => {
    const pages = table();
    const number = pages.numberOf({ address: '/tea', base: 'https://other.example', title: ' 新茶 ' }, { isComment: true });
    pages.set(number ?? -1, { isClosed: true });
    expect(pages.pages()).toMatchObject([
      { key: 'https://other.example/tea', url: 'https://other.example/tea', title: '新茶', settings: { isClosed: true }, otherKeys: [] },
    ]);
  });
});

describe('addresses that are taken as others', () => {
  test.each([
    ['https://old.example.com/*=https://blog.example.com/*', 'http://old.example.com/2020/tea', `${BLOG}/2020/tea`],
    ['old.example.com/tea=https://blog.example.com/new', 'https://old.example.com/tea/', `${BLOG}/new`],
    [
      'https://web.archive.org/web/*/https://blog.example.com/*=https://blog.example.com/*',
      'https://web.archive.org/web/2020/https://blog.example.com/a',
      `${BLOG}/a`,
    ],
    ['https://old.example.com/a=https://blog.example.com/b', 'https://old.example.com/abc', 'https://old.example.com/abc'],
  ])('%s', (pair, from, to) => {
    const rule = urlPairOf(pair);
    expect(rule).not.toBeNull();
    expect(mapUrlsBy(rule === null ? [] : [rule])(from)).toBe(to);
  });

  test.each(['', 'https://old.example.com', '=https://blog.example.com', 'old=new'])('%j is no pair', (text) => {
    expect(urlPairOf(text)).toBeNull();
  });
});
