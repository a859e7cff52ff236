import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { AuditView } from '../../contract/moderation.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const inOrder = (site: string): string => `#/queue?site=${site}&sort=oldest`;
const DECISIONS = '**/api/v1/moderation/decisions';

/** What was decided on a comment, the earliest first. */
async function decidedOn(page: Page, id: string): Promise<string[]> {
  const answer = await page.request.get(`${room.server.url}/api/v1/moderation/audit?subject=${id}`);
  const { entries }: { entries: AuditView[] } = await answer.json();
  return entries.map(({ action }) => action).reverse();
}

/** Counts from now on how many calls to decide get no answer. */
function failedDecisions(page: Page): () => number {
  let failed = 0;
  page.on('requestfailed', (request) => (failed += Number(request.url().endsWith('/moderation/decisions'))));
  return () => failed;
}

test('decisions taken without a connection wait, are counted, and are sent once each when it is back', async () => {
  const site = await room.site();
  const ids: string[] = [];
  for (const name of ['甲', '乙', '丙', '丁']) ids.push((await room.say(site, `${name}：河边新栽了柳树。`, { name })).id);
  const { page, context, card, errors } = await room.enter(inOrder(site));
  await card('甲：').locator('.words').click();
  await context.setOffline(true);
  await page.keyboard.press('a');
  await card('甲：').waitFor({ state: 'detached' });
  await page.keyboard.press('s');
  await card('乙：').waitFor({ state: 'detached' });
  await page.keyboard.press('r');
  await page.keyboard.press('1');
  await page.getByText('3 条待发送').waitFor();
  expect(await page.locator('article').count()).toBe(1);
  expect(await Promise.all(ids.map((id) => room.isPublic(id)))).toEqual([false, false, false, false]);
  await context.setOffline(false);
  await page.getByText('待发送').waitFor({ state: 'detached' });
  expect(await Promise.all(ids.map((id) => decidedOn(page, id)))).toEqual([['comment.approve'], ['comment.spam'], ['comment.reject'], []]);
  expect(await room.isPublic(ids[0] ?? '')).toBe(true);
  expect(errors.filter((text) => !text.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
});

test('what waits survives loading the page anew, and is not shown as waiting for a decision', async () => {
  const site = await room.site();
  const { id } = await room.say(site, '这条决定要等一等。');
  await room.say(site, '这一条还没看。', { name: '另一位' });
  const { page, card } = await room.enter(inOrder(site));
  await card('要等一等').locator('.words').click();
  await page.route(DECISIONS, (route) => route.abort());
  await page.keyboard.press('a');
  await page.getByText('1 条待发送').waitFor();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.clock.install();
  await page.reload();
  await card('还没看').waitFor();
  await page.getByText('1 条待发送').waitFor();
  expect(await card('要等一等').count()).toBe(0);
  expect(await room.isPublic(id)).toBe(false);
  // The last attempt that it makes by itself: from here on the clock of the page stands.
  const failed = failedDecisions(page);
  await page.clock.pauseAt(new Date(Date.now() + 60_000));
  await waitFor(() => failed() > 0);
  await page.unroute(DECISIONS);
  await page.getByRole('button', { name: '立即发送' }).click();
  await page.getByText('断线时的决定已发送：1 条').waitFor();
  expect(await decidedOn(page, id)).toEqual(['comment.approve']);
  expect(await room.isPublic(id)).toBe(true);
});

test('leaving the page warns while something waits, and only then', async () => {
  const site = await room.site();
  await room.say(site, '离开之前的这一条。');
  const { page, card } = await room.enter(inOrder(site));
  await card('离开之前').locator('.words').click();
  await page.route(DECISIONS, (route) => route.abort());
  await page.keyboard.press('a');
  await page.getByText('1 条待发送').waitFor();
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await page.unroute(DECISIONS);
  await page.getByText('待发送').waitFor({ state: 'detached' });
  const closed = page.waitForEvent('close');
  await page.close({ runBeforeUnload: true });
  await closed;
});

test('when only the answer was lost, the card knows that it was one’s own decision', async () => {
  const site = await room.site();
  const { id } = await room.say(site, '答复在路上丢了。');
  const { page, card } = await room.enter(inOrder(site));
  await card('答复在路上').locator('.words').click();
  let sent = 0;
  await page.route(DECISIONS, async (route) => {
    if (++sent > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await page.keyboard.press('a');
  await page.getByText('已通过：读者 的评论').waitFor();
  expect(sent).toBeGreaterThan(1);
  expect(await decidedOn(page, id)).toEqual(['comment.approve']);
  expect(await page.getByText('已被').count()).toBe(0);
  await page.keyboard.press('u');
  await card('答复在路上').waitFor();
  expect(await decidedOn(page, id)).toEqual(['comment.approve', 'comment.undo']);
});

test('a colleague who was first meanwhile is named; nothing is decided twice', async () => {
  const site = await room.site();
  const { id } = await room.say(site, '断线时同事先处理了。');
  const { page, card } = await room.enter(inOrder(site));
  await card('同事先处理').locator('.words').click();
  await page.route(DECISIONS, (route) => route.abort());
  await page.keyboard.press('a');
  await page.getByText('1 条待发送').waitFor();
  const other = await room.enter('#/audit', await room.colleague('赵六'));
  await other.page.request.get(`${room.server.url}/api/v1/staff/session`).then(async (answer) => {
    const { csrfToken }: { csrfToken: string } = await answer.json();
    await other.page.request.post(`${room.server.url}/api/v1/moderation/decisions`, {
      headers: { 'X-CSRF-Token': csrfToken },
      data: { items: [{ id, revision: 1 }], action: 'spam' },
    });
  });
  await page.unroute(DECISIONS);
  await page.locator('article .note', { hasText: /已被 赵六 处理：垃圾/ }).waitFor();
  expect(await decidedOn(page, id)).toEqual(['comment.spam']);
});

test.each([
  ['had not arrived', false, []],
  ['had arrived', true, ['comment.approve', 'comment.undo']],
] as const)('u takes back what waits: the comment stands as before, whether the decision %s', async (_name, arrives, log) => {
  const site = await room.site();
  const { id } = await room.say(site, '先点了通过，又改了主意。');
  const { page, card } = await room.enter(inOrder(site));
  await card('改了主意').locator('.words').click();
  await page.route(DECISIONS, async (route) => {
    if (arrives && (await decidedOn(page, id)).length === 0) await route.fetch();
    await route.abort();
  });
  const failed = failedDecisions(page);
  await page.keyboard.press('a');
  await page.getByText('1 条待发送').waitFor();
  // Between two attempts, now five seconds apart: one that is under way cannot be called back.
  await waitFor(() => failed() === 3);
  await page.keyboard.press('u');
  await page.getByText('连接恢复后撤销').waitFor();
  await page.unroute(DECISIONS);
  await card('改了主意').waitFor();
  await page.getByText('已撤销，评论回到队列').waitFor();
  expect(await decidedOn(page, id)).toEqual(log);
  expect(await room.isPublic(id)).toBe(false);
  await page.keyboard.press('a');
  await page.getByText('已通过：读者 的评论').waitFor();
  await waitFor(() => room.isPublic(id));
});
