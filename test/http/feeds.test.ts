import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import { JsonFeed, LatestAnswer, TopAnswer } from '../../contract/feeds.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { bearer, call, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { childOf, childrenOf, type XmlElement, xmlTree } from '../support/xml-tree.ts';

const BLOG = 'https://blog.example.com';
const ATOM = '{http://www.w3.org/2005/Atom}';
const THR = '{http://purl.org/syndication/thread/1.0}';
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;

/** What RFC 4287 wants of every feed and every entry; gives the entries. @throws where something is missing. */
function entriesOf(feed: XmlElement): XmlElement[] {
  expect(feed.name).toBe(`${ATOM}feed`);
  const entries = childrenOf(feed, `${ATOM}entry`);
  const ids = [feed, ...entries].map((one) => {
    expect(childOf(one, `${ATOM}title`).text).not.toBe('');
    expect(new Date(childOf(one, `${ATOM}updated`).text).toISOString()).toBe(childOf(one, `${ATOM}updated`).text);
    return childOf(one, `${ATOM}id`).text;
  });
  for (const id of ids) expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  for (const entry of entries) {
    expect(childOf(childOf(entry, `${ATOM}author`), `${ATOM}name`).text).not.toBe('');
    expect(childOf(entry, `${ATOM}content`).attributes).toEqual({ type: 'html' });
    // RFC 4685, 3: the reference is there, and is a name that stays.
    expect(childOf(entry, `${THR}in-reply-to`).attributes.ref).toMatch(/^urn:uuid:/);
  }
  return entries;
}

const linkOf = (element: XmlElement, rel: string): Record<string, string> | undefined =>
  childrenOf(element, `${ATOM}link`).find(({ attributes }) => attributes.rel === rel)?.attributes;
const idOf = (element: XmlElement): string => childOf(element, `${ATOM}id`).text;

onBothStores('feeds', (server) => {
  let admin: Record<string, string>;
  const site = `feeds-${randomUUID().slice(0, 8)}`;
  const article = `${BLOG}/post/1.html`;

  /** Writes below an article of the blog. */
  async function say(key: string, more: Record<string, unknown> = {}, title = '步道'): Promise<PostAnswer> {
    const made = await call<PostAnswer>(server().url, '/api/v1/comments', {
      body: post({ key, url: key, title }, { site, ...more }),
      headers: { origin: BLOG },
    });
    expect(made.status).toBe(201);
    return made.body;
  }
  const query = (thread?: string, more: Record<string, string> = {}): string =>
    `?${new URLSearchParams({ site, ...(thread === undefined ? {} : { thread }), ...more })}`;
  const ask = (path: string, headers: Record<string, string> = {}) => call<string>(server().url, path, { headers });
  const atom = async (thread?: string, more?: Record<string, string>): Promise<XmlElement> =>
    xmlTree((await ask(`/feed.xml${query(thread, more)}`)).body);
  const json = async (thread?: string): Promise<JsonFeed> =>
    JsonFeed.strict().parse((await call<unknown>(server().url, `/feed.json${query(thread)}`)).body);
  const idsOf = async (thread?: string): Promise<string[]> =>
    (await json(thread)).items.map(({ url = '' }) => url.split('#liangju-')[1] ?? '');
  const change = (path: string, method: string, token: string, body?: object) =>
    call(server().url, path, { method, headers: { ...bearer(token), origin: BLOG }, ...(body === undefined ? {} : { body }) });

  beforeAll(async () => {
    admin = await signIn(server().url);
    const body = { id: site, name: '江边 <博客> & "友"', origins: [BLOG], type: 'blog', mode: 'post' };
    const made = await call(server().url, '/api/v1/sites', { body, headers: admin });
    expect(made.status).toBe(201);
  });

  test('of a thread are Atom with threading and JSON Feed 1.1, newest first, each comment with a way to it', async () => {
    const first = await say(article);
    const answer = await say(article, { parentId: first.comment.id, author: { name: '回复的人', email: 'reader@example.com' } });
    const other = await say(article);
    const feed = await atom(article);
    expect(childOf(feed, `${ATOM}title`).text).toBe('《步道》的评论 - 江边 <博客> & "友"');
    expect(linkOf(feed, 'self')?.href).toBe(`${server().url}/feed.xml${query(article)}`);
    expect(linkOf(feed, 'alternate')?.href).toBe(article);
    const entries = entriesOf(feed);
    expect(entries.map((entry) => linkOf(entry, 'alternate')?.href)).toEqual(
      [other, answer, first].map(({ comment }) => `${article}#liangju-${comment.id}`),
    );
    const [newest, reply, oldest] = entries;
    if (newest === undefined || reply === undefined || oldest === undefined) throw new Error('three entries');
    expect(childOf(reply, `${THR}in-reply-to`).attributes).toEqual({
      ref: idOf(oldest),
      href: `${article}#liangju-${first.comment.id}`,
      type: 'text/html',
      source: `${server().url}/feed.xml${query(article)}`,
    });
    expect(childOf(newest, `${THR}in-reply-to`).attributes).toEqual({ ref: idOf(feed), href: article, type: 'text/html' });
    expect(linkOf(oldest, 'replies')).toMatchObject({ type: 'application/atom+xml', [`${THR}count`]: '1' });
    expect(childOf(oldest, `${THR}total`).text).toBe('1');
    expect(childrenOf(newest, `${THR}total`)).toEqual([]);
    expect(childOf(reply, `${ATOM}title`).text).toBe('回复的人 在《步道》下回复');
    expect(childOf(reply, `${ATOM}content`).text).toBe(answer.comment.html);
    expect(childOf(reply, `${ATOM}published`).text).toBe(answer.comment.createdAt);

    const same = await json(article);
    expect(same.items.map(({ id }) => id)).toEqual(entries.map(idOf));
    expect(same).toMatchObject({ language: 'zh-CN', home_page_url: article, feed_url: `${server().url}/feed.json${query(article)}` });
    expect(same.items[1]).toMatchObject({
      content_html: answer.comment.html,
      date_published: answer.comment.createdAt,
      authors: [{ name: '回复的人' }],
      _liangju: { in_reply_to: idOf(oldest), reply_count: 0 },
    });
    expect(same.items[2]?._liangju).toEqual({ in_reply_to: null, reply_count: 1 });
    const whole = JSON.stringify([feed, same]);
    for (const secret of ['reader@example.com', '127.0.0.1/', first.readerToken ?? 'x', 'region']) {
      expect(whole.replaceAll(server().url, '')).not.toContain(secret);
    }
    expect(childOf(await atom(article, { lang: 'zh-TW' }), `${ATOM}title`).text).toContain('〈步道〉的留言');
    expect(childOf(await atom(article, { lang: 'en' }), `${ATOM}title`).text).toContain('Comments on “步道”');
  });

  test('of a site have the comments of all its threads, and at most the last fifty', async () => {
    const before = await idsOf();
    const there = (await say(`${BLOG}/post/2.html`)).comment.id;
    expect(await idsOf()).toEqual([there, ...before]);
    expect(linkOf(await atom(), 'alternate')?.href).toBe(BLOG);
    const busy = `${BLOG}/post/busy.html`;
    for (let i = 0; i < 52; i++) await say(busy);
    expect((await json(busy)).items).toHaveLength(50);
    expect(entriesOf(await atom())).toHaveLength(50);
  });

  test('stay well-formed whatever titles, names and texts are', async () => {
    const key = `${BLOG}/hostile.html?a=1&b='"<x>`;
    const hostile = `]]></title><script>alert(1)</script>&amp;\u202e\u2066${'长'.repeat(300)}`;
    const { comment } = await say(
      key,
      { body: `写着 ]]> <img src=x onerror=alert(1)> & \u202e反 \u0000\u0007 ${sentence()}`, author: { name: `<b>"甲"&]]>'\u202e` } },
      hostile,
    );
    const { body: text } = await ask(`/feed.xml${query(key)}`);
    expect(text).not.toMatch(DIRECTION);
    const [entry] = entriesOf(xmlTree(text));
    if (entry === undefined) throw new Error('one entry');
    expect(childOf(childOf(entry, `${ATOM}author`), `${ATOM}name`).text).toBe(comment.author?.name);
    const title = childOf(entry, `${ATOM}title`).text;
    expect([title.includes(']]></title>'), title.includes('…'), title.length < 160]).toEqual([true, true, true]);
    const content = childOf(entry, `${ATOM}content`).text;
    expect(content).toBe(comment.html);
    expect(content).not.toMatch(/<img|<script/);
    const [item] = (await json(key)).items;
    expect(item?.content_html).toBe(comment.html);
    expect(new URL(item?.url ?? '').origin).toBe(BLOG);
  });

  test('are answered like pages: kept for a moment, packed, and not at all to who has them', async () => {
    for (const [file, type] of [
      ['feed.xml', 'application/atom+xml; charset=utf-8'],
      ['feed.json', 'application/feed+json; charset=utf-8'],
    ]) {
      // An article of its own: a content that changes within a second has no time that it could be asked by.
      const key = `${BLOG}/post/cached-${file}.html`;
      for (let i = 0; i < 3; i++) await say(key);
      const path = `/${file}${query(key)}`;
      const fresh = await fetch(server().url + path, { headers: { origin: BLOG, 'accept-encoding': 'gzip' } });
      const page = await fetch(`${server().url}/api/v1/comments${query(key)}`, { headers: { origin: BLOG } });
      expect([fresh.status, fresh.headers.get('content-type'), fresh.headers.get('content-encoding')]).toEqual([200, type, 'gzip']);
      for (const name of ['cache-control', 'cdn-cache-control', 'vary', 'access-control-allow-origin']) {
        expect([name, fresh.headers.get(name)]).toEqual([name, page.headers.get(name)]);
      }
      const etag = fresh.headers.get('etag') ?? '';
      const since = fresh.headers.get('last-modified') ?? '';
      expect(new Date(since).toUTCString()).toBe(since);
      expect((await ask(path, { 'if-none-match': etag })).status).toBe(304);
      expect((await ask(path, { 'if-modified-since': since })).status).toBe(304);
      // A validator that is named too counts instead; a time before says nothing.
      expect((await ask(path, { 'if-none-match': '"another"', 'if-modified-since': since })).status).toBe(200);
      expect((await ask(path, { 'if-modified-since': new Date(Date.parse(since) - 1_000).toUTCString() })).status).toBe(200);
      expect((await ask(path, { origin: 'https://elsewhere.example' })).status).toBe(403);
      // The router answers pages of our own, with the same content.
      const own = await ask(path, { origin: server().url });
      expect([own.status, own.headers.get('content-type'), own.headers.get('etag')]).toEqual([200, type, etag.replace('-gz', '')]);
      expect((await ask(path, { origin: server().url, 'if-none-match': etag })).status).toBe(304);
      await say(key);
      expect((await ask(path, { 'if-none-match': etag })).status).toBe(200);
    }
  });

  test('an edited comment is changed, a removed one is gone, here and in the newest', async () => {
    const key = `${BLOG}/post/changes.html`;
    const [kept, gone] = [await say(key), await say(key)];
    const before = await ask(`/feed.xml${query(key)}`);
    const edited = await change(`/api/v1/comments/${kept.comment.id}`, 'PATCH', kept.readerToken ?? '', { body: '改过的一句话' });
    expect(edited.status).toBe(200);
    const removed = await change(`/api/v1/comments/${gone.comment.id}`, 'DELETE', gone.readerToken ?? '');
    expect(removed.status).toBe(200);
    const [item, ...others] = (await json(key)).items;
    expect([item?.content_html.includes('改过的一句话'), others]).toEqual([true, []]);
    expect(Date.parse(item?.date_modified ?? '')).toBeGreaterThan(Date.parse(item?.date_published ?? ''));
    const after = await ask(`/feed.xml${query(key)}`, { 'if-none-match': before.headers.get('etag') ?? '' });
    expect([after.status, entriesOf(xmlTree(after.body)).length]).toEqual([200, 1]);
    expect(after.body).not.toContain(gone.comment.id);
    for (const path of [`/feed.json${query()}`, `/api/v1/latest${query(undefined, { limit: '100' })}`]) {
      const { body } = await call<object>(server().url, path);
      expect([JSON.stringify(body).includes(kept.comment.id), JSON.stringify(body).includes(gone.comment.id)]).toEqual([true, false]);
    }
  });

  test('while an edit waits, or was refused, the text from before is shown, as in the list', async () => {
    const key = `${BLOG}/post/waiting.html`;
    const { comment, readerToken = '' } = await say(key);
    const mode = (to: string) => call(server().url, `/api/v1/sites/${site}`, { method: 'PATCH', headers: admin, body: { mode: to } });
    expect((await mode('pre')).status).toBe(200);
    try {
      const edited = await change(`/api/v1/comments/${comment.id}`, 'PATCH', readerToken, { body: '还没有看过的新内容' });
      expect(edited.body).toMatchObject({ comment: { status: 'pending' } });
    } finally {
      expect((await mode('post')).status).toBe(200);
    }
    const shown = async (): Promise<void> => {
      for (const thread of [key, undefined]) {
        const item = (await json(thread)).items.find(({ url }) => url === `${key}#liangju-${comment.id}`);
        expect(item).toMatchObject({ content_html: comment.html, date_modified: comment.createdAt });
      }
    };
    await shown();
    const decision = { items: [{ id: comment.id, revision: 2 }], action: 'reject', reason: 'AD' };
    const decided = await call(server().url, '/api/v1/moderation/decisions', { headers: admin, body: decision });
    expect(decided.status).toBe(200);
    await shown();
  });

  test('of a thread that has moved are at both addresses, under the new name and with the same ids', async () => {
    const [old, moved] = [`${BLOG}/old.html`, `${BLOG}/moved.html`];
    await say(old);
    const before = await atom(old);
    const page = await call<{ thread: { id: string } }>(server().url, `/api/v1/comments${query(old)}`);
    const done = await call(server().url, `/api/v1/threads/${page.body.thread.id}`, {
      method: 'PATCH',
      headers: admin,
      body: { key: moved },
    });
    expect(done.status).toBe(200);
    for (const key of [old, moved]) {
      const feed = await atom(key);
      expect(linkOf(feed, 'self')?.href).toBe(`${server().url}/feed.xml${query(moved)}`);
      expect([feed, ...entriesOf(feed)].map(idOf)).toEqual([before, ...entriesOf(before)].map(idOf));
      expect((await json(key)).items[0]?.url).toMatch(new RegExp(`^${BLOG}/moved\\.html#liangju-`));
    }
  });

  test('a site or a thread that is not there, and what is no question, is a problem', async () => {
    for (const path of ['/feed.xml', '/feed.json']) {
      for (const [asked, status, code] of [
        ['?site=nobody', 404, 'not-found'],
        [query(`${BLOG}/nothing.html`), 404, 'not-found'],
        ['', 400, 'invalid-request'],
        [query(undefined, { lang: 'tlh' }), 400, 'invalid-request'],
        [query(undefined, { more: '1' }), 400, 'invalid-request'],
      ] as const) {
        const answer = await call<ProblemView>(server().url, path + asked);
        expect([path, asked, answer.status, answer.body.code]).toEqual([path, asked, status, code]);
        expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      }
    }
    for (const path of ['/api/v1/latest?site=nobody', '/api/v1/top?site=nobody']) expect((await ask(path)).status).toBe(404);
  });

  describe('lists for pages', () => {
    test('the newest comments come with their threads, as many as were asked for', async () => {
      const key = `${BLOG}/post/latest.html`;
      const { comment } = await say(key, {}, '江边的书店');
      const answer = await call<unknown>(server().url, `/api/v1/latest${query(undefined, { limit: '2' })}`, { headers: { origin: BLOG } });
      expect(answer.headers.get('access-control-allow-origin')).toBe(BLOG);
      const { comments } = LatestAnswer.parse(answer.body);
      expect(comments).toHaveLength(2);
      const brief = { key, url: key, title: '江边的书店' };
      expect(comments[0]).toMatchObject({ id: comment.id, html: comment.html, thread: brief, permalink: `${key}#liangju-${comment.id}` });
      const again = await ask(`/api/v1/latest${query(undefined, { limit: '2' })}`, { 'if-none-match': answer.headers.get('etag') ?? '' });
      expect(again.status).toBe(304);
    });

    test('the most discussed threads come first', async () => {
      const [most, some] = [`${BLOG}/post/most.html`, `${BLOG}/post/some.html`];
      for (let i = 0; i < 60; i++) await say(most);
      for (let i = 0; i < 56; i++) await say(some);
      const answer = await call<unknown>(server().url, `/api/v1/top${query(undefined, { days: '7', limit: '2' })}`);
      expect(TopAnswer.parse(answer.body).threads).toEqual([
        { key: most, url: most, title: '步道', commentCount: 60, recentCount: 60 },
        { key: some, url: some, title: '步道', commentCount: 56, recentCount: 56 },
      ]);
      expect((await ask(`/api/v1/top${query(undefined, { days: '0' })}`)).status).toBe(400);
    });
  });
});
