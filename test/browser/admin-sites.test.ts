import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { call, signIn } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();

test('a site is made, and its page gives the code to embed it', async () => {
  const { page, errors } = await room.enter('#/sites');
  const id = `s-${randomUUID().slice(0, 8)}`;
  await page.getByRole('button', { name: '新建站点' }).click();
  await page.getByLabel('名称').fill('河畔周刊');
  await page.getByLabel('标识').fill('不行');
  await page.getByRole('dialog').getByRole('button', { name: '创建' }).click();
  await page.locator('.fault', { hasText: '小写字母、数字和短横线' }).waitFor();
  await page.getByLabel('标识').fill(id);
  await page.getByLabel('允许嵌入的网址').fill('https://weekly.example.com/\n');
  await page.getByRole('dialog').getByRole('button', { name: '创建' }).click();
  await page.getByRole('heading', { name: '河畔周刊' }).waitFor();
  expect(await page.locator('.code').innerText()).toContain(`${room.server.url}/embed.js" data-site="${id}"`);
  expect(errors.filter((text) => !text.includes('400'))).toEqual([]);
});

test('settings that were begun survive a look elsewhere, and only what was changed is sent', async () => {
  const id = await room.site('晨报');
  const { page } = await room.enter(`#/sites/${id}`);
  await page.getByLabel('评论框下的提示').fill('请就事论事。');
  await page.keyboard.press('Tab');
  await page.getByRole('link', { name: '审计' }).click();
  await page.goBack();
  expect(await page.getByLabel('评论框下的提示').inputValue()).toBe('请就事论事。');
  await page.getByLabel('审核方式').selectOption('graded');
  await page.getByText('新闻站点改为不先审，会在审计里单独记下。').waitFor();
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('站点设置已保存，两秒内生效').waitFor();
  const headers = await signIn(room.server.url);
  const audit = await call<{ entries: { data: object }[] }>(room.server.url, `/api/v1/moderation/audit?site=${id}&action=site.change`, {
    headers,
  });
  expect(audit.body.entries[0]?.data).toMatchObject({ changed: 'mode,notice', lowered: true });
});

test('a word list that a colleague changed meanwhile is not overwritten', async () => {
  const id = await room.site('合编报');
  const { page } = await room.enter(`#/sites/${id}/words`);
  const list = page.getByLabel('词表', { exact: true });
  await list.fill('我的词\thold\tcustom\n');
  const headers = await signIn(room.server.url);
  const put = await call(room.server.url, `/api/v1/sites/${id}/words`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'text/plain', 'if-match': '*' },
    body: '同事的词\thold\n',
  });
  expect(put.status).toBe(200);
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('词表刚被别人改过').waitFor();
  expect(await list.inputValue()).toBe('我的词\thold\tcustom\n');
  await page.getByRole('button', { name: '载入最新版' }).click();
  await waitFor(async () => (await list.inputValue()) === '同事的词\thold\tcustom\n');
});

test('an API token is shown once, works, and ends when it is deleted', async () => {
  const { page } = await room.enter('#/account');
  await page.getByLabel('用途').fill('统计脚本');
  await page.getByRole('button', { name: '新建令牌' }).click();
  const token = await page.getByRole('textbox', { name: 'API 令牌' }).inputValue();
  const ask = () => call(room.server.url, '/api/v1/moderation/stats', { headers: { authorization: `Bearer ${token}` } });
  expect((await ask()).status).toBe(200);
  await page.reload();
  await page.getByText('统计脚本').waitFor();
  expect(await page.content()).not.toContain(token);
  await page.getByRole('button', { name: '删除' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
  await page.getByText('令牌已删除').waitFor();
  expect((await ask()).status).toBe(401);
});

test('language and theme are kept on this machine', async () => {
  const { page } = await room.enter('#/account');
  await page.getByText('English', { exact: true }).click();
  await page.getByRole('heading', { name: 'Account' }).waitFor();
  await page.getByText('Dark', { exact: true }).click();
  await page.reload();
  await page.getByRole('heading', { name: 'Account' }).waitFor();
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme])).toEqual(['en', 'dark']);
});
