import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { SiteFull } from '../../contract/site.ts';
import { bearer, call, signIn } from '../support/api.ts';
import { ADMIN } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { faultsOf } from './axe-faults.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();

async function siteNow(id: string): Promise<SiteFull> {
  return (await call<SiteFull>(room.server.url, `/api/v1/sites/${id}`, { headers: await signIn(room.server.url) })).body;
}

test('what the site has learnt is said in plain words', async () => {
  const site = await room.site('学习报');
  const { page, errors } = await room.enter(`#/sites/${site}/learners`);
  const spam = page.getByRole('region', { name: '垃圾识别' });
  await spam.getByText('只观察', { exact: true }).waitFor();
  await spam.getByText('学到的决定还不够，先只观察').waitFor();
  const before = await spam.innerText();
  expect(before).toContain('0，至少要 200');
  const comment = await room.say(site, '这句话有人看过了。');
  await room.decide([comment.id], 'approve');
  await waitFor(async () => {
    await page.reload();
    await spam.waitFor();
    return (await spam.innerText()).includes('1，至少要 200');
  });
  expect(errors).toEqual([]);
});

test('a reviewer is added with faults told at their fields; nothing but the text leaves the house unless it is ticked', async () => {
  const site = await room.site('外审报');
  const { page, errors } = await room.enter(`#/sites/${site}/reviewers`);
  await page.getByText('还没有接入外部审核').waitFor();
  await page.getByRole('button', { name: '添加…' }).click();
  await page.getByRole('button', { name: /^自己的服务/ }).click();
  await page.getByText('只发正文').waitFor();
  await page.getByLabel('地址', { exact: true }).fill('review.example.com');
  await page.getByLabel('密钥', { exact: true }).fill('太短');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('有几处要改，已经标出。').waitFor();
  await page.locator('.fault', { hasText: '要写 https 开头的完整地址' }).waitFor();
  await page.locator('.fault', { hasText: '密钥太短' }).waitFor();
  expect(await page.getByLabel('地址', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  await page.getByLabel('地址', { exact: true }).fill('https://review.example.com/in');
  await page.getByLabel('密钥', { exact: true }).fill('a-secret-of-both-sides');
  await page.getByLabel(/^昵称/).check();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('外部审核已保存').waitFor();
  const [stored] = (await siteNow(site)).reviewers;
  expect(stored).toMatchObject({ kind: 'webhook', id: 'webhook', url: 'https://review.example.com/in', secret: '••••' });
  expect(Object.entries(stored?.fields ?? {}).filter(([, isOn]) => isOn)).toEqual([['name', true]]);
  expect(await page.content()).not.toContain('a-secret-of-both-sides');
  expect(errors.filter((text) => !text.includes('400'))).toEqual([]);
});

test('a stored secret is kept while other things change, and has to be typed again for another address', async () => {
  const site = await room.site('密钥报');
  const reviewer = { kind: 'webhook', id: 'house', url: 'https://review.example.com/in', secret: 'a-secret-of-both-sides' };
  const chat = { kind: 'chat', id: 'model', url: 'https://model.example.com/v1', model: 'm-1', secret: 'sk-1' };
  const headers = await signIn(room.server.url);
  await call(room.server.url, `/api/v1/sites/${site}`, { method: 'PATCH', headers, body: { reviewers: [reviewer, chat] } });
  const { page } = await room.enter(`#/sites/${site}/reviewers`);
  await page.getByRole('button', { name: '把 大模型 model 上移' }).click();
  await page.getByRole('button', { name: '修改 自己的服务 house' }).click();
  await page.getByLabel('什么时候问').selectOption('review');
  // Begun work survives a look elsewhere.
  await page.getByRole('link', { name: '审计' }).click();
  await page.goBack();
  await page.getByText('有未保存的修改').waitFor();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('外部审核已保存').waitFor();
  expect((await siteNow(site)).reviewers.map(({ id, when }) => [id, when])).toEqual([
    ['model', 'always'],
    ['house', 'review'],
  ]);
  await page.getByRole('button', { name: '修改 自己的服务 house' }).click();
  await page.getByLabel('地址', { exact: true }).fill('https://elsewhere.example.com/in');
  await page.getByRole('button', { name: '保存' }).click();
  await page.locator('.fault', { hasText: '请重新填密钥' }).waitFor();

  await page.getByRole('button', { name: '移除 大模型 model' }).click();
  await page.getByText('已移除 model').waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByRole('region', { name: '大模型 model' }).waitFor();
});

test('Akismet is told to need the address before anything is sent', async () => {
  const site = await room.site('海外报');
  const { page } = await room.enter(`#/sites/${site}/reviewers`);
  await page.getByRole('button', { name: '添加…' }).click();
  await page.getByRole('button', { name: /^Akismet/ }).click();
  await page.getByRole('button', { name: '保存' }).click();
  await page.locator('.fault', { hasText: 'Akismet 靠网络地址判断' }).waitFor();
  expect((await siteNow(site)).reviewers).toEqual([]);
});

test('a moderator may see the reviewers and change nothing', async () => {
  const site = await room.site('只读报');
  const { page } = await room.enter(`#/sites/${site}/reviewers`, await room.colleague('小周'));
  await page.getByText('你可以查看，不能修改。').waitFor();
  expect(await page.getByRole('button', { name: '保存' }).count()).toBe(0);
});

test('ways to sign in are added with the address to register, faults at their fields, and secrets that are kept', async () => {
  const site = await room.site('登录报');
  const { page, errors } = await room.enter(`#/sites/${site}/sign-in`);
  await page.getByText('还没有登录方式').waitFor();
  await page.getByRole('button', { name: '添加…' }).click();
  await page.getByRole('button', { name: /^Google/ }).click();
  await page.getByText(`/api/v1/auth/google/callback/${site}`).waitFor();
  expect(await page.getByLabel('签发者地址（issuer）').inputValue()).toBe('https://accounts.google.com');
  await page.getByRole('button', { name: '保存' }).click();
  await page.locator('.fault', { hasText: '请照对方给的填' }).waitFor();
  await page.locator('.fault', { hasText: '请填密钥' }).waitFor();
  await page.getByLabel('应用编号').fill('our-client');
  await page.getByLabel('应用密钥').fill('a-secret-of-google');
  await page.getByRole('button', { name: '添加…' }).click();
  await page.getByRole('button', { name: /^微信（网站扫码）/ }).click();
  await page.getByLabel('应用编号').fill('wx1234');
  await page.getByLabel('应用密钥').fill('a-secret-of-wechat');
  await page.getByRole('button', { name: '把 微信 wechat 上移' }).click();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('登录方式已保存').waitFor();
  expect((await siteNow(site)).signIn).toMatchObject([
    { kind: 'wechat', id: 'wechat', clientId: 'wx1234', secret: '••••' },
    { kind: 'oidc', id: 'google', clientId: 'our-client', secret: '••••', issuer: 'https://accounts.google.com' },
  ]);
  await page.getByRole('button', { name: '修改 Google google' }).click();
  await page.getByLabel('应用编号').fill('another-client');
  await page.getByRole('button', { name: '保存' }).click();
  await page.locator('.fault', { hasText: '请重新填密钥' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  expect(errors.filter((text) => !text.includes('400'))).toEqual([]);
});

test('a network and a reader are banned, lifted, and the lifting undone', async () => {
  const site = await room.site('禁言报');
  const comment = await room.say(site, '第一句话。', { name: '某某' });
  const { page, errors } = await room.enter(`#/sites/${site}/bans`);
  await page.getByText('没有人被禁言').waitFor();
  await page.getByLabel('IP 地址').fill('不是地址');
  await page.getByRole('button', { name: '禁言', exact: true }).click();
  await page.locator('.fault', { hasText: '请填一个 IP 地址' }).waitFor();
  await page.getByLabel('IP 地址').fill('203.0.113.9');
  await page.getByLabel('备注').fill('一晚上发了两百条');
  await page.getByRole('button', { name: '禁言', exact: true }).click();
  await page.getByText('已禁言：一个网段').waitFor();
  expect(await page.locator('.ban').innerText()).not.toContain('203.0.113');

  await page.getByLabel('禁言谁').selectOption('reader');
  await page.getByLabel('读者编号').fill(comment.author?.id ?? '');
  await page.getByLabel('原因').selectOption('ABUSE');
  await page.getByRole('button', { name: '禁言', exact: true }).click();
  await page.getByRole('link', { name: '某某' }).waitFor();
  const speak = () =>
    call(room.server.url, '/api/v1/comments', {
      headers: bearer(comment.token),
      body: { site, thread: { key: `k-${site}`, url: 'https://news.example.com/k', title: '文' }, body: `又说一句${Math.random()}` },
    });
  expect((await speak()).status).toBe(403);

  await page.getByRole('button', { name: '解除对 读者 的禁言' }).click();
  await page.getByText('已解除：读者').waitFor();
  expect((await speak()).status).toBe(202);
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('已恢复禁言：读者').waitFor();
  expect((await speak()).status).toBe(403);

  const hashOf = async () => {
    const { body } = await call<{ bans: { kind: string; value: string; note: string }[] }>(room.server.url, `/api/v1/bans?site=${site}`, {
      headers: await signIn(room.server.url),
    });
    return body.bans.filter(({ kind }) => kind === 'network').map(({ value, note }) => [value, note]);
  };
  const before = await hashOf();
  await page.getByRole('button', { name: '解除对 一个网段 的禁言' }).click();
  await page.getByText('已解除：一个网段').waitFor();
  expect(await hashOf()).toEqual([]);
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('已恢复禁言：一个网段').waitFor();
  expect(await hashOf()).toEqual(before);
  expect(errors.filter((text) => !text.includes('400'))).toEqual([]);
});

test('a session that ended is renewed before a file is taken out, and two clicks take one', async () => {
  const site = await room.site('过期报');
  const { page, context } = await room.enter(`#/sites/${site}/exports`);
  const link = page.getByRole('link', { name: '下载', exact: true });
  let taken = 0;
  page.on('download', () => taken++);
  await link.waitFor();
  await context.clearCookies();
  await link.click();
  await page.getByRole('dialog', { name: '登录已过期' }).waitFor();
  await page.getByLabel('密码').fill(ADMIN.password);
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  expect(file.suggestedFilename()).toContain(site);
  await Promise.all([page.waitForEvent('download'), link.dblclick()]);
  // By then a second one would have come.
  await Promise.all([page.waitForEvent('download'), link.click()]);
  expect(taken).toBe(3);
});

test('comments are taken out as a file, in the format and the statuses that are chosen', async () => {
  const site = await room.site('导出报');
  const comment = await room.say(site, '这句话要带走。');
  const { page, errors } = await room.enter(`#/sites/${site}/exports`);
  await page.getByLabel('格式').selectOption('csv');
  await page.getByText('不会被当成公式').waitFor();
  expect(await page.getByLabel('垃圾').isChecked()).toBe(false);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载', exact: true }).click()]);
  expect(file.suggestedFilename()).toMatch(new RegExp(`^${site}-csv-\\d{8}\\.csv$`));
  expect(await readFile(await file.path(), 'utf8')).toContain(comment.id);
  // A format that has no place for a status does not offer it.
  await page.getByLabel('格式').selectOption('disqus');
  expect(await page.getByLabel('待审').count()).toBe(0);
  await page.getByLabel('已发布').uncheck();
  await page.getByRole('button', { name: '下载', exact: true }).waitFor();
  expect(errors).toEqual([]);
});
