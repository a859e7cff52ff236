import { expect, test } from '@jest/globals';
import { allowsOrigin } from '../../server/sites/origins.ts';
import { call, newThread, post, signIn } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';

test.each([
  ['https://*.example.com', 'https://news.example.com', true],
  ['https://*.example.com', 'https://a.b.example.com', true],
  ['https://*.example.com', 'https://example.com', false],
  ['https://*.example.com', 'https://attacker-example.com', false],
  ['https://*.example.com', 'https://example.com.attacker.test', false],
  ['https://*.example.com', 'http://news.example.com', false],
  ['https://*.example.com', 'https://news.example.com:8443', false],
  ['https://*.example.com:8443', 'https://news.example.com:8443', true],
  ['https://*.example.com', 'https://.example.com', false],
  ['https://*.example.com', 'https://a..example.com', false],
  ['https://*.example.com', 'https://*.example.com', false],
  ['https://*.example.com', 'https://attacker.test/.example.com', false],
  ['https://*.example.com', 'https://attacker.test#.example.com', false],
  ['https://*.example.com', 'null', false],
  ['https://example.com', 'https://news.example.com', false],
  ['*loopback*', 'http://127.0.0.1:8080', true],
  ['*loopback*', 'https://x.example', false],
])('a site that allows %p: a page of %p, %p', (allowed, origin, may) => {
  expect(allowsOrigin([allowed], origin)).toBe(may);
});

onOneStore('the origins of a site', (server) => {
  test('are kept as browsers send them; a path or nonsense is told in the reader’s language', async () => {
    const { url } = server();
    const headers = await signIn(url);
    const make = (origins: string[], more: Record<string, string> = {}) =>
      call<{ site: { origins: string[] }; errors: { path: string; message: string }[] }>(url, '/api/v1/sites', {
        body: { id: 'pasted', name: '报纸', origins, mode: 'post' },
        headers: { ...headers, ...more },
      });
    const refused = await make(['https://a.example', 'https://a.example/blog', '评论'], { 'accept-language': 'zh-CN' });
    expect(refused.status).toBe(400);
    expect(refused.body.errors).toEqual([
      { path: 'origins.1', message: '“https://a.example/blog”带了路径；只写到域名和端口：https://a.example。' },
      { path: 'origins.2', message: '“评论”不是网站地址，应该像 https://news.example.com 这样写。' },
    ]);
    const made = await make(['HTTPS://A.Example/', 'https://a.example', 'https://*.Paper.example']);
    expect(made.status).toBe(201);
    expect(JSON.stringify(made.body)).toContain('["https://a.example","https://*.paper.example"]');
  });

  test('a subdomain may read and write, another page may not', async () => {
    const { url } = server();
    const ask = (origin: string, body?: unknown) =>
      call<{ code?: string }>(url, body === undefined ? '/api/v1/comments?site=pasted&thread=x' : '/api/v1/comments', {
        headers: { origin },
        body,
      });
    for (const origin of ['https://deep.news.paper.example', 'https://a.example']) {
      expect((await ask(origin)).status).toBe(200);
      expect((await ask(origin, post(newThread(), { site: 'pasted' }))).status).toBe(201);
    }
    for (const origin of ['https://paper.example', 'https://evil-paper.example', 'http://news.paper.example']) {
      const [read, written] = [await ask(origin), await ask(origin, post(newThread(), { site: 'pasted' }))];
      for (const { status, body } of [read, written]) expect([origin, status, body.code]).toEqual([origin, 403, 'origin-not-allowed']);
    }
  });
});
