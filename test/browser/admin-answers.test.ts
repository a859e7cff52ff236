import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { call } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { faultsOf } from './axe-faults.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();

/** What readers see below a comment: names, badges and texts of the answers. */
async function answersTo(id: string): Promise<unknown[]> {
  const { body } = await call<{ comments: { author: { name: string; badge: string | null }; html: string }[] }>(
    room.server.url,
    `/api/v1/comments/${id}/replies`,
  );
  return body.comments.map(({ author, html }) => [author.name, author.badge, html.replace(/<[^>]+>/g, '').trim()]);
}
const field = (page: Page) => page.getByRole('textbox', { name: '回复内容' });

test('w answers a held comment: it is approved, then answered as oneself; u takes the answer back', async () => {
  const site = await room.site();
  const { id } = await room.say(site, '请问步道几点关门？', { name: '甲' });
  const { page, card, errors } = await room.enter(`#/queue?site=${site}`, await room.colleague('编辑小周'));
  await card('几点关门').locator('.words').click();
  await page.keyboard.press('w');
  await field(page).waitFor();
  await page.keyboard.type('晚上十点关门。');
  await page.getByText('7/5000').waitFor();
  await page.getByText('发出回复前会先通过它').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  // Escape closes, and what is written stays.
  await page.keyboard.press('Escape');
  await field(page).waitFor({ state: 'detached' });
  expect(await room.isPublic(id)).toBe(false);
  await card('几点关门').getByRole('button', { name: '回复', exact: true }).click();
  await field(page).waitFor();
  expect(await field(page).inputValue()).toBe('晚上十点关门。');
  await page.getByRole('button', { name: '通过并回复' }).waitFor();
  await field(page).press('Control+Enter');
  await page.getByText('已回复 甲').waitFor();
  expect(await answersTo(id)).toEqual([['编辑小周', 'staff', '晚上十点关门。']]);
  await page.keyboard.press('u');
  await page.getByText('回复已撤回').waitFor();
  expect(await answersTo(id)).toEqual([]);
  expect(await room.isPublic(id)).toBe(true);
  expect(errors).toEqual([]);
});

test('on the page of a public comment: a refusal is a sentence beside the text, and the same text is stored once', async () => {
  const site = await room.site();
  const { id } = await room.say(site, '江边的灯什么时候亮？', { name: '乙' });
  await room.decide([id], 'approve');
  const { page, errors } = await room.enter(`#/comments/${id}`, await room.colleague('编辑小周'));
  await page.getByRole('button', { name: '回复', exact: true }).click();
  await field(page).fill('天黑就亮。');
  // The answer to the first attempt is lost on its way.
  let isFirst = true;
  await page.route('**/api/v1/moderation/answers', async (route) => {
    if (!isFirst) return route.continue();
    isFirst = false;
    await route.fetch();
    await route.abort();
  });
  const send = () => page.getByRole('form', { name: '回复 乙' }).getByRole('button', { name: '回复', exact: true }).click();
  await send();
  await page.getByRole('alert').filter({ hasText: '连不上服务' }).waitFor();
  expect(await field(page).inputValue()).toBe('天黑就亮。');
  await send();
  await page.getByText('已回复 乙').waitFor();
  expect(await answersTo(id)).toHaveLength(1);
  await page.getByRole('button', { name: /^撤销/ }).first().click();
  await page.getByText('回复已撤回').waitFor();
  await waitFor(async () => (await answersTo(id)).length === 0);
  expect(errors.filter((text) => !/ERR_FAILED/.test(text))).toEqual([]);
});

test('the key stands in the table of keys, and a longer text than the site takes is not sent', async () => {
  const site = await room.site();
  await room.say(site, '这条留着。');
  const { page, card } = await room.enter(`#/queue?site=${site}`);
  await card('这条留着').locator('.words').click();
  await page.keyboard.press('?');
  await page.getByText('回复，待审的会先通过').waitFor();
  await page.keyboard.press('Escape');
  await card('这条留着').getByRole('button', { name: '回复', exact: true }).click();
  await field(page).fill('长'.repeat(5_001));
  await page.getByText('超出 1 字').waitFor();
  await field(page).press('Control+Enter');
  expect(await page.getByRole('button', { name: '通过并回复' }).getAttribute('aria-disabled')).toBe('true');
  await card('这条留着').getByText('超出 1 字').waitFor();
});
