import { expect, test } from '@jest/globals';
import { parseRoute, routeText } from '../../client-console/address.ts';
import { ALL, filtersOf, fits, isNarrowed, queryOfFilters } from '../../client-console/queue/filters.ts';
import { linesOf, originsOf } from '../../client-console/text/lines.ts';
import { changesOf, draftOfSite } from '../../client-console/text/site-changes.ts';
import { queueItem } from './queue-item.ts';

test('an address leads back to where it was written', () => {
  const place = { screen: 'sites', parts: ['日 报', 'words'], query: { q: '茶&水=热' } } as const;
  expect(parseRoute(routeText(place))).toEqual(place);
});

test('the link that the server prints leads to set-up, with its token', () => {
  expect(parseRoute('#setup=ab_c-1')).toEqual({ screen: 'setup', parts: ['setup'], query: { token: 'ab_c-1' } });
  expect(parseRoute('#invitation=ab_c-1')).toEqual({ screen: 'setup', parts: ['invitation'], query: { token: 'ab_c-1' } });
});

test('what is unknown or broken leads to the queue', () => {
  for (const hash of ['', '#', '#/', '#/nowhere', '#/%E0%A4%A']) expect(parseRoute(hash).screen).toBe('queue');
});

test('filters survive their way through the address; what is usual is left out', () => {
  expect(queryOfFilters(ALL)).toEqual({});
  const filters = { ...ALL, site: 'news', q: '茶', sort: 'oldest' as const };
  expect(filtersOf(queryOfFilters(filters))).toEqual(filters);
  expect(filtersOf({ sort: 'sideways' }).sort).toBe('priority');
  expect([isNarrowed({ ...ALL, sort: 'newest' }), isNarrowed(filters)]).toEqual([false, true]);
});

test('a case that comes in live is shown only where it fits', () => {
  const item = queueItem('a', { reasons: ['words:ad'], comment: { body: '加我WeChat' } });
  expect(fits(item, ALL)).toBe(true);
  expect(fits(item, { ...ALL, q: 'wechat', reason: 'words' })).toBe(true);
  for (const other of [{ site: 'x' }, { kind: 'appeal' }, { reason: 'links' }, { q: '茶' }, { reader: 'x' }, { thread: 'x' }])
    expect(fits(item, { ...ALL, ...other })).toBe(false);
});

test('pasted addresses become origins', () => {
  expect(originsOf(' https://news.example.com/a/b?c \n\nnews.example.org\n*loopback*\nhttp://x.example:8080/')).toEqual([
    'https://news.example.com',
    'https://news.example.org',
    '*loopback*',
    'http://x.example:8080',
  ]);
  expect(linesOf(' a \n\n b')).toEqual(['a', 'b']);
});

test('only what was changed in a site’s settings is sent', () => {
  const site = {
    id: 'news',
    name: '日新报',
    type: 'news',
    origins: ['https://news.example.com'],
    mode: 'pre',
    maxLength: 5000,
    editWindow: 300,
    guests: true,
    region: false,
    threads: 'open',
    terms: { url: '', version: '1', title: '' },
    answerWithin: 0,
    minors: { who: 'minors', hours: '', timeZone: 'Asia/Shanghai' },
    threadKeys: { hashRoutes: false, trailingSlash: 'keep', indexFiles: 'keep', ignoredParameters: [] },
    reportThreshold: 3,
    maxLinks: 2,
    samplePercent: 0,
    puzzle: 'risk',

    shipped: 'on',
    matching: { boundary: true, pinyin: false, split: false },
    verified: 'none',
    notice: '',
    sort: 'newest',
    live: 'socket',
    revision: 1,
    createdAt: '2026-01-31T08:00:00.000Z',
  } as const;
  const given = {
    ...site,
    origins: [...site.origins],
    threadKeys: { ...site.threadKeys, ignoredParameters: [] },
    reviewers: [],
    mailSignIn: false,
    answerMail: true,
    signIn: [],
    reservedNames: [],
    verifier: null,
    avatarHosts: [],
    badges: [],
    sso: { mode: 'off' as const, issuer: '', secrets: [], jwksUrl: '', algorithms: [], claimsImported: false },
  };
  const draft = draftOfSite(given);
  expect(changesOf(given, draft)).toEqual({});
  expect(changesOf(given, { ...draft, notice: '请就事论事。', matching: { ...draft.matching, pinyin: true } })).toEqual({
    notice: '请就事论事。',
    matching: { boundary: true, pinyin: true, split: false },
  });
});
