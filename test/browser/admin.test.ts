import { expect, test } from '@jest/globals';
import { bearer, call } from '../support/api.ts';
import { ADMIN } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom, fillSignIn } from './console-room.ts';

const room = consoleRoom();
const onSite = (site: string): string => `#/queue?site=${site}`;

test('the console has one address; the one without the slash leads there', async () => {
  const bare = await fetch(`${room.server.url}/admin`, { redirect: 'manual' });
  expect([bare.status, bare.headers.get('location')]).toEqual([308, '/admin/']);
  const page = await fetch(`${room.server.url}/admin/`, { redirect: 'manual' });
  expect(page.status).toBe(200);
});

test('a wrong password is told in words, the right one opens the desk; signing out leaves nothing', async () => {
  const { page, errors } = await room.open();
  await fillSignIn(page, { email: ADMIN.email, password: 'not this one' });
  await page.getByText('邮箱或密码不对。').waitFor();
  expect(await page.getByLabel('邮箱').inputValue()).toBe(ADMIN.email);
  await fillSignIn(page, ADMIN);
  await page.getByRole('heading', { name: '待审' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('m');
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.getByRole('heading', { name: '登录审核台' }).waitFor();
  expect(errors).toEqual([]);
});

test('a comment that is held appears by itself; one key approves it, and it is public', async () => {
  const site = await room.site();
  const { page, card, errors } = await room.enter(onSite(site));
  await page.getByText('没有符合条件的待审评论').waitFor();
  await page.locator('.pulse.live').waitFor();
  const comment = await room.say(site, '路灯修好了，晚上散步亮堂多了。');
  await card('路灯修好了').waitFor();
  expect(await room.isPublic(comment.id)).toBe(false);
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await page.getByText('已通过：读者 的评论').waitFor();
  await waitFor(() => room.isPublic(comment.id));
  await card('路灯修好了').waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
});

test('more comments wait behind a pill, so that nothing moves under the moderator’s eyes', async () => {
  const site = await room.site();
  await room.say(site, '第一条：步道很宽。');
  const { page, card } = await room.enter(onSite(site));
  await card('第一条').waitFor();
  await page.locator('.pulse.live').waitFor();
  await room.say(site, '第二条：长椅太少。', { name: '另一位' });
  const pill = page.getByRole('button', { name: '1 条新待审' });
  await pill.waitFor();
  expect(await card('第二条').count()).toBe(0);
  await pill.click();
  await card('第二条').waitFor();
  await page.locator('article[aria-current="true"]', { hasText: '第二条' }).waitFor();
});

test('r, then 1, refuses with the reason; u takes it back to its place', async () => {
  const site = await room.site();
  const [first, second] = [
    await room.say(site, '甲：买一送一，速来。', { name: '甲' }),
    await room.say(site, '乙：风景不错。', { name: '乙' }),
  ];
  const { page, card } = await room.enter(`${onSite(site)}&sort=oldest`);
  await card('买一送一').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.getByRole('group', { name: '为什么拒绝？' }).waitFor();
  await page.keyboard.press('1');
  await page.getByText('已拒绝：甲 的评论').waitFor();
  await waitFor(async () => (await page.locator('article[aria-current="true"]').innerText()).includes('乙：风景不错'));
  const statusOf = async (id: string) => {
    const answer = await page.request.get(`${room.server.url}/api/v1/moderation/comments?id=${id}`);
    const { comments }: { comments: { status: string }[] } = await answer.json();
    return comments[0]?.status;
  };
  expect(await statusOf(first.id)).toBe('rejected');
  const audit = await page.request.get(`${room.server.url}/api/v1/moderation/audit?subject=${first.id}`);
  expect(await audit.json()).toMatchObject({ entries: [{ action: 'comment.reject', reason: 'AD' }] });
  await page.keyboard.press('u');
  await page.getByText('已撤销，评论回到队列').waitFor();
  expect(await statusOf(first.id)).toBe('pending');
  await waitFor(async () => (await page.locator('article').first().innerText()).includes('买一送一'));
  await page.locator('article[aria-current="true"]', { hasText: '买一送一' }).waitFor();
  expect(await statusOf(second.id)).toBe('pending');
});

test('a remark to a refusal is not lost by looking at another card, and stands in the audit', async () => {
  const site = await room.site();
  const comment = await room.say(site, '丙：这段话有问题。', { name: '丙' });
  await room.say(site, '丁：这段话没问题。', { name: '丁' });
  const { page, card } = await room.enter(`${onSite(site)}&sort=oldest`);
  await card('这段话有问题').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.keyboard.press('m');
  await page.keyboard.type('与文章第二段不符');
  await page.keyboard.press('Escape');
  await page.keyboard.press('j');
  await page.keyboard.press('k');
  await page.keyboard.press('r');
  await waitFor(async () => (await page.getByLabel('备注（可不填，写入审计）').inputValue()) === '与文章第二段不符');
  await page.keyboard.press('8');
  await page.getByText('已拒绝：丙 的评论').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  const row = page.getByRole('row', { name: /与文章第二段不符/ });
  await row.waitFor();
  expect(await row.innerText()).toContain('不实信息');
  await row.getByRole('link', { name: '看评论' }).click();
  await card('这段话有问题').waitFor();
  await page.getByText('拒绝了评论').waitFor();
  expect(page.url()).toContain(comment.id);
});

test('selected comments are decided at once and come back at once', async () => {
  const site = await room.site();
  const made: string[] = [];
  for (const name of ['子', '丑', '寅']) made.push((await room.say(site, `${name}：栏杆有点矮。`, { name })).id);
  const { page, card } = await room.enter(`${onSite(site)}&sort=oldest`);
  await card('子：').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+X');
  await page.getByText('已选 3 条').waitFor();
  await page.keyboard.press('a');
  await page.getByText('已通过 3 条').waitFor();
  await waitFor(async () => (await Promise.all(made.map((id) => room.isPublic(id)))).every(Boolean));
  await page.getByRole('button', { name: '撤销' }).click();
  await card('丑：').waitFor();
  await waitFor(async () => (await page.locator('article').count()) === 3);
  expect(await room.isPublic(made[0] ?? '')).toBe(false);
});

test('two moderators: the slower sees who was first, and nothing is decided twice', async () => {
  const site = await room.site();
  const who = await room.colleague('张三');
  await room.say(site, '这一条两个人都在看。');
  const fast = await room.enter(onSite(site), who);
  const slow = await room.enter(onSite(site));
  await Promise.all([fast.card('两个人都在看').waitFor(), slow.card('两个人都在看').waitFor()]);
  await Promise.all([fast.page.locator('.pulse.live').waitFor(), slow.page.locator('.pulse.live').waitFor()]);
  await fast.page.keyboard.press('j');
  await fast.page.keyboard.press('s');
  await slow.page.getByText(/已被 张三 处理：垃圾/).waitFor();
  // Read, and gone with the next step.
  await slow.page.keyboard.press('j');
  await slow.page.keyboard.press('a');
  await waitFor(async () => (await slow.card('两个人都在看').count()) === 0);
  const audit = await slow.page.request.get(`${room.server.url}/api/v1/moderation/audit?site=${site}&action=comment.approve`);
  expect(await audit.json()).toMatchObject({ entries: [] });
});

test('who works on a card is shown to the others, and no longer once they have left', async () => {
  const site = await room.site();
  const who = await room.colleague('李四');
  await room.say(site, '谁先看到这一条。');
  const first = await room.enter(onSite(site), who);
  await first.card('谁先看到').waitFor();
  // The reader of the audit works on nothing.
  const other = await room.enter('#/audit');
  const claimed = other.page.getByText('李四 正在处理');
  await waitFor(async () => {
    const answer = await other.page.request.get(`${room.server.url}/api/v1/moderation/queue?site=${site}`);
    const { items }: { items: { claim: object | null }[] } = await answer.json();
    return items[0]?.claim !== null;
  });
  await other.page.goto(`${room.server.url}/admin/${onSite(site)}`);
  await claimed.waitFor();
  await first.page.keyboard.press('g');
  await first.page.keyboard.press('a');
  await claimed.waitFor({ state: 'detached' });
});

test('two Chinese characters find a comment; what was refused is restored from there', async () => {
  const site = await room.site();
  const comment = await room.say(site, '昨夜的萤火虫真多，孩子们都舍不得回家。');
  await room.say(site, '风大，记得带外套。', { name: '另一位' });
  await room.decide([comment.id], 'reject', { reason: 'OTHER' });
  const { page, card, errors } = await room.enter(`#/comments?site=${site}`);
  await card('风大').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('萤火');
  await waitFor(async () => (await page.locator('article').count()) === 1);
  const found = card('萤火虫');
  await waitFor(async () => (await found.innerText()).includes('未通过'));
  await found.getByRole('button', { name: '恢复' }).click();
  await page.getByText('已恢复：读者 的评论').waitFor();
  expect(await room.isPublic(comment.id)).toBe(true);
  await waitFor(async () => (await found.innerText()).includes('已发布'));
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: '撤销' }).click();
  await waitFor(async () => (await found.innerText()).includes('未通过'));
  expect(await room.isPublic(comment.id)).toBe(false);
  expect(errors).toEqual([]);
});

test('an edit shows what is public and what it is to become; refusing it leaves what was public', async () => {
  const site = await room.site();
  const comment = await room.say(site, '步道**很好**。');
  await room.decide([comment.id], 'approve');
  const edit = await call(room.server.url, `/api/v1/comments/${comment.id}`, {
    method: 'PATCH',
    headers: bearer(comment.token),
    body: { body: '步道太窄了。' },
  });
  expect(edit.status).toBe(200);
  const { page, card, errors } = await room.enter(onSite(site));
  const waiting = card('步道太窄了');
  await waiting.locator('.versions strong', { hasText: '很好' }).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.keyboard.press('Enter');
  await page.getByText('已拒绝：读者 的评论').waitFor();
  const now = await call<{ comment: { html: string } }>(room.server.url, `/api/v1/comments/${comment.id}`);
  expect(now.body.comment.html).toContain('很好');
  expect(errors).toEqual([]);
});

test('comments that came as a batch are found from one of them', async () => {
  const site = await room.site();
  const text = (n: number): string => `第${n}次提醒大家：老街口那家新开的茶铺今天全场半价，先到先得不要错过`;
  for (const n of [1, 2, 3, 4]) await room.say(site, text(n), { name: `路人${n}` });
  await room.say(site, '江边的风很舒服。', { name: '散步的人' });
  const { page, card } = await room.enter(onSite(site));
  await card('江边的风').waitFor();
  await page
    .getByRole('link', { name: /相似的 \d 条/ })
    .first()
    .click();
  await page.getByRole('button', { name: '只看相似的' }).waitFor();
  await card('江边的风').waitFor({ state: 'detached' });
  await waitFor(async () => (await page.locator('article').count()) > 1);
});

test('a ban can be taken back like any decision', async () => {
  const site = await room.site();
  const held = await room.say(site, '先写一句。', { name: '被禁的人' });
  const { page, card } = await room.enter(onSite(site));
  await card('先写一句').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('b');
  await page.getByRole('dialog').getByRole('button', { name: '禁言' }).click();
  await page.getByText('已禁言 被禁的人').waitFor();
  await expect(room.say(site, '还想说。', { token: held.token })).rejects.toThrow('403');
  await page.keyboard.press('u');
  await page.getByText('已解除对 被禁的人 的禁言').waitFor();
  await room.say(site, '又能说了。', { token: held.token });
});

test('when the session ends the password brings it back, and what was under way is done', async () => {
  const site = await room.site();
  const comment = await room.say(site, '会话中断时的这一条。');
  const { page, context, card } = await room.enter(onSite(site));
  await card('会话中断时').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.keyboard.press('m');
  await page.keyboard.type('写到一半');
  await context.clearCookies();
  await page.keyboard.press('Enter');
  await page.keyboard.press('1');
  await page.getByRole('dialog', { name: '登录已过期' }).waitFor();
  expect(await page.getByLabel('邮箱').inputValue()).toBe(ADMIN.email);
  await page.getByLabel('密码').fill(ADMIN.password);
  await page.keyboard.press('Enter');
  await page.getByText('已拒绝：读者 的评论').waitFor();
  const audit = await page.request.get(`${room.server.url}/api/v1/moderation/audit?subject=${comment.id}`);
  expect(await audit.json()).toMatchObject({ entries: [{ action: 'comment.reject', reason: 'AD', note: '写到一半' }] });
});

test('a decision that the service refuses comes back to its place and says why', async () => {
  const site = await room.site();
  const comment = await room.say(site, '先拒绝，作者申诉。');
  await room.decide([comment.id], 'reject', { reason: 'OTHER' });
  await room.colleague('还有一位');
  const appeal = await call(room.server.url, `/api/v1/comments/${comment.id}/appeal`, {
    headers: bearer(comment.token),
    body: { note: '请再看一遍' },
  });
  expect(appeal.status).toBeLessThan(300);
  const { page, card } = await room.enter(onSite(site));
  await card('作者申诉').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('a');
  await card('申诉要请另一位同事来看').waitFor();
  expect(await room.isPublic(comment.id)).toBe(false);
});
