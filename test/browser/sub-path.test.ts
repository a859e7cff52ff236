import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.ts';
import { type ReverseProxy, startReverseProxy } from '../support/reverse-proxy.ts';
import { ADMIN } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { fillSignIn } from './console-room.ts';
import { commentWith, postBy, untilLive, useRoom } from './reading-room.ts';

const PATH = '/news/comments';

describe.each([
  ['that hands requests on as they are', false],
  ['that takes the path away', true],
])('below a path, behind a proxy %s', (_what, strips) => {
  const ports = { proxy: 0, server: 0 };
  const env: Record<string, string> = {};
  let proxy: ReverseProxy;
  beforeAll(async () => {
    ports.proxy = await freePort();
    ports.server = await freePort();
    Object.assign(env, { PUBLIC_URL: `http://127.0.0.1:${ports.proxy}${PATH}`, PORT: String(ports.server), TRUST_PROXY: '1' });
    proxy = await startReverseProxy({ port: ports.proxy, path: PATH, target: ports.server, strips });
  });
  const room = useRoom(env);
  afterAll(() => proxy?.close());
  const get = (path: string): Promise<Response> => fetch(room.server.url + path, { redirect: 'manual' });

  test('the box shows, posts and follows live', async () => {
    expect(room.server.url).toBe(`http://127.0.0.1:${ports.proxy}${PATH}`);
    const article = room.article();
    await room.say(article, '先来的一条。');
    const reader = await room.open(article);
    await untilLive(reader);
    await postBy(reader, '在子路径下也能写。');
    await commentWith(reader, '在子路径下也能写').waitFor();
    await room.say(article, '别处来的消息。', { name: '别人' });
    await reader.box.locator('.fresh').waitFor();
    expect(reader.errors).toEqual([]);
  });

  test('a theme’s script finds the service, its site and the pictures of the newest comments', async () => {
    const url = room.host.put(
      `<!doctype html><html lang="zh-CN"><title>文章</title><img><div id="vcomments"></div><script src="${room.server.url}/compat/valine.js"></script>
      <script>new Valine({ el: '#vcomments', path: location.pathname });
      fetch('${room.server.url}/compat/waline/demo/api/comment?type=recent').then((answer) => answer.json()).then(({ data }) => {
        document.querySelector('img').src = data[0].avatar;
      });</script></html>`,
    );
    await room.say({ key: url, thread: { key: url, url, title: '文章' } }, '旧主题里的一条。');
    const page = await (await room.browser.newContext({ locale: 'zh-CN' })).newPage();
    await page.goto(url);
    await page.locator('section.box article').filter({ hasText: '旧主题里的一条' }).waitFor();
    await waitFor(() => page.locator('img').evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0));
  });

  test('a moderator signs in, sees what comes, decides, and finds the code for the pages', async () => {
    const made = await room.staff<{ id: string }>('/api/v1/sites', {
      body: { id: strips ? 'city-a' : 'city-b', name: '临江日报', origins: ['https://news.example.com'], type: 'news', mode: 'pre' },
    });
    const page = await room.browser.newPage({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
    try {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${room.server.url}/admin`);
      expect(new URL(page.url()).pathname).toBe(`${PATH}/admin/`);
      await fillSignIn(page, ADMIN);
      await page.locator('.pulse.live').waitFor();
      const url = 'https://news.example.com/a';
      const answer = await fetch(`${room.server.url}/api/v1/comments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          site: made.id,
          thread: { key: url, url, title: '新桥' },
          body: '等着看的一条。',
          author: { name: '读者' },
        }),
      });
      const { comment }: { comment: { id: string } } = await answer.json();
      // Said by the live connection alone.
      const card = page.locator('article', { hasText: '等着看的一条' });
      await card.or(page.locator('.fresh .pill')).first().waitFor();
      if (!(await card.isVisible())) await page.locator('.fresh .pill').click();
      await card.getByRole('button', { name: /通过/ }).click();
      const isPublic = async (): Promise<boolean> => (await get(`/api/v1/comments/${comment.id}`)).status === 200;
      await waitFor(isPublic);
      await page.goto(`${room.server.url}/admin/#/sites/${made.id}`);
      await page.locator('pre.code', { hasText: `src="${room.server.url}/embed.js"` }).waitFor();
      expect(errors).toEqual([]);
    } finally {
      await page.close();
    }
  });

  test('the demo, the reference and every address that is given out stand below the path', async () => {
    const page = await room.browser.newPage({ locale: 'zh-CN' });
    const failed: string[] = [];
    page.on('response', (answer) => {
      if (answer.status() >= 400) failed.push(answer.url());
    });
    try {
      await page.goto(room.server.url);
      expect(new URL(page.url()).pathname).toBe(`${PATH}/demo`);
      await page.locator('section.box textarea').first().waitFor();
      await page.goto(`${room.server.url}/api/v1/docs`);
      await page.getByRole('link', { name: 'openapi.json' }).click();
      expect(new URL(page.url()).pathname).toBe(`${PATH}/api/v1/openapi.json`);
      expect(failed).toEqual([]);
    } finally {
      await page.close();
    }
    const document: { servers: { url: string }[] } = await (await get('/api/v1/openapi.json')).json();
    expect(document.servers).toEqual([{ url: room.server.url }]);
    const problem: { type: string } = await (await get('/api/v1/comments/01XXXXXXXXXXXXXXXXXXXXXXXX')).json();
    expect(problem.type).toMatch(new RegExp(`^${PATH}/api/v1/docs#`));
    const lines = room.server.lines.filter((line) => /\/(?:demo|admin\/)$/.test(line));
    expect(lines.length).toBe(2);
    for (const line of lines) expect(line).toContain(`${room.server.url}/`);
  });

  test('without the path the same server answers too, and what only begins like the path is another address', async () => {
    const direct = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${ports.server}${path}`, { redirect: 'manual' });
    for (const path of ['/healthz', `${PATH}/healthz`, '/embed.js', `${PATH}/embed.js`, '/demo', `${PATH}/demo`])
      expect([path, (await direct(path)).status]).toEqual([path, 200]);
    expect((await direct(PATH)).headers.get('location')).toBe(`${PATH}/demo`);
    expect((await direct(`${PATH}-other/healthz`)).status).toBe(404);
  });
});
