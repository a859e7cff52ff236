import { beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { bearer, call, signIn } from '../support/api.ts';
import { ADMIN } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { faultsOf } from './axe-faults.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
let site = '';
let published = '';

beforeAll(async () => {
  site = await room.site('日新报');
  const refused = await room.say(site, '去年冬天这里种了一排树。', { name: '园丁甲' });
  await room.decide([refused.id], 'reject', { reason: 'OFFTOPIC' });
  await call(room.server.url, `/api/v1/comments/${refused.id}/appeal`, {
    headers: bearer(refused.token),
    body: { note: '文章里讲了种树。' },
  });
  const first = await room.say(site, '加我微信 liangcha8899 领券，名额有限 https://promo.example.com', { name: '路过' });
  published = (await room.say(site, '步道两边的树都活了，夏天会很阴凉。', { name: '住在江边' })).id;
  await room.decide([published], 'approve');
  await room.say(site, '回一句：树是去年冬天种的。', { name: '园丁', parentId: published });
  await room.say(site, `${'很长的一段话，说的都是小事。'.repeat(60)}`, { name: '一位名字特别特别长而且不肯换行的老读者' });
  await room.decide([first.id], 'escalate');
  await room.say(site, '普通的一条。', { name: '普通读者' });
  const changed = await room.say(site, '这条先说了难听的话。', { name: '改口的读者' });
  await room.decide([changed.id], 'approve');
  for (const name of ['举报一', '举报二', '举报三']) {
    const { token } = await room.say(site, `${name}的一句话。`, { name });
    await call(room.server.url, `/api/v1/comments/${changed.id}/reports`, { headers: bearer(token), body: { reason: 'ABUSE' } });
  }
  const edit = { method: 'PATCH', headers: bearer(changed.token), body: { body: '这条后来说了好听的话。' } };
  expect((await call(room.server.url, `/api/v1/comments/${changed.id}`, edit)).status).toBe(200);
  const headers = await signIn(room.server.url);
  for (const list of ['旧词甲\thold\tad\n', '新词乙\tblock\tad\n']) {
    const own = { ...headers, 'content-type': 'text/plain', 'if-match': '*' };
    await call(room.server.url, `/api/v1/sites/${site}/words`, { method: 'PUT', headers: own, body: list });
  }
  const reviewer = { kind: 'webhook', id: 'house', url: 'https://review.example.com/in', secret: 'a-secret-of-both-sides' };
  await call(room.server.url, `/api/v1/sites/${site}`, {
    method: 'PATCH',
    headers,
    body: { reviewers: [{ ...reviewer, when: 'review' }] },
  });
  for (const ban of [
    { kind: 'network', value: '203.0.113.9', mode: 'shadow', until: new Date(Date.now() + 86_400_000).toISOString() },
    { kind: 'reader', value: refused.author?.id, reason: 'ABUSE', note: '一晚上发了两百条' },
  ]) {
    await call(room.server.url, '/api/v1/bans', { headers, body: { site, ...ban } });
  }
});

/** The screens, and what has to stand there before they are looked at. */
const SCREENS: readonly (readonly [string, () => string, (page: Page) => Promise<void>])[] = [
  ['queue', () => `#/queue?site=${site}`, (page) => page.locator('.card').first().waitFor()],
  [
    'queue with the reasons open and a selection',
    () => `#/queue?site=${site}`,
    async (page) => {
      await page.locator('.card.current').waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('x');
      await page.keyboard.press('j');
      await page.locator('.card.current').getByRole('button', { name: '拒绝' }).click();
      await page.locator('.why').waitFor();
    },
  ],
  [
    'details below a card',
    () => `#/queue?site=${site}`,
    async (page) => {
      await page.setViewportSize({ width: 900, height: 800 });
      await page.getByRole('button', { name: '详情' }).first().click();
      await page.locator('.more .side').waitFor();
    },
  ],
  ['an empty queue', () => `#/queue?site=${site}&kind=nickname`, (page) => page.getByText('没有符合条件的待审评论').waitFor()],
  [
    'keys',
    () => `#/queue?site=${site}`,
    async (page) => {
      await page.locator('.card.current').waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'ban',
    () => `#/queue?site=${site}`,
    async (page) => {
      await page.locator('.card.current').waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('b');
      await page.getByRole('dialog').waitFor();
    },
  ],
  [
    'comments with a menu open',
    () => `#/comments?site=${site}`,
    async (page) => {
      await page.locator('.line-card').first().waitFor();
      await page.getByRole('button', { name: '更多操作' }).first().click();
    },
  ],
  ['one comment', () => `#/comments/${published}`, (page) => page.getByText('通过了评论').waitFor()],
  ['audit', () => '#/audit', (page) => page.locator('.audit tbody tr').first().waitFor()],
  ['sites', () => '#/sites', (page) => page.locator('.site').first().waitFor()],
  ['settings', () => `#/sites/${site}`, (page) => page.locator('.save-bar').waitFor()],
  [
    'words with a dry run',
    () => `#/sites/${site}/words`,
    async (page) => {
      await page.getByLabel('词表', { exact: true }).fill('电话\tblock\tad\n微信\thold\tad\n步道\thold\tcustom\n坏级别\tnonsense\n');
      await page.getByRole('button', { name: '试运行' }).click();
      await page.getByText('2 个词会误伤无害的话').waitFor();
    },
  ],
  [
    'a past version of words',
    () => `#/sites/${site}/words`,
    async (page) => {
      await page.getByRole('button', { name: '看差别：第 1 版与现在' }).click();
      await page.locator('.entries.minus').waitFor();
    },
  ],
  [
    'reviewers with one open and faults',
    () => `#/sites/${site}/reviewers`,
    async (page) => {
      await page.getByRole('button', { name: '添加…' }).click();
      await page.getByRole('button', { name: /^大模型/ }).click();
      await page.getByRole('button', { name: '保存' }).click();
      await page.locator('.fault').first().waitFor();
    },
  ],
  [
    'kinds of reviewers',
    () => `#/sites/${site}/reviewers`,
    async (page) => {
      await page.getByRole('button', { name: '添加…' }).click();
      await page.getByRole('dialog').waitFor();
    },
  ],
  ['learners', () => `#/sites/${site}/learners`, (page) => page.locator('.meters').first().waitFor()],
  ['bans', () => `#/sites/${site}/bans`, (page) => page.locator('.ban').first().waitFor()],
  [
    'imports with all options',
    () => `#/sites/${site}/imports`,
    async (page) => {
      await page.getByText('还没有导入过').waitFor();
      await page.getByText('更多选项').click();
    },
  ],
  ['an appeal', () => `#/queue?site=${site}&kind=appeal`, (page) => page.locator('.appeal').waitFor()],
  [
    'try',
    () => `#/try?site=${site}`,
    async (page) => {
      await page.getByLabel('评论内容').fill('加我微信 liangcha8899，名额有限');
      await page.keyboard.press('Control+Enter');
      await page.locator('mark').first().waitFor();
    },
  ],
  ['account', () => '#/account', (page) => page.getByRole('heading', { name: 'API 令牌' }).waitFor()],
];

for (const colorScheme of ['light', 'dark'] as const) {
  test(`no screen has a fault that axe knows, ${colorScheme}`, async () => {
    const { page } = await room.open('', { colorScheme, bypassCSP: true, reducedMotion: 'reduce' });
    await page.getByRole('heading', { name: '登录审核台' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${room.server.url}/admin/#setup=token`);
    await page.reload();
    await page.getByRole('heading', { name: '创建第一位管理员' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.goto(`${room.server.url}/admin/#/queue`);
    await page.getByLabel('邮箱').fill(ADMIN.email);
    await page.getByLabel('密码').fill(ADMIN.password);
    await page.keyboard.press('Enter');
    await page.locator('.frame').waitFor();
    for (const [name, hash, ready] of SCREENS) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(`${room.server.url}/admin/${hash()}`);
      await page.reload();
      await ready(page);
      expect([name, await faultsOf(page)]).toEqual([name, []]);
    }
  }, 240_000);
}

test('nothing stands out of the window at 320 px, on any screen', async () => {
  const { page } = await room.enter('', ADMIN, { viewport: { width: 320, height: 700 }, hasTouch: true });
  const excess = () => page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - innerWidth));
  for (const [name, hash, ready] of SCREENS) {
    await page.goto(`${room.server.url}/admin/${hash()}`);
    await page.reload();
    await page.locator('.frame').waitFor();
    await waitFor(async () => (await page.locator('[aria-busy="true"]').count()) === 0);
    expect([name, await excess()]).toEqual([name, 0]);
    await ready(page);
    await page.setViewportSize({ width: 320, height: 700 });
    expect([`${name}, ready`, await excess()]).toEqual([`${name}, ready`, 0]);
  }
});
