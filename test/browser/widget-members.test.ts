import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { claimsOf, seconds, tokenOf } from '../http/sso-tokens.ts';
import { bearer, call } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { faultsOf } from './axe-faults.ts';
import { PICTURES, useMembersRoom, type Visit } from './members-room.ts';
import { opinion } from './reading-room.ts';

const members = useMembersRoom();
const { room, visit, mail, mailCount } = members;

/** Opens the field to write in; what is typed is there in the end. */
async function type({ box }: Visit, text: string): Promise<void> {
  await box.locator('form.composer textarea').first().fill(text);
  await box.locator('form.composer .primary').first().waitFor();
}
const post = ({ box }: Visit): Promise<void> => box.getByRole('button', { name: '发表' }).first().click();
const typed = ({ box }: Visit): Promise<string> => box.locator('form.composer textarea').first().inputValue();
const signedInAs = ({ box }: Visit, name: string): Promise<void> => box.locator('.bar .as bdi', { hasText: name }).waitFor();
/** What this browser keeps for the site. */
const kept = ({ page }: Visit, name: string, site = 'paper'): Promise<string | null> =>
  page.evaluate((key) => JSON.parse(localStorage.getItem(key) ?? 'null'), `liangju:${site}:${name}`);

/** Opens the dialog to sign in. */
async function openDialog(reader: Visit): Promise<Locator> {
  await type(reader, await typed(reader).then((text) => text || '先写几个字'));
  await reader.box.getByRole('button', { name: '登录' }).click();
  const dialog = reader.box.getByRole('dialog', { name: '登录后发言' });
  await dialog.getByRole('link').first().waitFor();
  return dialog;
}

describe('the site’s own sign-on', () => {
  test('a token in the attribute signs in; comments carry name, picture, badge and mark', async () => {
    const claims = claimsOf({
      aud: 'paper',
      sub: 'u-1',
      name: '沈砚',
      avatar: `${PICTURES}/there.svg`,
      badge: '特约评论员',
      verified: 'phone',
    });
    const reader = await visit({ data: { sso: tokenOf({ claims }) } });
    const text = opinion(1);
    await type(reader, text);
    await signedInAs(reader, '沈砚');
    expect(await reader.box.getByRole('textbox', { name: '昵称' }).count()).toBe(0);
    await post(reader);
    const comment = reader.box.locator('.list article', { hasText: text });
    await comment.getByText('已认证').waitFor();
    await comment.getByText('特约评论员').waitFor();
    const picture = comment.locator('img.avatar');
    expect(await picture.getAttribute('referrerpolicy')).toBe('no-referrer');
    expect(await picture.getAttribute('loading')).toBe('lazy');
    expect(await picture.boundingBox()).toMatchObject({ width: 36, height: 36 });
    expect(await faultsOf(reader.page)).toEqual([]);
    // Who has signed out of the website is signed out of the box.
    await reader.page.evaluate(`Liangju.mount(document.querySelector('#liangju'), { site: 'paper', thread: 'x', sso: null })`);
    await waitFor(async () => (await kept(reader, 'token')) === null);
  });

  test('who has imported comments is asked whether they come along, once', async () => {
    const author = { id: 'old-1', name: '老读者', email: 'old@example.com' };
    const comment = {
      id: 'c-1',
      thread: { key: `${members.origin}/old`, url: `${members.origin}/old`, title: '从前的文章' },
      author,
      body: '从前的一句。',
      status: 'published',
      createdAt: '2020-01-01T00:00:00Z',
    };
    const path = join(room.server.dataDir, 'comments.jsonl');
    await writeFile(path, [{ format: 'liangju', version: 1 }, comment].map((line) => JSON.stringify(line)).join('\n'));
    expect((await room.server.cli(['import', path, '--site', 'paper', '--format', 'liangju'])).code).toBe(0);
    const claims = claimsOf({ aud: 'paper', sub: 'u-7', name: '沈砚', email: 'old@example.com', email_verified: true });
    const reader = await visit({ data: { sso: tokenOf({ claims }) } });
    const question = reader.box.getByRole('group', { name: '把以前的发言带过来？' });
    await question.getByText('本站迁来的旧评论').waitFor();
    await question.getByRole('button', { name: '带过来' }).click();
    await question.waitFor({ state: 'detached' });
    const headers = { ...bearer((await kept(reader, 'token')) ?? ''), origin: members.origin };
    const mine = await call<{ comments: object[] }>(room.server.url, '/api/v1/me/comments?site=paper', { headers });
    expect(mine.body.comments).toHaveLength(1);
  });

  test('a picture that does not come is the letter of the name', async () => {
    const claims = claimsOf({ aud: 'paper', sub: 'u-2', name: '林岸', avatar: `${PICTURES}/gone.svg` });
    const reader = await visit({ data: { sso: tokenOf({ claims }) } });
    await type(reader, '先写几个字');
    await reader.box.locator('.as .avatar', { hasText: '林' }).waitFor();
  });

  test('a refused token leaves a guest, keeps what was typed, and says so once in the console', async () => {
    const reader = await visit({ data: { sso: tokenOf({ claims: claimsOf({ aud: 'another' }) }) } });
    await type(reader, '还没写完的话');
    await waitFor(() => reader.warnings.some((line) => line.includes('Liangju: the sign-on token')));
    await reader.box.getByRole('textbox', { name: '昵称' }).waitFor();
    expect(reader.warnings.filter((line) => line.includes('sign-on'))).toHaveLength(1);
    expect(await typed(reader)).toBe('还没写完的话');
  });

  test('a function is asked again when the reader’s token is refused, and the comment goes out as the member’s', async () => {
    const now = seconds();
    const tokens = [1, 2].map((n) => tokenOf({ claims: claimsOf({ aud: 'paper', sub: 'u-3', name: '顾言', iat: now - n }) }));
    const reader = await visit();
    await reader.page.evaluate((list) => {
      const place = document.querySelector('#liangju');
      const news: string[] = [];
      Object.assign(window, { news });
      let asked = 0;
      const widget = place === null ? undefined : window.Liangju?.mount(place, { site: 'paper', thread: 'asked-again' });
      widget?.on('reader', ({ isMember }) => news.push(String(isMember)));
      widget?.setSso(async () => list[Math.min(asked++, 1)]);
    }, tokens);
    const text = opinion(2);
    await type(reader, text);
    await signedInAs(reader, '顾言');
    const before = (await kept(reader, 'token')) ?? '';
    expect(
      (await call(room.server.url, '/api/v1/readers/session', { method: 'DELETE', headers: { ...bearer(before), origin: members.origin } }))
        .status,
    ).toBe(204);
    await post(reader);
    await reader.box.locator('.list article', { hasText: text }).locator('.author', { hasText: '顾言' }).waitFor();
    expect(await kept(reader, 'token')).not.toBe(before);
    expect(await reader.page.evaluate('window.news')).toContain('true');
  });

  test('a member whose token has ended, with none to follow, gets the text back', async () => {
    const sso = tokenOf({ claims: claimsOf({ aud: 'paper', sub: 'u-4', name: '许澜' }) });
    const reader = await visit({ data: { sso } });
    await type(reader, opinion(3));
    await signedInAs(reader, '许澜');
    const text = await typed(reader);
    const token = (await kept(reader, 'token')) ?? '';
    await call(room.server.url, '/api/v1/readers/session', { method: 'DELETE', headers: { ...bearer(token), origin: members.origin } });
    await post(reader);
    await reader.box.getByRole('alert').filter({ hasText: '登录' }).first().waitFor();
    expect(await typed(reader)).toBe(text);
  });
});

describe('in a popup, with cookies of other sites off', () => {
  test('a guest signs in: the draft stays, other windows follow, and earlier comments come along when asked', async () => {
    const reader = await visit();
    const text = opinion(4);
    await type(reader, text);
    await reader.box.getByRole('textbox', { name: '昵称' }).fill('岸边的人');
    await post(reader);
    await reader.box.locator('.list article', { hasText: text }).waitFor();
    await type(reader, '没写完的下一条');
    const other = await visit({ with: reader });
    await type(other, '另一个窗口');
    const dialog = await openDialog(reader);
    for (const way of await dialog.locator('.way').all()) expect((await way.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    expect(await faultsOf(reader.page)).toEqual([]);
    const opened = reader.page.waitForEvent('popup');
    await dialog.getByRole('link', { name: '用GitHub登录' }).click();
    const popup = await opened;
    await waitFor(() => popup.isClosed());
    await reader.box.locator('.bar .as').waitFor();
    expect(await typed(reader)).toBe('没写完的下一条');
    await other.box.locator('.bar .as').waitFor();
    const question = reader.box.getByRole('group', { name: '把以前的发言带过来？' });
    await question.getByText('岸边的人').waitFor();
    await question.getByRole('button', { name: '带过来' }).click();
    await question.waitFor({ state: 'detached' });
    const token = (await kept(reader, 'token')) ?? '';
    const mine = await call<{ comments: { body: string }[] }>(room.server.url, '/api/v1/me/comments?site=paper', {
      headers: { ...bearer(token), origin: members.origin },
    });
    expect(mine.body.comments.map(({ body }) => body)).toContain(text);
    await reader.page.reload();
    await type(reader, '再来');
    await reader.box.locator('.bar .as').waitFor();
    expect(await question.count()).toBe(0);
  });

  test('where the provider cuts the window off, the page fetches the result', async () => {
    const reader = await visit();
    const dialog = await openDialog(reader);
    const opened = reader.page.context().waitForEvent('page');
    await dialog.getByRole('link', { name: '用Gitee登录' }).click();
    const popup = await opened;
    await popup.getByRole('button', { name: '是的，完成登录' }).click();
    await reader.box.locator('.bar .as').waitFor();
  });

  test('a window that is closed, one that is blocked, and a reader who turns back: a sentence each, and nobody is signed in', async () => {
    const reader = await visit();
    const dialog = await openDialog(reader);
    const way = dialog.getByRole('link', { name: '用GitHub登录' });
    members.github.instead('/login/oauth/authorize', { body: 'here one would sign in' });
    const [popup] = await Promise.all([reader.page.waitForEvent('popup'), way.click()]);
    await dialog.getByText('请在打开的窗口里完成登录').waitFor();
    await popup.getByText('here one would sign in').waitFor();
    await popup.close();
    await dialog.getByRole('alert').filter({ hasText: '还没有收到登录结果' }).waitFor();
    members.github.instead('/login/oauth/authorize', null);
    members.github.fault('refuses');
    const [refused] = await Promise.all([reader.page.waitForEvent('popup'), way.click()]);
    await dialog.getByRole('alert').filter({ hasText: '没有在对方页面上同意登录' }).waitFor();
    members.github.fault(null);
    await refused.getByRole('alert').waitFor();
    await refused.close();
    await reader.page.evaluate('window.open = () => null');
    await way.click();
    await dialog.getByRole('alert').filter({ hasText: '拦下了登录窗口' }).waitFor();
    expect(reader.page.url()).toBe(reader.url);
    expect(await kept(reader, 'token')).toBe(null);
  });
});

describe('by mail', () => {
  test('six digits in place: a wrong address, a wrong code, the right one', async () => {
    const reader = await visit({ context: { viewport: { width: 360, height: 740 } } });
    await type(reader, '写到一半');
    const dialog = await openDialog(reader);
    await dialog.getByLabel('邮箱').fill('no-address');
    await dialog.getByRole('button', { name: '发送验证码' }).click();
    await dialog.getByRole('alert').filter({ hasText: '完整的邮箱地址' }).waitFor();
    const before = mailCount();
    await dialog.getByLabel('邮箱').fill('reader@example.com');
    await dialog.getByRole('button', { name: '发送验证码' }).click();
    const field = dialog.getByLabel('六位验证码');
    await field.waitFor();
    expect(await faultsOf(reader.page)).toEqual([]);
    const width = await reader.page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    const { code } = await mail(before + 1);
    await field.fill(code === '000000' ? '000001' : '000000');
    await dialog.getByRole('button', { name: '登录', exact: true }).click();
    await dialog.getByRole('alert').filter({ hasText: '不对' }).waitFor();
    expect(await dialog.getByRole('button', { name: '秒后可重发' }).isDisabled()).toBe(true);
    await field.fill(code);
    await dialog.getByLabel('昵称').fill('收信的人');
    await dialog.getByRole('button', { name: '登录', exact: true }).click();
    await signedInAs(reader, '收信的人');
    expect(await typed(reader)).toBe('写到一半');
  });

  test('the link of the mail signs in where it was asked for, and says what to do elsewhere', async () => {
    const reader = await visit();
    const dialog = await openDialog(reader);
    const before = mailCount();
    await dialog.getByLabel('邮箱').fill('link@example.com');
    await dialog.getByRole('button', { name: '发送验证码' }).click();
    const { link } = await mail(before + 1);
    expect(link).toContain('#liangju-sign-in=');
    const elsewhere = await visit();
    await elsewhere.page.goto('about:blank');
    await elsewhere.page.goto(link);
    await elsewhere.box.getByRole('alert').filter({ hasText: '要在索取它的那个浏览器里打开' }).waitFor();
    const here = await reader.page.context().newPage();
    await here.goto(link);
    await reader.box.locator('.bar .as').waitFor();
    expect(here.url()).not.toContain('liangju-sign-in');
  });
});

describe('sites that take members alone', () => {
  test('the ways stand where the form would be, and give way to it', async () => {
    const reader = await visit({ site: 'club' });
    const prompt = reader.box.locator('.prompt');
    await prompt.getByText('这里登录后才能发言').waitFor();
    expect(await reader.box.locator('form.composer').count()).toBe(0);
    await prompt.getByRole('link', { name: '用GitHub登录' }).waitFor();
    expect(await faultsOf(reader.page)).toEqual([]);
    await prompt.getByRole('link', { name: '用GitHub登录' }).click();
    await type(reader, opinion(5));
    await post(reader);
    await reader.box.locator('.list article').waitFor();
  });

  test('who is not verified reads what is missing; who is may write', async () => {
    const unverified = tokenOf({ claims: claimsOf({ aud: 'official', sub: 'u-5', name: '沈砚' }) });
    const reader = await visit({ site: 'official', data: { sso: unverified } });
    await reader.box.getByText('完成实名验证后才能发言').waitFor();
    expect(await reader.box.locator('form.composer').count()).toBe(0);
    const stranger = await visit({ site: 'official' });
    await stranger.box.getByText('请先登录本网站').waitFor();
    const verified = tokenOf({ claims: claimsOf({ aud: 'official', sub: 'u-6', name: '陆行', verified: 'phone' }) });
    const other = await visit({ site: 'official', data: { sso: verified } });
    await type(other, '可以写');
    await signedInAs(other, '陆行');
  });
});
