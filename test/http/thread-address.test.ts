import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer, ThreadView } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { call, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';

const SITE = 'https://news.example.com';
const FOREIGN = 'https://casino.example/win';

onBothStores('the address of a thread', (server) => {
  const url = () => server().url;
  let admin: Record<string, string>;
  const make = async (id: string, origins: string[]): Promise<void> => {
    const made = await call(url(), '/api/v1/sites', { headers: admin, body: { id, name: '早报', origins, type: 'blog', mode: 'post' } });
    expect(made.status).toBe(201);
  };
  beforeAll(async () => {
    admin = await signIn(url());
    await make('paper', [SITE, 'https://*.paper.example', '*loopback*']);
    await make('program', []);
  });

  interface Named {
    key?: string;
    url: string;
    title?: string;
    site?: string;
    origin?: string;
  }
  const say = ({ key = `article-${randomUUID()}`, url: at, title = '步道', site = 'paper', origin }: Named) =>
    call<PostAnswer>(url(), '/api/v1/comments', {
      body: post({ key, url: at, title }, { site }),
      headers: origin === undefined ? {} : { origin },
    }).then((answer) => {
      expect(answer.status).toBe(201);
      return key;
    });
  const threadOf = async (key: string, site = 'paper'): Promise<ThreadView> =>
    (await call<ListAnswer>(url(), `/api/v1/comments?site=${site}&thread=${encodeURIComponent(key)}`)).body.thread;
  const addressOf = async (key: string, site?: string) => {
    const { url: at, title } = await threadOf(key, site);
    return [at, title];
  };

  test('is kept where it is of the site', async () => {
    for (const at of [`${SITE}/a`, 'https://local.paper.example/b', 'http://127.0.0.1:8080/c', `${url()}/d`])
      expect(await addressOf(await say({ url: at }))).toEqual([at, '步道']);
  });

  test('is left out where it is not, and the comment is accepted all the same', async () => {
    const lookalikes = [
      'https://news.example.com.casino.example/',
      'https://paper.example/',
      'http://news.example.com/a',
      `${SITE}:8443/a`,
    ];
    for (const at of [FOREIGN, ...lookalikes]) {
      const key = await say({ url: at });
      expect(await addressOf(key)).toEqual([null, '步道']);
      expect((await threadOf(key)).commentCount).toBe(1);
    }
    const key = `${SITE}/articles/${randomUUID()}`;
    expect(await addressOf(await say({ key, url: FOREIGN }))).toEqual([key, '步道']);
    expect(await addressOf(await say({ key: `${FOREIGN}/${randomUUID()}`, url: FOREIGN }))).toEqual([null, '步道']);
  });

  test('of a site without origins is what it is given', async () => {
    expect(await addressOf(await say({ url: FOREIGN, site: 'program' }), 'program')).toEqual([FOREIGN, '步道']);
  });

  test('and the title are corrected by the pages of the site, not by others', async () => {
    const key = await say({ url: FOREIGN, title: '点此领奖' });
    await say({ key, url: `${SITE}/a`, title: '仍是点此领奖' });
    expect(await addressOf(key)).toEqual([null, '点此领奖']);
    await say({ key, url: `${SITE}/a`, title: '江边步道开放', origin: SITE });
    expect(await addressOf(key)).toEqual([`${SITE}/a`, '江边步道开放']);
    await say({ key, url: FOREIGN, title: '又来领奖', origin: SITE });
    await say({ key, url: FOREIGN, title: '又来领奖' });
    expect(await addressOf(key)).toEqual([`${SITE}/a`, '江边步道开放']);
    await say({ key, url: `${SITE}/moved`, title: '', origin: SITE });
    expect(await addressOf(key)).toEqual([`${SITE}/moved`, '江边步道开放']);
  });

  test('and the title are set by staff, and then stay; the log says who it was', async () => {
    const key = await say({ url: `${SITE}/a`, title: '旧标题' });
    const { id } = await threadOf(key);
    const change = (body: object) =>
      call<ThreadView & ProblemView>(url(), `/api/v1/threads/${id}`, { method: 'PATCH', headers: admin, body });
    const set = await change({ title: '编辑定的标题' });
    expect([set.status, set.body.title, set.body.url]).toEqual([200, '编辑定的标题', `${SITE}/a`]);
    await say({ key, url: `${SITE}/b`, title: '页面的标题', origin: SITE });
    expect(await addressOf(key)).toEqual([`${SITE}/b`, '编辑定的标题']);
    expect((await change({ url: null })).body.url).toBeNull();
    await say({ key, url: `${SITE}/c`, origin: SITE });
    expect(await addressOf(key)).toEqual([null, '编辑定的标题']);
    expect((await change({ closed: true, url: `${SITE}/final` })).body).toMatchObject({ closed: true, url: `${SITE}/final` });
    const audit = await call<{ entries: { action: string; data: { changed?: string } }[] }>(
      url(),
      '/api/v1/moderation/audit?site=paper&limit=100',
      {
        headers: admin,
      },
    );
    const changed = audit.body.entries.filter(({ action }) => action === 'thread.change').map(({ data }) => data.changed);
    expect(changed).toEqual(['closed,url', 'url', 'title']);
  });

  test('is refused to staff where it is not of the site', async () => {
    const { id } = await threadOf(await say({ url: `${SITE}/a` }));
    for (const bad of [FOREIGN, 'javascript:alert(1)', '', 7]) {
      const refused = await call<ProblemView>(url(), `/api/v1/threads/${id}`, { method: 'PATCH', headers: admin, body: { url: bad } });
      expect([bad, refused.status, refused.body.errors?.[0]?.path]).toEqual([bad, 400, 'url']);
    }
    const body = { title: '不该改到的' };
    expect((await call(url(), `/api/v1/threads/${id}`, { method: 'PATCH', body })).status).toBe(401);
  });

  test('that is not known goes out in an export and comes in again', async () => {
    const key = await say({ url: FOREIGN, title: '无址' });
    const out = await server().cli(['export', '--site', 'paper']);
    expect(out.code).toBe(0);
    expect(out.out).toContain(JSON.stringify({ key, url: '', title: '无址' }));
    const file = join(server().dataDir, 'paper.jsonl');
    await writeFile(file, out.out);
    await make('copy', [SITE]);
    expect((await server().cli(['import', file, '--site', 'copy'])).code).toBe(0);
    expect(await addressOf(key, 'copy')).toEqual([null, '无址']);
  });
});
