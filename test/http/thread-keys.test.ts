import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { beforeAll, expect, test } from '@jest/globals';
import type { CountsAnswer, ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { MeAnswer } from '../../contract/account.ts';
import type { ProblemView } from '../../contract/problem.ts';
import type { SiteFull } from '../../contract/site.ts';
import type { z } from 'zod';
import { bearer, call, post, signIn } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';

onOneStore('addresses of one article', (server) => {
  const url = () => server().url;
  let admin: Record<string, string>;
  beforeAll(async () => {
    admin = await signIn(url());
  });

  const at = (key: string, site = 'demo'): string => `site=${site}&thread=${encodeURIComponent(key)}`;
  const list = async (key: string, site?: string) => (await call<ListAnswer>(url(), `/api/v1/comments?${at(key, site)}`)).body;
  const say = (key: string, site = 'demo') =>
    call<PostAnswer & ProblemView>(url(), '/api/v1/comments', { body: post({ key, url: 'http://127.0.0.1/a', title: '步道' }, { site }) });

  test('are one thread, whichever of them a call names', async () => {
    const path = `127.0.0.1/articles/${randomUUID()}`;
    const key = `http://${path}?id=7`;
    const forms = [
      key,
      `HTTP://${path}?id=7#part`,
      `http://${path}?utm_source=mail&id=7&fbclid=x`,
      `http://me@127.0.0.1:80${path.slice(9)}?id=7`,
    ];
    let token = '';
    for (const form of forms) {
      const posted = await say(form);
      expect([form, posted.status, posted.body.comment.threadKey]).toEqual([form, 201, key]);
      token = posted.body.readerToken ?? token;
    }
    for (const form of forms) {
      const found = await list(form);
      expect([form, found.thread.key, found.thread.commentCount]).toEqual([form, key, forms.length]);
      const me = await call<MeAnswer>(url(), `/api/v1/me?${at(form)}`, { headers: bearer(token) });
      expect(me.status).toBe(200);
    }
    const query = new URLSearchParams([['site', 'demo'], ...forms.map((form) => ['thread', form])]);
    const counts = await call<z.infer<typeof CountsAnswer>>(url(), `/api/v1/counts?${query}`);
    expect(counts.body.counts).toEqual(Object.fromEntries(forms.map((form) => [form, forms.length])));
  });

  test('follow the rules of the site, which can be changed one by one', async () => {
    const made = await call<SiteFull>(url(), '/api/v1/sites', {
      body: { id: 'keys', name: '路由', origins: [], type: 'blog', mode: 'post', threadKeys: { hashRoutes: true } },
      headers: admin,
    });
    expect([made.status, made.body.threadKeys.hashRoutes, made.body.threadKeys.trailingSlash]).toEqual([201, true, 'keep']);
    const patch = (threadKeys: object) =>
      call<SiteFull & ProblemView>(url(), '/api/v1/sites/keys', { method: 'PATCH', body: { threadKeys }, headers: admin });
    const changed = await patch({ trailingSlash: 'ignore', indexFiles: 'ignore', ignoredParameters: ['ref', 'utm_*'] });
    expect(changed.body.threadKeys).toEqual({
      hashRoutes: true,
      trailingSlash: 'ignore',
      indexFiles: 'ignore',
      ignoredParameters: ['ref', 'utm_*'],
    });
    const first = await say('https://app.example/a/index.html?ref=x#/notes', 'keys');
    expect(first.body.comment.threadKey).toBe('https://app.example/a#/notes');
    expect((await list('https://app.example/a/?utm_a=1#/notes', 'keys')).thread.commentCount).toBe(1);
    expect((await list('https://app.example/a/#/other', 'keys')).thread.commentCount).toBe(0);
    const refused = await patch({ ignoredParameters: ['a b'] });
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([400, 'threadKeys.ignoredParameters.0']);
  });

  test('brought by an import are named by the same rules', async () => {
    const lines = [
      { format: 'liangju', version: 1 },
      {
        id: 'old-1',
        thread: { key: 'HTTPS://Old.Example/%e6%b1%9f?utm_source=x', url: 'https://old.example/a', title: '江' },
        author: { name: '读者' },
        body: '江水很清。',
        createdAt: '2024-05-01T08:00:00Z',
      },
    ];
    const file = `${server().dataDir}/keys.jsonl`;
    await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'));
    expect(await server().cli(['import', file, '--site', 'demo'])).toMatchObject({ code: 0 });
    const found = await list('https://old.example/江');
    expect([found.thread.key, found.thread.commentCount]).toEqual(['https://old.example/%E6%B1%9F', 1]);
  });
});
