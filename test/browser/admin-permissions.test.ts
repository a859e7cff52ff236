import { expect, test } from '@jest/globals';
import { bearer, call } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();

test('who may only read sees the queue, the bans and the words, and is offered nothing to change them', async () => {
  const site = await room.site('只读报');
  const { id } = await room.say(site, '河边的步道修好了。');
  const { page, card, errors } = await room.enter(`#/queue?site=${site}`, await room.colleague('看客', 'observer'));
  const one = card('河边的步道');
  await one.getByText('你可以查看，不能处理').waitFor();
  for (const name of ['通过', '拒绝', '垃圾', '上报']) expect(await one.getByRole('button', { name }).count()).toBe(0);
  expect(await page.getByRole('button', { name: /领取/ }).count()).toBe(0);
  // Keys offer no more than buttons do.
  await one.locator('.words').click();
  await page.keyboard.press('a');
  await page.getByText('现在不能这样操作').waitFor();
  await page.keyboard.press('r');
  expect(await page.locator('.why').count()).toBe(0);
  expect(await room.isPublic(id)).toBe(false);
  await page.goto(`${room.server.url}/admin/#/sites/${site}/bans`);
  await page.getByRole('heading', { name: '禁言名单' }).waitFor();
  expect(await page.locator('form').count()).toBe(0);
  await page.goto(`${room.server.url}/admin/#/sites/${site}/words`);
  await page.getByText('你可以查看，不能修改。').waitFor();
  expect(errors).toEqual([]);
});

test('a moderator leaves appeals and bans to seniors, and closes a thread', async () => {
  const site = await room.site('分工报');
  const refused = await room.say(site, '去年冬天这里种了一排树。', { name: '园丁' });
  await room.decide([refused.id], 'reject', { reason: 'OFFTOPIC' });
  await call(room.server.url, `/api/v1/comments/${refused.id}/appeal`, { headers: bearer(refused.token), body: { note: '说的就是树。' } });
  await room.say(site, '今天的云很好看。', { name: '路人' });
  const { page, card } = await room.enter(`#/queue?site=${site}`, await room.colleague('新手'));
  await card('一排树').getByText('由高级审核员处理').waitFor();
  expect(await card('一排树').getByRole('button', { name: '通过' }).count()).toBe(0);
  await card('今天的云').getByRole('button', { name: '更多操作' }).click();
  await page.getByRole('button', { name: '只看这位读者' }).waitFor();
  expect(await page.getByRole('button', { name: '禁言…' }).count()).toBe(0);
  await page.keyboard.press('Escape');
  await card('今天的云').locator('.words').click();
  const pane = page.locator('.pane');
  await pane.getByRole('button', { name: '关闭评论' }).waitFor();
  expect(await pane.getByRole('button', { name: '修改标题和网址' }).count()).toBe(0);
  await card('今天的云').getByRole('button', { name: '通过' }).click();
  await page.getByText('已通过：路人 的评论').waitFor();
});

test('a senior decides the appeal, bans and keeps the words', async () => {
  const site = await room.site('老手报');
  const refused = await room.say(site, '桥头新开了一家书店。', { name: '书虫' });
  await room.decide([refused.id], 'reject', { reason: 'OFFTOPIC' });
  await call(room.server.url, `/api/v1/comments/${refused.id}/appeal`, { headers: bearer(refused.token), body: { note: '说的是书店。' } });
  const { page, card } = await room.enter(`#/queue?site=${site}`, await room.colleague('老手', 'senior'));
  await card('新开了一家书店').getByRole('button', { name: '通过' }).click();
  await waitFor(() => room.isPublic(refused.id));
  await page.goto(`${room.server.url}/admin/#/sites/${site}/words`);
  await page.getByRole('button', { name: '保存', exact: true }).waitFor();
  await page.goto(`${room.server.url}/admin/#/sites/${site}/settings`);
  await page.getByText('你可以查看，不能修改。').waitFor();
});
