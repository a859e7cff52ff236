import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { call, signIn } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const editor = (page: Page) => page.getByLabel('词表', { exact: true });

async function listOf(site: string): Promise<string> {
  const answer = await call<string>(room.server.url, `/api/v1/sites/${site}/words`, {
    headers: { ...(await signIn(room.server.url)), accept: 'text/plain' },
  });
  return answer.body;
}

async function put(site: string, body: string): Promise<void> {
  const headers = { ...(await signIn(room.server.url)), 'content-type': 'text/plain', 'if-match': '*' };
  expect((await call(room.server.url, `/api/v1/sites/${site}/words`, { method: 'PUT', headers, body })).status).toBe(200);
}

test('a word is added without typing tabs, saved, and a text tried out shows what it matches', async () => {
  const site = await room.site('词表报');
  const { page, errors } = await room.enter(`#/sites/${site}/words`);
  await page.getByLabel('词', { exact: true }).fill('青团');
  await page.keyboard.press('Enter');
  expect(await editor(page).inputValue()).toBe('青团\thold\tcustom\n');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存 1 条').waitFor();
  await page.getByRole('link', { name: '试一试' }).last().click();
  await page.getByLabel('评论内容').fill('今年的青团真好吃');
  await page.getByLabel('昵称（可不填）').fill('爱吃青团');
  await page.keyboard.press('Control+Enter');
  await page.locator('mark').nth(1).waitFor();
  expect(await page.locator('mark').allInnerTexts()).toEqual(['青团', '青团']);
  await page.getByRole('rowheader', { name: '词表' }).waitFor();
  await page.getByText('命中词表：自定义').waitFor();
  expect(errors).toEqual([]);
});

test('lines that cannot be used are told before anything is saved, and stay to be mended', async () => {
  const site = await room.site('拒收报');
  const { page } = await room.enter(`#/sites/${site}/words`);
  await editor(page).fill('青团子\tblock\tad\n坏级别\tnonsense\n春日\thold\tad\tuntil=明天\n');
  await page.getByRole('button', { name: '保存' }).click();
  const refusals = page.locator('.refusals');
  await refusals.waitFor();
  expect(await refusals.innerText()).toMatch(/第 2 行.*级别写错了/);
  expect(await refusals.innerText()).toMatch(/第 3 行.*日期要写成/);
  expect(await listOf(site)).toBe('');
  await page.getByRole('button', { name: '仍然保存' }).click();
  await page.getByText('已保存 1 条').waitFor();
  expect(await listOf(site)).toBe('青团子\tblock\tad\n');
  expect(await editor(page).inputValue()).toContain('坏级别');
});

test('words that hit harmless sentences are shown with examples, and can be taken out, lowered, and put back', async () => {
  const site = await room.site('误伤报');
  const headers = await signIn(room.server.url);
  await call(room.server.url, `/api/v1/sites/${site}`, { method: 'PATCH', headers, body: { mode: 'post' } });
  await room.say(site, '门口那家书屋很安静。');
  const { page } = await room.enter(`#/sites/${site}/words`);
  await editor(page).fill('电话\tblock\tad\n微信\thold\tad\n书屋\thold\tcustom\n刷单返现\tblock\tfraud\n');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('2 个词会误伤无害的话').waitFor();
  await page.getByText('试运行有要看的地方，看过再保存。').waitFor();
  expect(await page.locator('.trial mark').first().innerText()).toBe('电话');
  await page.getByText('另外 1 个词有命中').click();
  await page.locator('.examples mark', { hasText: '书屋' }).waitFor();

  await page.getByRole('button', { name: '去掉“电话”' }).click();
  await waitFor(async () => !(await editor(page).inputValue()).includes('电话'));
  await page.getByText('1 个词会误伤无害的话').waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  expect(await editor(page).inputValue()).toContain('电话\tblock\tad');
  await page.getByRole('button', { name: '去掉“电话”' }).click();
  await page.getByRole('button', { name: '把“微信”改为复查' }).click();
  expect(await editor(page).inputValue()).toBe('微信\treview\tad\n书屋\thold\tcustom\n刷单返现\tblock\tfraud\n');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.getByText('已保存 3 条').waitFor();
  expect(await listOf(site)).toBe('微信\treview\tad\n书屋\thold\tcustom\n刷单返现\tblock\tfraud\n');
});

test('a file is read in the browser, in another format and another encoding, and added to the list', async () => {
  const site = await room.site('文件报');
  await put(site, '刷单返现\tblock\tfraud\n');
  const { page } = await room.enter(`#/sites/${site}/words`);
  await editor(page).waitFor();
  // 词,级别,类别 ⏎ 高仿名表,block,ad ⏎ in GB18030
  const gb = Buffer.from('b4ca2cbcb6b1f02cc0e0b1f00ab8dfb7c2c3fbb1ed2c626c6f636b2c61640a', 'hex');
  await page.locator('input[type="file"]').setInputFiles({ name: '旧词表.csv', mimeType: 'text/csv', buffer: gb });
  const dialog = page.getByRole('dialog', { name: '读入“旧词表.csv”' });
  await dialog.getByText('CSV，1 条可用。').waitFor();
  await dialog.getByText('文件不是 UTF-8，已按 GB18030 读入。').waitFor();
  await dialog.getByRole('button', { name: '加到词表后面' }).click();
  expect(await editor(page).inputValue()).toBe('刷单返现\tblock\tfraud\n高仿名表\tblock\tad\n');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存 2 条').waitFor();
});

test('a list that is pasted in another format is rewritten before it is saved', async () => {
  const site = await room.site('粘贴报');
  const { page } = await room.enter(`#/sites/${site}/words`);
  await editor(page).fill('{"gambling": ["网络博彩平台"]}');
  await page.getByRole('button', { name: '试运行' }).click();
  await page.getByText('已把 JSON 整理成词表格式').waitFor();
  expect(await editor(page).inputValue()).toBe('网络博彩平台\thold\tgambling\n');
  await page.getByText('没有误伤，可以保存。').waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  expect(await editor(page).inputValue()).toBe('{"gambling": ["网络博彩平台"]}');
});

test('a past version shows how it differs, is brought back, and that is undone', async () => {
  const site = await room.site('版本报');
  await put(site, '旧词甲\thold\tad\n共有词\thold\tad\n');
  await put(site, '新词乙\tblock\tad\n共有词\thold\tad\n');
  const { page } = await room.enter(`#/sites/${site}/words`);
  await page.getByRole('button', { name: '看差别：第 1 版与现在' }).click();
  const dialog = page.getByRole('dialog', { name: '第 1 版' });
  await dialog.getByText('恢复后会多出 1 条').waitFor();
  expect(await dialog.locator('.entries.plus').innerText()).toContain('旧词甲');
  expect(await dialog.locator('.entries.minus').innerText()).toContain('新词乙');
  await dialog.getByRole('button', { name: '恢复' }).click();
  await page.getByText('已恢复第 1 版').waitFor();
  expect(await listOf(site)).toBe('旧词甲\thold\tad\n共有词\thold\tad\n');
  expect(await editor(page).inputValue()).toContain('旧词甲');
  await page.getByText('第 3 版').waitFor();
  await page.getByRole('button', { name: '撤销' }).click();
  await page.getByText('已换回恢复之前的词表').waitFor();
  expect(await listOf(site)).toBe('新词乙\tblock\tad\n共有词\thold\tad\n');
});

test('what is published is looked at again with the saved list; what is hit can be gone to', async () => {
  const site = await room.site('复查报');
  const headers = await signIn(room.server.url);
  await call(room.server.url, `/api/v1/sites/${site}`, { method: 'PATCH', headers, body: { mode: 'post' } });
  await waitFor(async () => (await room.say(site, `开场白${Math.random()}。`)).status === 'published');
  await room.say(site, '老城门的夜市又开了。');
  await put(site, '夜市\thold\tcustom\n');
  const { page, card } = await room.enter(`#/sites/${site}/words`);
  await page.getByRole('button', { name: '开始复查' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '开始复查' }).click();
  await page.getByText(/看了 \d+ 条，命中 1 条/).waitFor();
  await page.reload();
  await page.getByRole('link', { name: '去看命中的' }).click();
  await card('老城门的夜市').waitFor();
  await page.getByText('命中词表：自定义').waitFor();
});

test('remarks survive a save; Tab types a tab, and after Escape it leaves', async () => {
  const site = await room.site('注释报');
  const { page, errors } = await room.enter(`#/sites/${site}/words`);
  const about = await editor(page).getAttribute('aria-describedby');
  expect(await page.locator(`[id="${about}"]`).innerText()).toContain('按 Esc 再按 Tab 离开这个框');
  await editor(page).focus();
  await page.keyboard.type('# 广告词');
  await page.keyboard.press('Enter');
  await page.keyboard.type('高仿名表');
  await page.keyboard.press('Tab');
  await page.keyboard.type('block');
  await page.keyboard.press('Tab');
  await page.keyboard.type('ad');
  await page.keyboard.press('Enter');
  expect(await editor(page).inputValue()).toBe('# 广告词\n高仿名表\tblock\tad\n');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await editor(page).evaluate((field) => field === document.activeElement)).toBe(false);
  await page.keyboard.press('Shift+Tab');
  expect(await editor(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await page.keyboard.press('Shift+Tab');
  expect(await editor(page).evaluate((field) => field === document.activeElement)).toBe(false);
  expect(await editor(page).inputValue()).toBe('# 广告词\n高仿名表\tblock\tad\n');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已保存 1 条').waitFor();
  expect(await listOf(site)).toBe('# 广告词\n高仿名表\tblock\tad\n');
  await page.reload();
  await waitFor(async () => (await editor(page).inputValue()) === '# 广告词\n高仿名表\tblock\tad\n');
  expect(errors).toEqual([]);
});

test('blanks where tabs were meant are made tabs before the list is saved; where nobody knows, the line is shown', async () => {
  const site = await room.site('空格报');
  const { page } = await room.enter(`#/sites/${site}/words`);
  await editor(page).fill('# 说明\n高仿名表 block ad\n');
  await page.getByRole('button', { name: '保存' }).click();
  await page.getByText('已把 1 行里的空格换成 Tab').waitFor();
  await page.getByText('已保存 1 条').waitFor();
  expect(await editor(page).inputValue()).toBe('# 说明\n高仿名表\tblock\tad\n');
  expect(await listOf(site)).toBe('# 说明\n高仿名表\tblock\tad\n');
  await editor(page).fill('# 说明\n高仿名表\tblock\tad\nroad block\n');
  await page.getByRole('button', { name: '保存' }).click();
  const doubts = page.locator('.refusals', { hasText: '有 1 行请看一下' });
  await doubts.waitFor();
  expect(await doubts.innerText()).toMatch(/第 3 行 road block：.*按一个词算/);
  await page.getByRole('button', { name: '仍然保存' }).click();
  await page.getByText('已保存 2 条').waitFor();
  expect(await listOf(site)).toContain('road block\thold\tcustom\n');
});

test('past versions say who saved them and when; a list is saved as a file', async () => {
  const site = await room.site('导出报');
  await put(site, '# 第一版\n旧词甲\thold\tad\n');
  await put(site, '新词乙\tblock\tad\n');
  const { page } = await room.enter(`#/sites/${site}/words`);
  const versions = page.getByRole('region', { name: '以前的版本' });
  await versions.getByText('第 2 版').waitFor();
  expect(await versions.locator('li').first().innerText()).toMatch(/第 2 版\s+1 条\s+admin\s+刚刚/);
  expect(await versions.locator('time').first().getAttribute('datetime')).toMatch(/Z$/);

  const saved = async (click: () => Promise<void>): Promise<[string, string]> => {
    const [download] = await Promise.all([page.waitForEvent('download'), click()]);
    return [download.suggestedFilename(), await readFile(await download.path(), 'utf8')];
  };
  await editor(page).fill('# 还没保存\n新词乙\tblock\tad\n');
  expect(await saved(() => page.getByRole('button', { name: '导出' }).click())).toEqual([
    `${site}-words.txt`,
    '# 还没保存\n新词乙\tblock\tad\n',
  ]);
  await page.getByRole('button', { name: '看差别：第 1 版与现在' }).click();
  const dialog = page.getByRole('dialog', { name: '第 1 版' });
  expect(await saved(() => dialog.getByRole('button', { name: '导出' }).click())).toEqual([
    `${site}-words-1.txt`,
    '# 第一版\n旧词甲\thold\tad\n',
  ]);
});
