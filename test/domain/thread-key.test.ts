import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_SETTINGS } from '../../server/domain/changed-settings.ts';
import { isUnfilledKey, type ThreadKeyRules, threadKeyOf } from '../../server/domain/thread-key.ts';

const DEFAULT_KEY_RULES: ThreadKeyRules = DEFAULT_SETTINGS.threadKeys;

const key = (text: string, more: Partial<typeof DEFAULT_KEY_RULES> = {}): string => threadKeyOf(text, { ...DEFAULT_KEY_RULES, ...more });

describe('the key of a thread', () => {
  const same: [string, string, string][] = [
    ['scheme and host in small letters', 'HTTPS://News.Example/A', 'https://news.example/A'],
    ['the port of the scheme', 'https://news.example:443/a', 'https://news.example/a'],
    ['another port stays', 'https://news.example:8443/a', 'https://news.example:8443/a'],
    ['a dot behind the host', 'https://news.example./a', 'https://news.example/a'],
    ['a name and a password', 'https://me:secret@news.example/a', 'https://news.example/a'],
    ['no path', 'https://news.example', 'https://news.example/'],
    ['steps up', 'https://news.example/a/../b/./c', 'https://news.example/b/c'],
    ['escapes in small letters', 'https://news.example/%e6%b1%9f', 'https://news.example/%E6%B1%9F'],
    ['signs that need an escape', 'https://news.example/江', 'https://news.example/%E6%B1%9F'],
    ['escapes that are not needed', 'https://news.example/%41%2d%7E', 'https://news.example/A-~'],
    ['an escaped slash is none', 'https://news.example/a%2fb', 'https://news.example/a%2Fb'],
    ['a host in its own letters', 'https://新闻.example/a', 'https://xn--efvy88h.example/a'],
    ['tracking between others', 'https://news.example/a?b=1&utm_source=x&c=2', 'https://news.example/a?b=1&c=2'],
    ['tracking alone', 'https://news.example/a?fbclid=1&gclid=2', 'https://news.example/a'],
    ['WeChat’s own', 'https://news.example/a?id=7&isappinstalled=0&nsukey=abc', 'https://news.example/a?id=7'],
    ['in capitals and escaped', 'https://news.example/a?UTM_Source=x&%75tm_medium=y', 'https://news.example/a'],
    ['gbraid, mc_cid', 'https://news.example/a?gbraid=1&mc_cid=2&mc_eid=3', 'https://news.example/a'],
    ['from names a page', 'https://news.example/a?from=paper', 'https://news.example/a?from=paper'],
    ['the rest is not written anew', "https://news.example/a?b=x+y&&c&d=%20'&utm_id=1&e==", 'https://news.example/a?b=x+y&c&d=%20%27&e=='],
    ['an order of its own', 'https://news.example/a?z=1&a=2', 'https://news.example/a?z=1&a=2'],
    ['a fragment', 'https://news.example/a#part', 'https://news.example/a'],
    ['a hash route that does not count', 'https://news.example/a#/b', 'https://news.example/a'],
    ['an id of the site’s own', ' article-7 ', 'article-7'],
    ['a path', '/2026/11/a/', '/2026/11/a/'],
    ['an id with a colon', 'post:Seven', 'post:Seven'],
  ];
  test.each(same)('%s', (_name, from, to) => expect(key(from)).toBe(to));

  test('hash routes count where the site says so, other fragments do not', () => {
    expect(key('https://news.example/#/a?utm=1', { hashRoutes: true })).toBe('https://news.example/#/a?utm=1');
    expect(key('https://news.example/#!/a', { hashRoutes: true })).toBe('https://news.example/#!/a');
    expect(key('https://news.example/#part', { hashRoutes: true })).toBe('https://news.example/');
  });

  test('the slash at the end and index files by the site’s rules', () => {
    expect(key('https://news.example/a/')).toBe('https://news.example/a/');
    const rules = { trailingSlash: 'ignore', indexFiles: 'ignore' } as const;
    const all = [
      'https://news.example/a',
      'https://news.example/a/',
      'https://news.example/a/index.html',
      'https://news.example/a/index.php',
    ];
    expect(all.map((one) => key(one, rules))).toEqual(Array(4).fill('https://news.example/a'));
    expect(key('https://news.example/index.html', rules)).toBe('https://news.example/');
    expect(key('https://news.example/a/index.html', { indexFiles: 'ignore' })).toBe('https://news.example/a/');
  });

  test('a site may have parameters of its own, and count those that others ignore', () => {
    expect(key('https://news.example/a?Ref=x&utm_a=1', { ignoredParameters: ['ref'] })).toBe('https://news.example/a?utm_a=1');
  });

  test('is its own key', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl({ withQueryParameters: true, withFragments: true }),
          fc.string(),
          fc.string().map((s) => `https://a.example/${s}`),
        ),
        (text) => {
          for (const rules of [{}, { hashRoutes: true, trailingSlash: 'ignore', indexFiles: 'ignore' }] as const) {
            const once = key(text, rules);
            expect(key(once, rules)).toBe(once);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

test('what templates leave where nothing was filled in is no key', () => {
  const unfilled = [
    '',
    '  ',
    'null',
    'undefined',
    'NaN',
    '[object Object]',
    '{{ page.id }}',
    'post-{{id}}',
    '{% post %}',
    '<%= id %>',
    ['$', '{id}'].join(''),
  ];
  expect(unfilled.filter((one) => !isUnfilledKey(one))).toEqual([]);
  const filled = ['0', 'nullable', 'post-null', 'undefined-behaviour', 'https://news.example/{a}', '100%'];
  expect(filled.filter(isUnfilledKey)).toEqual([]);
});
