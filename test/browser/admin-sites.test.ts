import { expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { call, signIn } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { claimsOf, ISSUER, tokenOf } from '../http/sso-tokens.ts';
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

test('a wrong line of the allowed addresses is named, with what is wrong, when a site is made and when it is changed', async () => {
  const { page, errors } = await room.enter('#/sites');
  const id = `s-${randomUUID().slice(0, 8)}`;
  await page.getByRole('button', { name: '新建站点' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('名称').fill('山城晚报');
  await dialog.getByLabel('标识').fill(id);
  const field = page.getByLabel('允许嵌入的网址');
  await field.fill(
    'https://news.example.com/a/1\n\nhttps://news.*.example.com\nftp://files.example.com\na.example.com，b.example.com\nhttps://',
  );
  await dialog.getByRole('button', { name: '创建' }).click();
  const faults = page.locator('.fault', { hasText: '第 3 行' });
  await faults.waitFor();
  expect((await faults.innerText()).split('\n')).toEqual([
    '第 3 行“https://news.*.example.com”：* 只能放在最前面代表子域名，如 https://*.example.com',
    '第 4 行“ftp://files.example.com”：只能是 http:// 或 https:// 开头的网址',
    '第 5 行“a.example.com，b.example.com”：一行只写一个网址',
    '第 6 行“https://”：不是网址，如 https://news.example.com',
  ]);
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
  await field.fill('https://news.example.com/a/1\n\n*.blog.example.com\n*loopback*\n');
  await dialog.getByRole('button', { name: '创建' }).click();
  await page.getByRole('heading', { name: '山城晚报' }).waitFor();
  await page.goto(`${room.server.url}/admin/#/sites/${id}`);
  await waitFor(async () => (await field.inputValue()) === 'https://news.example.com\nhttps://*.blog.example.com\n*loopback*');

  await field.fill('https://news.example.com\nnews example.com');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('允许嵌入的网址里有写错的行，请改好再保存。').waitFor();
  await page.locator('.fault', { hasText: '第 2 行“news example.com”：一行只写一个网址' }).waitFor();
  await field.fill('https://news.example.com');
  await waitFor(async () => (await page.locator('.fault').count()) === 0);
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('站点设置已保存，两秒内生效').waitFor();
  expect(errors).toEqual([]);
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

test('of two secrets of the sign-on the one whose line is deleted goes, and the other stays', async () => {
  const site = await room.site('密钥报');
  const headers = await signIn(room.server.url);
  const [first, second] = ['first', 'second'].map((name) => `${name}-secret-of-32-bytes-at-the-least`);
  const sso = { mode: 'hs256', issuer: ISSUER, secrets: [first, second] };
  expect((await call(room.server.url, `/api/v1/sites/${site}`, { method: 'PATCH', headers, body: { sso } })).status).toBe(200);
  const { page, errors } = await room.enter(`#/sites/${site}`);
  const field = page.getByLabel('共享密钥');
  await waitFor(async () => (await field.inputValue()) === '••••1\n••••2');
  await field.fill('••••2');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('站点设置已保存，两秒内生效').waitFor();
  await waitFor(async () => (await field.inputValue()) === '••••1');
  const signedIn = async (secret = ''): Promise<number> => {
    const token = tokenOf({ secret, claims: claimsOf({ aud: site }) });
    return (await call(room.server.url, '/api/v1/readers/sso', { body: { site, token } })).status;
  };
  await waitFor(async () => (await signedIn(first)) === 401);
  expect(await signedIn(second)).toBe(200);
  expect(errors).toEqual([]);
});
