import { expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const inOrder = (site: string): string => `#/queue?site=${site}&sort=oldest`;

async function statusOf(page: import('playwright-core').Page, id: string): Promise<string | undefined> {
  const answer = await page.request.get(`${room.server.url}/api/v1/moderation/comments?id=${id}`);
  const { comments }: { comments: { status: string }[] } = await answer.json();
  return comments[0]?.status;
}

test('u takes back, one act after the other, what was decided before the page was loaded anew', async () => {
  const site = await room.site();
  const ids: string[] = [];
  for (const name of ['甲', '乙', '丙']) ids.push((await room.say(site, `${name}：渡口的灯还亮着。`, { name })).id);
  const { page, card, errors } = await room.enter(inOrder(site));
  await card('甲：').locator('.words').click();
  await page.keyboard.press('s');
  await page.getByText('已标为垃圾：甲 的评论').waitFor();
  // Two at once are one act.
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('a');
  await page.getByText('已通过 2 条').waitFor();
  await page.reload();
  await page.getByText('没有符合条件的待审评论').waitFor();
  await page.keyboard.press('u');
  await Promise.all([card('乙：').waitFor(), card('丙：').waitFor()]);
  expect(await Promise.all(ids.map((id) => statusOf(page, id)))).toEqual(['spam', 'pending', 'pending']);
  await waitFor(async () => (await page.locator('article[aria-current="true"]').count()) === 1);
  await page.keyboard.press('u');
  await card('甲：').waitFor();
  expect(await statusOf(page, ids[0] ?? '')).toBe('pending');
  expect(errors).toEqual([]);
});

test('a colleague’s decisions are not taken back by u', async () => {
  const site = await room.site();
  const { id } = await room.say(site, '别人的决定。');
  await room.decide([id], 'approve');
  const { page } = await room.enter(inOrder(site), await room.colleague('孙七'));
  await page.keyboard.press('u');
  await page.getByText('没有可以撤销的操作').waitFor();
  expect(await statusOf(page, id)).toBe('published');
});

test('撤销 stands on the comment’s own page while it is possible', async () => {
  const site = await room.site();
  const { id } = await room.say(site, '在自己的页面上撤销。');
  await room.decide([id], 'reject', { reason: 'AD' });
  const { page, card, errors } = await room.enter(`#/comments/${id}`);
  const past = page.locator('.past');
  await past.getByRole('button', { name: '撤销', exact: true }).click();
  await waitFor(async () => (await card('在自己的页面上').innerText()).includes('待审'));
  expect(await statusOf(page, id)).toBe('pending');
  await past.getByText('撤销了').waitFor();
  await past.getByRole('button', { name: '撤销', exact: true }).waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
});

test('撤销 stands in the rows of the audit, of one’s own decisions alone, and says when it is too late', async () => {
  const site = await room.site();
  const [mine, later] = [await room.say(site, '审计里撤销这一条。'), await room.say(site, '这一条后来又变了。', { name: '另一位' })];
  await room.decide([mine.id, later.id], 'approve');
  const theirs = await room.enter(`#/audit?site=${site}`, await room.colleague('周八'));
  await theirs.page.getByRole('row').nth(2).waitFor();
  expect(await theirs.page.getByRole('button', { name: '撤销', exact: true }).count()).toBe(0);
  const { page } = await room.enter(`#/audit?site=${site}`);
  const rowOf = (id: string) => page.getByRole('row').filter({ has: page.locator(`a[href*="${id}"]`) });
  await rowOf(later.id).getByRole('button', { name: '撤销', exact: true }).waitFor();
  await room.decide([later.id], 'pin');
  await rowOf(later.id).getByRole('button', { name: '撤销', exact: true }).click();
  await page.getByText(/已被 .+ 处理：置顶/).waitFor();
  await rowOf(mine.id).getByRole('button', { name: '撤销', exact: true }).click();
  const used = rowOf(mine.id).getByRole('button', { name: '已撤销' });
  await used.waitFor();
  await waitFor(() => used.evaluate((button) => button === document.activeElement));
  expect(await statusOf(page, mine.id)).toBe('pending');
  expect(await statusOf(page, later.id)).toBe('published');
});
