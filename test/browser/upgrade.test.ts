import { once } from 'node:events';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { copyProgram } from '../support/program-copy.ts';
import { programFile } from '../support/program-file.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { articlePage } from './host-page.ts';
import { useRoom } from './reading-room.ts';

const OTHER = 'feedf00d';

/** A copy of the program whose box is of another version. */
async function otherVersion(): Promise<string> {
  const { folder, files } = await copyProgram();
  const [version = ''] = await readdir(join(files, 'w'));
  await rename(join(files, 'w', version), join(files, 'w', OTHER));
  for (const name of await readdir(files, { recursive: true })) {
    if (/\.(?:br|gz)$/.test(name)) await rm(join(files, name));
    else if (/^(?:w|embed|counts).*\.js$/.test(name)) {
      const text = await readFile(join(files, name), 'utf8');
      await writeFile(join(files, name), text.replaceAll(version, OTHER));
    }
  }
  return folder;
}

const room = useRoom();
let folder = '';
let other: StartedServer;
/** A balancer before the two: which of them answers the next request. */
let balancer: Server;
let url = '';
let choose: (path: string) => 'old' | 'new' = () => 'old';

beforeAll(async () => {
  folder = await otherVersion();
  other = await startServer({ DATABASE_URL: room.server.databaseUrl }, programFile(folder));
  balancer = createServer((req, res) => {
    const target = new URL(choose(req.url ?? '') === 'old' ? room.server.url : other.url);
    const passed = request(
      { host: target.hostname, port: target.port, method: req.method, path: req.url, headers: req.headers },
      (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(res);
      },
    );
    passed.on('error', () => res.destroy());
    req.pipe(passed);
  });
  balancer.listen(0, '127.0.0.1');
  await once(balancer, 'listening');
  const address = balancer.address();
  url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(async () => {
  balancer?.closeAllConnections();
  balancer?.close();
  await other?.close();
  await rm(folder, { recursive: true, force: true });
});

async function postsOn(page: import('playwright-core').Page, text: string): Promise<void> {
  const box = page.locator('section.box');
  await box.locator('textarea').first().fill(text);
  await box.locator('.primary').waitFor();
  const name = box.getByRole('textbox', { name: '昵称' });
  if ((await name.count()) > 0) await name.fill('读者');
  await box.locator('.primary').click();
  await box.locator('article').filter({ hasText: text }).waitFor();
}

test('an embed.js of before the upgrade, kept by a browser, gets the box of after it', async () => {
  const article = room.article();
  await room.say(article, '升级前后都在。');
  const page = await room.browser.newPage({ locale: 'zh-CN' });
  choose = (path) => (path.startsWith('/embed.js') ? 'old' : 'new');
  const failed: string[] = [];
  page.on('response', (answer) => void (answer.status() >= 400 && failed.push(answer.url())));
  await page.goto(room.host.put(articlePage(url, { thread: article.key })));
  await page.locator('section.box article').filter({ hasText: '升级前后' }).waitFor();
  await postsOn(page, '升级之后写的。');
  expect(await page.locator('section.box').count()).toBe(1);
  expect(failed).toEqual([]);
  await page.close();
});

test('a page that was open during the upgrade goes over to the new files when it needs one', async () => {
  const article = room.article();
  await room.say(article, '开着的页面。');
  const page = await room.browser.newPage({ locale: 'zh-CN' });
  let isUpgraded = false;
  const versions = new Set<string>();
  choose = () => (isUpgraded ? 'new' : 'old');
  // The upgrade comes between the box and its other half.
  await page.route('**/late.js*', (route) => {
    isUpgraded = true;
    return route.continue();
  });
  page.on('response', (answer) => versions.add(/\/w\/(\w+)/.exec(answer.url())?.[1] ?? ''));
  await page.goto(room.host.put(articlePage(url, { thread: article.key })));
  await waitFor(() => versions.has(OTHER));
  await page.locator('section.box article').filter({ hasText: '开着的页面' }).waitFor();
  await postsOn(page, '换了新文件之后写的。');
  expect(await page.locator('section.box').count()).toBe(1);
  await page.close();
});

test('in the middle of a rolling upgrade every file comes from another server, and the box works', async () => {
  const article = room.article();
  await room.say(article, '滚动升级之中。');
  for (const first of ['old', 'new'] as const) {
    const page = await room.browser.newPage({ locale: 'zh-CN' });
    let turn = first === 'old' ? 0 : 1;
    // The data come from one of them, so that the turns are those of the files.
    choose = (path) => (/^\/(?:w|embed)/.test(path) && turn++ % 2 === 1 ? 'new' : 'old');
    await page.goto(room.host.put(articlePage(url, { thread: article.key })));
    await page.locator('section.box article').filter({ hasText: '滚动升级' }).waitFor();
    await postsOn(page, `从${first === 'old' ? '旧' : '新'}的开始。`);
    await page.close();
  }
});
