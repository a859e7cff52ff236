import { describe, expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

const BLOG = 'https://blog.example.com';

interface Waline {
  errno: number;
  errmsg: string;
  data: { objectId: string; comment: string; nick: string; url: string; avatar: string; time: number; insertedAt: string }[];
}
interface Twikoo {
  code: number;
  data: { id: string; url: string; nick: string; comment: string; commentText: string; created: number; count: number }[];
}
interface Artalk {
  data: { content_marked: string; nick: string; email_encrypted: string; page_url: string; date: string; is_pending: boolean }[];
}

onOneStore('what themes ask of other systems’ servers', (server) => {
  let site = '';
  const paths = { first: '/post/1.html', second: '/文章/二/', none: '/none/' };
  const posted = new Map<string, PostAnswer>();

  /** Writes under a page of the blog. */
  async function write(path: string, more: Record<string, unknown> = {}): Promise<PostAnswer> {
    const url = new URL(path, BLOG).href;
    const answer = await call<PostAnswer>(server().url, '/api/v1/comments', {
      body: post({ key: url, url, title: '文章' }, { site, ...more }),
      headers: { origin: BLOG },
    });
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  const ask = <T>(path: string, init: Parameters<typeof call>[2] = {}) =>
    call<T>(server().url, `/compat/${path}`, { ...init, headers: { origin: BLOG, ...init?.headers } });

  test('a blog with comments under two articles', async () => {
    site = 'blog';
    const headers = await signIn(server().url);
    const made = await call(server().url, '/api/v1/sites', { body: { id: site, name: '博客', origins: [BLOG], mode: 'post' }, headers });
    expect(made.status).toBe(201);
    posted.set('first', await write(paths.first));
    posted.set('second', await write(paths.second));
    const parentId = posted.get('second')?.comment.id;
    posted.set('answer', await write(paths.second, { parentId, author: { name: '回复的人', email: 'reader@example.com' } }));
    posted.set(
      'hostile',
      await write(`${paths.first}?a='b`, {
        body: `写着 <img src=x onerror=alert(1)> 的 "引号" 和 ' onmouseover='alert(1)`,
        author: { name: `<i>'甲"` },
      }),
    );
    const removed = await write(paths.first, { body: `撤下的一条，${sentence()}` });
    const headersOf = { ...bearer(removed.readerToken ?? ''), origin: BLOG };
    expect((await call(server().url, `/api/v1/comments/${removed.comment.id}`, { method: 'DELETE', headers: headersOf })).status).toBe(200);
  });

  test('numbers by path, in the order of the paths, escaped or not', async () => {
    const names = [paths.second, paths.none, paths.first, encodeURI(paths.second), `${BLOG}${paths.first}`];
    const expected = [2, 0, 1, 2, 1];
    const waline = await ask<{ data: number[] }>(`waline/${site}/api/comment?type=count&url=${names}`);
    expect(waline.body).toEqual({ errno: 0, errmsg: '', data: expected });
    expect(waline.headers.get('access-control-allow-origin')).toBe(BLOG);
    expect((await ask(`waline/${site}/comment?type=count&url=${paths.second}`)).body).toBe(2);
    expect((await ask(`waline/${site}/api/comment?type=count&url=`)).body).toMatchObject({ data: [] });
    const twikoo = await ask<Twikoo>(`twikoo/${site}`, {
      body: { event: 'GET_COMMENTS_COUNT', envId: 'x', urls: names, includeReply: false },
    });
    expect(twikoo.body).toEqual({ code: 0, data: names.map((url, i) => ({ url, count: expected[i] })) });
    const query = new URLSearchParams({ site_name: '博客', page_keys: names.slice(0, 3).join() });
    const artalk = await ask(`artalk/${site}/api/v2/stats/page_comment?${query}`);
    expect(artalk.body).toEqual({ data: { [paths.second]: 2, [paths.none]: 0, [paths.first]: 1 } });
    // A program names no origin: the blog's own is meant.
    const program = await call(server().url, `/compat/waline/${site}/api/comment?type=count&url=${paths.first}`);
    expect(program.body).toMatchObject({ data: [1] });
  });

  test('the newest comments in each form, newest first, with a way to each', async () => {
    const { body } = await ask<Waline>(`waline/${site}/api/comment?type=recent&count=3`);
    expect(body.data.map(({ url }) => url)).toEqual([`${paths.first}?a=%27b`, encodeURI(paths.second), encodeURI(paths.second)]);
    const answer = posted.get('answer')?.comment;
    expect(body.data[1]).toMatchObject({
      objectId: `liangju-${answer?.id}`,
      comment: answer?.html,
      nick: '回复的人',
      insertedAt: answer?.createdAt,
    });
    expect(body.data[1]?.time).toBe(Date.parse(answer?.createdAt ?? ''));
    const picture = await fetch(body.data[1]?.avatar ?? '');
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
    expect((await ask<Waline['data']>(`waline/${site}/comment?type=recent&count=3`)).body).toEqual(body.data);

    const headers = { 'x-lc-id': 'x', 'x-lc-key': 'y', 'content-type': 'application/json' };
    const valine = await ask<{ results: { QQAvatar: string }[] }>(`valine/${site}/1.1/classes/Comment?limit=3&order=-createdAt`, {
      headers,
    });
    expect(valine.body.results).toEqual(
      body.data.map(({ objectId, comment, nick, url, avatar, insertedAt }) => ({
        ...{ objectId, comment, nick, url, mail: '', link: '', QQAvatar: avatar, createdAt: insertedAt, updatedAt: insertedAt },
      })),
    );

    const recent = (more: object) => ask<Twikoo>(`twikoo/${site}`, { body: { event: 'GET_RECENT_COMMENTS', ...more } });
    const twikoo = (await recent({ pageSize: 3, includeReply: true })).body;
    expect(twikoo.data.map(({ id, url, created }) => [id, url, created])).toEqual(
      body.data.map(({ objectId, url, time }) => [objectId, url, time]),
    );
    expect((await recent({ includeReply: false })).body.data.map(({ nick }) => nick)).not.toContain('回复的人');
    expect((await recent({ urls: [paths.second] })).body.data.map(({ url }) => url)).toEqual(Array(2).fill(encodeURI(paths.second)));
    expect((await ask(`twikoo/${site}`, { body: { event: 'COUNTER_GET', url: paths.first, href: 'x', title: 'y' } })).body).toEqual({
      code: 0,
      data: {},
      time: 0,
    });

    const artalk = (await ask<Artalk>(`artalk/${site}/api/v2/stats/latest_comments?site_name=x&limit=2`)).body;
    expect(artalk.data[1]).toMatchObject({ nick: '回复的人', is_pending: false, date: answer?.createdAt });
    expect(artalk.data[1]?.page_url).toBe(`${encodeURI(paths.second)}#liangju-${answer?.id}`);
    const conf = await ask<{ frontend_conf: { gravatar: { mirror: string; params: string } } }>(`artalk/${site}/api/v2/conf`);
    const { mirror, params } = conf.body.frontend_conf.gravatar;
    expect((await fetch(`${mirror}${artalk.data[1]?.email_encrypted}?${params}`)).status).toBe(200);
  });

  test('nothing that is not public, and nothing that ends a text or an attribute of the page', async () => {
    const twikoo = await ask<Twikoo>(`twikoo/${site}`, { body: { event: 'GET_RECENT_COMMENTS', pageSize: 100, includeReply: true } });
    const answers = [
      twikoo,
      await ask(`valine/${site}/1.1/classes/Comment?limit=100`),
      await ask(`waline/${site}/api/comment?type=recent&count=100`),
      await ask(`artalk/${site}/api/v2/stats/latest_comments?limit=100`),
    ];
    for (const { body } of answers) {
      const text = JSON.stringify(body);
      expect(text).toContain('onmouseover');
      expect(text).not.toMatch(/撤下的一条|reader@example\.com|readerId|textHash|'|<img/);
    }
    const hostile = twikoo.body.data[0];
    expect(hostile?.nick).not.toMatch(/[<>'"]/);
    expect(hostile?.commentText).not.toMatch(/[<>'"]/);
    expect(hostile?.comment.replace(/<[^>]*>/g, '')).not.toMatch(/['"]/);
  });

  test('a page that has moved is found by its former address too', async () => {
    const headers = await signIn(server().url);
    const query = new URLSearchParams({ site, thread: new URL(paths.second, BLOG).href });
    const threadId = (await call<ListAnswer>(server().url, `/api/v1/comments?${query}`)).body.thread.id;
    const change = { method: 'PATCH', headers, body: { key: new URL('/moved/', BLOG).href } };
    expect((await call(server().url, `/api/v1/threads/${threadId}`, change)).status).toBe(200);
    const recent = async (url: string): Promise<string[]> =>
      (await ask<Twikoo>(`twikoo/${site}`, { body: { event: 'GET_RECENT_COMMENTS', urls: [url], includeReply: true } })).body.data.map(
        ({ id }) => id,
      );
    const wanted = [posted.get('answer'), posted.get('second')].map((one) => `liangju-${one?.comment.id}`);
    await waitFor(async () => (await recent('/moved/')).length === wanted.length);
    expect(await recent('/moved/')).toEqual(wanted);
    expect(await recent(paths.second)).toEqual(wanted);
    expect(await recent(paths.none)).toEqual([]);
  });

  test('what is wrong is refused: an unknown site, another origin, too many pages, a call that writes', async () => {
    expect((await ask('waline/nobody/api/comment?type=count&url=/')).status).toBe(404);
    expect((await ask('artalk/no_site/api/v2/conf')).status).toBe(400);
    const foreign = await ask<{ code: string }>(`waline/${site}/api/comment?type=recent`, {
      headers: { origin: 'https://elsewhere.example' },
    });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'origin-not-allowed']);
    const many = Array.from({ length: 101 }, (_, i) => `/${i}`);
    expect((await ask(`waline/${site}/api/comment?type=count&url=${many}`)).status).toBe(400);
    expect((await ask(`twikoo/${site}`, { body: { event: 'GET_COMMENTS_COUNT', urls: many } })).status).toBe(400);
    expect((await ask(`artalk/${site}/api/v2/stats/page_comment?page_keys=${many}`)).status).toBe(400);
    for (const event of ['COMMENT_SUBMIT', 'COMMENT_GET', 'GET_CONFIG_FOR_ADMIN'])
      expect((await ask(`twikoo/${site}`, { body: { event, comment: 'x', url: '/' } })).status).toBe(400);
    expect((await ask(`waline/${site}/api/comment`, { method: 'POST', body: { comment: 'x' } })).status).toBe(405);
  });
});

describe('which site a page is of', () => {
  test('the nearest one that is alone; nothing else of it', async () => {
    const server = await startServer();
    try {
      const headers = await signIn(server.url);
      const make = (id: string, origins: string[]) =>
        call(server.url, '/api/v1/sites', { body: { id, name: id, origins, mode: 'post' }, headers }).then(({ status }) =>
          expect(status).toBe(201),
        );
      await make('exact', ['https://a.example.com', 'http://127.0.0.1:4000']);
      await make('below', ['https://*.example.com']);
      await make('twin-one', ['https://twin.example']);
      await make('twin-two', ['https://twin.example']);
      const siteOf = async (origin?: string, more: Record<string, string> = {}) => {
        const answer = await call<{ site?: string }>(server.url, '/api/v1/site', {
          headers: { ...(origin === undefined ? {} : { origin }), ...more },
        });
        return [answer.status, answer.body.site, answer.headers.get('access-control-allow-origin')];
      };
      expect(await siteOf('https://a.example.com')).toEqual([200, 'exact', 'https://a.example.com']);
      expect(await siteOf('https://b.example.com')).toEqual([200, 'below', 'https://b.example.com']);
      expect(await siteOf('http://127.0.0.1:4000')).toEqual([200, 'exact', 'http://127.0.0.1:4000']);
      expect(await siteOf('http://127.0.0.1:5000')).toEqual([200, 'demo', 'http://127.0.0.1:5000']);
      for (const origin of ['https://twin.example', 'https://elsewhere.example', 'null'])
        expect(await siteOf(origin)).toEqual([404, undefined, origin]);
      expect(await siteOf()).toEqual([404, undefined, null]);
      // A page of the service's own origin names none when it reads.
      expect(await siteOf(undefined, { 'sec-fetch-site': 'same-origin' })).toEqual([200, 'demo', null]);
    } finally {
      await server.close();
    }
  });

  test('such calls are counted by network, and refused when there are too many', async () => {
    const server: StartedServer = await startServer({ LIMITS: 'on' });
    try {
      const thread = newThread();
      const statuses = new Set<number>();
      for (let n = 0; n < 700 && !statuses.has(429); n += 50) {
        const some = Array.from({ length: 50 }, () => call(server.url, `/compat/waline/demo/api/comment?type=count&url=${thread.key}`));
        for (const { status } of await Promise.all(some)) statuses.add(status);
      }
      expect([...statuses].sort()).toEqual([200, 429]);
      const refused = await call(server.url, '/api/v1/site', { headers: { origin: 'http://127.0.0.1:5000' } });
      expect([refused.status, Number(refused.headers.get('retry-after')) > 0]).toEqual([429, true]);
    } finally {
      await server.close();
    }
  });
});
