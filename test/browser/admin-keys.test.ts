import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const onSite = (site: string): string => `#/queue?site=${site}&sort=oldest`;
const NAMES = '甲乙丙丁戊己庚辛壬癸';

async function waiting(site: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (const name of [...NAMES].slice(0, count)) ids.push((await room.say(site, `${name}号：渡口的船票涨价了。`, { name })).id);
  return ids;
}

/** What was decided on a site, by the names of the decisions. */
async function decided(page: Page, site: string): Promise<string[]> {
  const answer = await page.request.get(`${room.server.url}/api/v1/moderation/audit?site=${site}&limit=100`);
  const { entries }: { entries: { action: string }[] } = await answer.json();
  return entries.map(({ action }) => action).filter((action) => /^comment\./.test(action));
}

const isInSearch = (page: Page) => page.evaluate(() => document.activeElement?.matches('[data-search]') === true);

test('a list that comes while somebody writes leaves the focus in the field, and their letters are no keys', async () => {
  const site = await room.site();
  await waiting(site, 3);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('乙号');
  await card('甲号').waitFor({ state: 'detached' });
  await card('乙号').waitFor();
  expect(await isInSearch(page)).toBe(true);
  await page.keyboard.type('as ras');
  await page.getByText('没有符合条件的待审评论').waitFor();
  expect([await isInSearch(page), await page.locator('[data-search]').inputValue()]).toEqual([true, '乙号as ras']);
  // A blank at the end is still being written when the list comes.
  await page.locator('[data-search]').fill('');
  await card('甲号').waitFor();
  await page.keyboard.type('丙号 ');
  await card('甲号').waitFor({ state: 'detached' });
  await page.keyboard.type('s');
  expect(await page.locator('[data-search]').inputValue()).toBe('丙号 s');
  expect(await decided(page, site)).toEqual([]);
});

test('letters that are written while a search is on its way stay in the field, until another address is opened', async () => {
  const site = await room.site();
  await waiting(site, 3);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').waitFor();
  const field = page.locator('[data-search]');
  await field.focus();
  // Written while the address takes up what was searched for; what stands in the field is noted from then on.
  await page.evaluate(() => {
    const notes: string[] = [];
    Object.assign(window, { notes });
    const note = (): void => {
      notes.push(document.querySelector<HTMLInputElement>('[data-search]')?.value ?? '');
      requestAnimationFrame(note);
    };
    const replace = history.replaceState.bind(history);
    history.replaceState = (...given) => {
      history.replaceState = replace;
      document.execCommand('insertText', false, ' s');
      note();
      replace(...given);
    };
  });
  await page.keyboard.type('丙号');
  await page.getByText('没有符合条件的待审评论').waitFor();
  expect(await page.evaluate(() => [...new Set('notes' in window && Array.isArray(window.notes) ? window.notes : [])])).toEqual(['丙号 s']);
  await page.evaluate((hash) => {
    location.hash = hash;
  }, onSite(site));
  await card('甲号').waitFor();
  expect(await field.inputValue()).toBe('');
});

test('arrow keys reach every choice of a filter', async () => {
  const site = await room.site();
  await waiting(site, 2);
  const { page, card } = await room.enter(`#/queue?site=${site}`);
  await card('甲号').waitFor();
  const select = page.getByLabel('排序', { exact: true });
  await select.focus();
  const values: string[] = [];
  for (let i = 0; i < 2; i++) {
    const answered = page.waitForResponse(/moderation\/queue/);
    await page.keyboard.press('ArrowDown');
    await answered;
    await card('甲号').waitFor();
    values.push(await select.inputValue());
  }
  expect(values).toEqual(['newest', 'oldest']);
  expect(await select.evaluate((element) => element === document.activeElement)).toBe(true);
});

test('letters act only on a card that a person has put the focus on', async () => {
  const site = await room.site();
  const [first = ''] = await waiting(site, 2);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').waitFor();
  for (const key of ['a', 's', 'r', '1', 'e', 'x', 'b']) await page.keyboard.press(key);
  await page.getByText('先按 j 或点选一条评论，再用快捷键处理').waitFor();
  expect([await page.locator('.why').count(), await page.getByRole('dialog').count(), await decided(page, site)]).toEqual([0, 0, []]);
  // What comes by itself to an empty list has no such focus either.
  await page.keyboard.press('j');
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('甲号');
  await page.keyboard.press('a');
  await waitFor(() => room.isPublic(first));
  await page.keyboard.press('a');
  await page.getByText('没有符合条件的待审评论').waitFor();
  const late = await room.say(site, '丁号：来晚了。', { name: '丁' });
  await card('丁号').waitFor();
  await page.keyboard.press('a');
  await page.getByText('先按 j 或点选一条评论，再用快捷键处理').waitFor();
  expect(await room.isPublic(late.id)).toBe(false);
});

test('a key that is held decides one comment; held it moves on from card to card', async () => {
  const site = await room.site();
  const ids = await waiting(site, 8);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').waitFor();
  await page.keyboard.press('j');
  for (let i = 0; i < 12; i++) await page.keyboard.down('a');
  await page.keyboard.up('a');
  await waitFor(() => room.isPublic(ids[0] ?? ''));
  for (let i = 0; i < 3; i++) await page.keyboard.down('j');
  await page.keyboard.up('j');
  await waitFor(async () => (await page.locator('article[aria-current="true"]').innerText()).includes('戊号'));
  // A held Enter on a button is no more than one press of it either.
  await page.locator('article[aria-current="true"]').getByRole('button', { name: '垃圾' }).focus();
  for (let i = 0; i < 6; i++) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await page.getByText('已标为垃圾：戊 的评论').waitFor();
  expect((await decided(page, site)).sort()).toEqual(['comment.approve', 'comment.spam']);
});

test('the first key on a card that was scrolled away only brings it back', async () => {
  const site = await room.site();
  const [first = ''] = await waiting(site, 10);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').waitFor();
  await page.keyboard.press('j');
  const isSeen = () =>
    page.evaluate(() => {
      const rect = document.querySelector('article[aria-current="true"]')?.getBoundingClientRect();
      return rect !== undefined && rect.top >= 0 && rect.bottom <= innerHeight;
    });
  for (const key of ['a', 's', 'r']) {
    await page.evaluate(() => scrollTo(0, 1_500));
    await waitFor(async () => !(await isSeen()));
    await page.keyboard.press(key);
    await waitFor(isSeen);
    expect([key, await page.locator('.why').count(), await decided(page, site)]).toEqual([key, 0, []]);
  }
  await page.keyboard.press('a');
  await waitFor(() => room.isPublic(first));
});

test('an open menu takes the keys: arrows go through it, letters decide nothing', async () => {
  const site = await room.site();
  await waiting(site, 2);
  const { page, card } = await room.enter(onSite(site));
  await card('甲号').waitFor();
  await page.keyboard.press('j');
  const opener = card('甲号').getByRole('button', { name: '更多操作' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  await waitFor(async () => (await focused()).includes('原文'));
  for (const key of ['a', 's', 'e', 'r', '1', 'x', 'j']) await page.keyboard.press(key);
  expect([await focused(), await page.locator('.why').count()]).toEqual([expect.stringContaining('原文'), 0]);
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toContain('复制');
  await page.keyboard.press('End');
  expect(await focused()).toContain('禁言');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toContain('原文');
  await page.keyboard.press('ArrowUp');
  expect(await focused()).toContain('禁言');
  await page.keyboard.press('Home');
  expect(await focused()).toContain('原文');
  await page.keyboard.press('Escape');
  await page.locator('.menu ul').waitFor({ state: 'detached' });
  await waitFor(() => opener.evaluate((element) => element === document.activeElement));
  expect(await decided(page, site)).toEqual([]);
});
