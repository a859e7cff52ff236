import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { call } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();
const EXPORTS = join(import.meta.dirname, '../transfer/exports');
const VALINE = join(EXPORTS, 'valine/results.json');

/** Chooses a file and has it looked at. */
async function send(page: Page, file: string | { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.getByLabel('选择文件…').setInputFiles(file);
  await page.getByRole('button', { name: '上传并预演' }).click();
}

async function countOf(site: string, thread: string): Promise<number | undefined> {
  const query = new URLSearchParams({ site, thread });
  return (await call<{ counts: Record<string, number> }>(room.server.url, `/api/v1/counts?${query}`)).body.counts[thread];
}

/** What axe finds against WCAG A and AA in both themes. The page must be one that lets scripts in. */
async function faultsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window)))
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const found: string[] = await page.evaluate(
      `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ target }) => target.join(' ')).join(', ')))`,
    );
    faults.push(...found);
  }
  return faults;
}

test('a file is looked at, imported and taken back; the list has it after a reload', async () => {
  const site = await room.site('搬家报');
  const { page, errors } = await room.enter(`#/sites/${site}/imports`, undefined, { bypassCSP: true, reducedMotion: 'reduce' });
  await page.getByText('还没有导入过').waitFor();
  expect(await page.getByLabel('网站地址').inputValue()).toBe('https://news.example.com');
  await page.getByRole('button', { name: '上传并预演' }).click();
  await page.getByText('请先选择文件').waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('选择文件…');
  await page.getByText('更多选项').click();
  await page.getByLabel('网址对照').fill('旧地址');
  await page.getByRole('button', { name: '上传并预演' }).click();
  await page.getByText('第 1 行要写成').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByLabel('网址对照').fill('');
  await send(page, VALINE);

  await page.getByText(/识别出来是：[VW]aline/).waitFor();
  const facts = page.locator('.facts');
  expect(await facts.innerText()).toMatch(/文件里的评论\s*13\s*可以导入\s*10\s*页面\s*2\s*作者\s*\d+\s*回复最深\s*3 层/);
  await page.getByText('垃圾评论：1 条').waitFor();
  await page.getByText('没有正文的：1 条').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  const address = page.url();
  await page.reload();
  await page.getByRole('button', { name: '导入 10 条' }).click();
  await page.getByText('新增 10 条，更新 0 条，原来就有 0 条。').waitFor();
  expect(await faultsOf(page)).toEqual([]);

  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: '下载报告（CSV）' }).click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^import-.+\.csv$/);
  expect(await readFile(await download.path(), 'utf8')).toContain('skipped:spam,1');

  await page.getByRole('button', { name: '撤回这次导入…' }).click();
  await page.getByRole('dialog').getByText('这次新增的 10 条评论会彻底删除').waitFor();
  await page.getByRole('button', { name: '撤回', exact: true }).click();
  await page.getByText('已经撤回，这次新增的评论都删除了。').waitFor();
  await page.getByRole('link', { name: '全部导入记录' }).click();
  const line = page.getByRole('listitem').filter({ hasText: 'results.json' });
  await line.getByText('已撤回').waitFor();
  await line.getByRole('link').click();
  await waitFor(() => page.url() === address);
  expect(errors).toEqual([]);
});

test('pages of other hosts are given their address, and the file is read again with it', async () => {
  const site = await room.site('海外报');
  const { page, errors } = await room.enter(`#/sites/${site}/imports`);
  await send(page, join(EXPORTS, 'disqus/forum.xml'));
  await page.getByText('识别出来是：Disqus').waitFor();
  const hosts = page.getByRole('form', { name: /条评论属于别的域名/ });
  await hosts.getByRole('button', { name: '按新网址重新预演' }).click();
  await hosts.getByText('至少填一个网址').waitFor();
  const host = await hosts
    .getByLabel(/^blog\.example\.com/)
    .first()
    .elementHandle();
  await host?.fill('https://news.example.com');
  const before = page.url();
  await hosts.getByRole('button', { name: '按新网址重新预演' }).click();
  await waitFor(() => page.url() !== before);
  await page.getByRole('button', { name: '导入 15 条' }).click();
  await page.getByText('新增 15 条').waitFor();
  await page.getByRole('link', { name: '看这个站点的评论' }).click();
  await page.locator('.line-card').first().waitFor();
  expect(errors).toEqual([]);
});

test('an upload that is stopped before it begins is not sent afterwards, and can be begun again', async () => {
  const site = await room.site('反悔报');
  const { page } = await room.enter(`#/sites/${site}/imports`);
  await page.getByLabel('选择文件…').setInputFiles(VALINE);
  const asked: string[] = [];
  let goOn: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route(/\/api\/v1\/imports\?/, async (route) => {
    asked.push(route.request().method());
    await held;
    await route.continue();
  });
  await page.getByRole('button', { name: '上传并预演' }).click();
  await page.getByRole('button', { name: '取消上传' }).click();
  goOn();
  await page.getByText('已取消上传').waitFor();
  expect(asked.filter((method) => method === 'POST')).toEqual([]);
  await page.getByRole('button', { name: '上传并预演' }).click();
  await page.getByRole('button', { name: '导入 10 条' }).waitFor();
  expect(asked.filter((method) => method === 'POST')).toHaveLength(1);
});

test('a file that is no export fails with a sentence, and can be sent again from there', async () => {
  const site = await room.site('错文件报');
  const { page, errors } = await room.enter(`#/sites/${site}/imports`, undefined, { bypassCSP: true, reducedMotion: 'reduce' });
  const name = `${'名字特别长而且不肯换行的导出文件'.repeat(10)}.html`;
  await send(page, { name, mimeType: 'text/html', buffer: Buffer.from('<html>一页</html>') });
  await page.getByText('认不出文件的格式').waitFor();
  await page.getByText('在下面选好格式，再传一次').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  // The file is still in the form; one that is dropped takes its place.
  await page.getByRole('form', { name: '换个办法再试' }).getByText(name).waitFor();
  const given = await page.evaluateHandle(
    (text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], '拖来的.json', { type: 'application/json' }));
      return data;
    },
    await readFile(VALINE, 'utf8'),
  );
  for (const type of ['dragover', 'drop']) await page.dispatchEvent('.drop', type, { dataTransfer: given });
  await page.getByText('拖来的.json').waitFor();
  await page.getByRole('button', { name: '上传并预演' }).click();
  await page.getByRole('button', { name: '导入 10 条' }).waitFor();
  expect(errors).toEqual([]);
});

test('one that waits shows with what it was read, also on another day, and can be given up', async () => {
  const site = await room.site('不导了报');
  const { page, errors } = await room.enter(`#/sites/${site}/imports`, undefined, { bypassCSP: true, reducedMotion: 'reduce' });
  await page.getByText('更多选项').click();
  await page.getByLabel('垃圾评论').check();
  await page.getByLabel('网址对照').fill('old.example.com/*=https://news.example.com/*');
  await send(page, VALINE);
  const run = page.getByRole('button', { name: /^导入 \d+ 条$/ });
  await run.waitFor();
  await page.reload();
  await page.getByRole('heading', { name: '读取时的选项' }).waitFor();
  const shown = await page
    .locator('section', { has: page.getByRole('heading', { name: '读取时的选项' }) })
    .last()
    .innerText();
  expect(shown).toMatch(/还要导入\s+垃圾评论\s+网址对照\s+old\.example\.com\/\*=https:\/\/news\.example\.com\/\*$/);
  expect(await faultsOf(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: '放弃这次导入…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: '放弃', exact: true }).click();
  await page.getByText('已经放弃，上传的文件已删除').waitFor();
  expect(await run.count()).toBe(0);
  await page.getByRole('link', { name: '全部导入记录' }).click();
  await page.getByText('已放弃').waitFor();
  expect(errors).toEqual([]);
});

test('a server that stops and a reload in the middle change nothing: the import goes on at once, to its end', async () => {
  const site = await room.site('大部头报');
  const all = 12_000;
  const lines = Array.from({ length: all }, (_, i) =>
    JSON.stringify({
      id: `n${i}`,
      thread: { key: `https://news.example.com/${i % 50}`, url: `https://news.example.com/${i % 50}`, title: '旧文' },
      author: { name: `读者${i % 300}` },
      body: `第 ${i} 条旧评论`,
      createdAt: new Date(1.6e12 + i * 1000).toISOString(),
    }),
  );
  const buffer = Buffer.from(['{"format":"liangju","version":1}', ...lines].join('\n'));
  const { page } = await room.enter(`#/sites/${site}/imports`);
  await send(page, { name: '旧评论.jsonl', mimeType: 'application/octet-stream', buffer });
  await page.getByRole('button', { name: '导入 12,000 条' }).click();
  await page.getByText('正在导入', { exact: true }).first().waitFor();
  await room.server.stop();
  await page.getByText('连不上服务器，正在重试').waitFor();
  await room.server.restart();
  await page.reload();
  await page.getByText('导入完成').waitFor({ timeout: 120_000 });
  const key = 'https://news.example.com/7';
  await waitFor(async () => (await countOf(site, key)) === all / 50, 25_000);
}, 200_000);

test('who may not import is not led there, and is told so', async () => {
  const site = await room.site('没有权限报');
  const { page, errors } = await room.enter(`#/sites/${site}`, await room.colleague('小周'));
  await page.getByRole('link', { name: '禁言名单' }).waitFor();
  expect(await page.getByRole('link', { name: '导入评论' }).count()).toBe(0);
  await page.goto(`${room.server.url}/admin/#/sites/${site}/imports`);
  await page.getByText('你没有导入评论的权限').waitFor();
  expect(await page.locator('form').count()).toBe(0);
  expect(errors).toEqual([]);
});
