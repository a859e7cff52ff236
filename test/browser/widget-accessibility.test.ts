import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import type { AxeResults, RunOptions } from 'axe-core';
import { waitFor } from '../support/wait-for.ts';
import {
  type Article,
  commentWith,
  fixed,
  type OpenOptions,
  opinion,
  postBy,
  type Reader,
  untilLive,
  useRoom,
  write,
} from './reading-room.ts';

const room = useRoom();
let axeSource = '';

declare global {
  interface Window {
    axe: { run(context: string, options: RunOptions): Promise<AxeResults> };
  }
}

beforeAll(async () => {
  axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});

const setMode = (mode: string): Promise<unknown> => room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { mode } });
afterEach(() => setMode('post'));

/** What axe finds against WCAG A and AA in the box, in words. */
async function violations({ page }: Reader): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate(() =>
    window.axe.run('#liangju', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'], resultTypes: ['violations'] }),
  );
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary}`));
}

/** Everything that a comment can hold, answers, a place-holder, and best liked ones. */
async function richThread(): Promise<Article> {
  const article = room.article();
  // Said here alone: the same words in many places look like advertising.
  const say: typeof room.say = (where, body, more) => room.say(where, `${body}\n\n${opinion(1)}`, more);
  const root = await say(
    article,
    `> 引用的话\n\n**重点**、\`代码\`、[链接](https://example.com/a) 和 ||[剧透](https://example.com/b)||。\n\n- 一\n- 二\n\n\`\`\`\n${'wide '.repeat(99)}\n\`\`\``,
  );
  const reply = await say(article, '这是回复。', { parentId: root.id, name: '一个名字特别特别特别特别特别特别特别长的热心市民' });
  await say(article, '回复的回复。', { parentId: reply.id, name: 'Latin Reader' });
  const gone = await say(article, '会被撤下的。', { name: '匿名' });
  await say(article, '回复被撤下的。', { parentId: gone.id, name: '另一位' });
  await room.decide(gone, 'hide', 'OTHER');
  await say(article, Array.from({ length: 12 }, (_, i) => `第 ${i + 1} 段。`).join('\n\n'), { name: '长评作者' });
  return article;
}

const themes = [['light'], ['dark']];
/** Colours are measured when they stand still. */
const still: OpenOptions = { context: { reducedMotion: 'reduce' } };

test.each(themes)('no violation in any state of the list and the box, %s', async (theme) => {
  const article = await richThread();
  const reader = await room.open(article, { ...still, data: { theme } });
  await untilLive(reader);
  await reader.box.getByRole('region', { name: '代码' }).waitFor();
  expect(await violations(reader)).toEqual([]);
  await reader.box.getByRole('button', { name: '剧透' }).click();
  expect(await violations(reader)).toEqual([]);

  await write(reader, '写一点');
  expect(await violations(reader)).toEqual([]);
  await reader.box.locator('textarea').first().fill('长'.repeat(5_001));
  await reader.box.getByText('已超出 1 字').waitFor();
  expect(await violations(reader)).toEqual([]);
  await reader.box.locator('textarea').first().fill('');

  const card = await fixed(commentWith(reader, '第 1 段'));
  await card.getByRole('button', { name: '更多操作' }).click();
  await card.locator('.menu').waitFor();
  expect(await violations(reader)).toEqual([]);
  await card.getByRole('button', { name: '举报' }).click();
  await reader.box.getByRole('dialog').getByRole('button', { name: '提交举报' }).click();
  expect(await violations(reader)).toEqual([]);
  await reader.page.keyboard.press('Escape');

  await card.getByRole('button', { name: '回复' }).click();
  await card.locator('textarea').fill('会丢掉的话');
  await reader.page.keyboard.press('Escape');
  await card.getByText('要丢掉吗').waitFor();
  expect(await violations(reader)).toEqual([]);
  await card.getByRole('button', { name: '丢掉' }).click();

  await card.getByRole('button', { name: /^支持/ }).click();
  await card.getByRole('button', { name: /^支持/, pressed: true }).waitFor();
  await room.say(article, '新来的一条。', { name: '新来的人' });
  await reader.box.locator('.fresh').waitFor();
  await reader.context.setOffline(true);
  await reader.box.getByText('网络已断开').waitFor();
  expect(await violations(reader)).toEqual([]);
  await reader.context.setOffline(false);

  const { id } = (await room.list(article)).thread;
  await room.staff(`/api/v1/threads/${id}`, { method: 'PATCH', body: { closed: true } });
  await reader.box.getByText('本文评论已关闭').waitFor();
  expect(await violations(reader)).toEqual([]);
});

test.each(themes)('no violation while it waits, where it is empty, held, rejected, or cannot be had, %s', async (theme) => {
  const article = room.article();
  const options: OpenOptions = { ...still, data: { theme } };
  const empty = await room.open(article, options);
  await empty.box.getByText('还没有评论').waitFor();
  expect(await violations(empty)).toEqual([]);

  await setMode('pre');
  await untilLive(empty);
  await postBy(empty, '等着审核的一条。');
  await commentWith(empty, '等着审核').getByText('审核中').waitFor();
  const card = await fixed(commentWith(empty, '等着审核'));
  expect(await violations(empty)).toEqual([]);
  await room.decide({ id: (await card.getAttribute('id'))?.replace('liangju-', '') ?? '' }, 'reject', 'OFFTOPIC');
  await card.getByText('未通过审核').waitFor();
  expect(await violations(empty)).toEqual([]);

  // A text that waits, and one whose field is gone.
  await setMode('post');
  await empty.page.route('**/api/v1/comments', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await postBy(empty, '发不出去的一条。');
  await empty.box.getByRole('button', { name: '重试' }).waitFor();
  const doomed = await room.say(article, '就要撤下的一条。', { name: '另一位' });
  await empty.box.locator('.fresh').click();
  const answered = commentWith(empty, '就要撤下');
  await answered.getByRole('button', { name: '回复' }).click();
  await answered.locator('textarea').fill('写到一半的回复');
  await room.decide(doomed, 'hide', 'OTHER');
  await empty.box.locator('.unsent').waitFor();
  expect(await violations(empty)).toEqual([]);
  await empty.page.unroute('**/api/v1/comments');

  const context = await room.browser.newContext({ viewport: { width: 800, height: 900 } });
  await context.route('**/api/v1/comments?*', () => undefined);
  const page = await context.newPage();
  await page.goto(empty.page.url());
  const waiting: Reader = { ...empty, page, context, box: page.locator('section.box') };
  await page.locator('.skeleton').first().waitFor();
  expect(await violations(waiting)).toEqual([]);
  await context.unroute('**/api/v1/comments?*');
  await context.route(`${room.server.url}/**`, (route) =>
    route.request().url().includes('/api/') || route.request().method() === 'HEAD' ? route.abort() : route.continue(),
  );
  await page.reload();
  await waiting.box.getByRole('alert').getByRole('button', { name: '重试' }).waitFor();
  expect(await violations(waiting)).toEqual([]);
});

test.each(themes)('no violation in the tower view, %s', async (theme) => {
  const reader = await room.open(await richThread(), { ...still, data: { theme, view: 'tower' } });
  await reader.box.locator('.tower').first().waitFor();
  expect(await violations(reader)).toEqual([]);
});

test.each([320, 390, 768])('at %i px nothing stands out of the window, whatever is written', async (width) => {
  const article = await richThread();
  await room.say(article, `https://example.com/${'a'.repeat(300)} ${'W'.repeat(200)}\n\n\`\`\`\n${'code '.repeat(60)}\n\`\`\``, {
    name: 'W'.repeat(30),
  });
  const reader = await room.open(article, { context: { viewport: { width, height: 640 } } });
  await untilLive(reader);
  const excess = (): Promise<number> => reader.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await excess()).toBe(0);
  await write(reader, '窄窗口里写评论。', '一个名字特别特别特别特别特别长的热心市民');
  expect(await excess()).toBe(0);
  await reader.box.getByRole('button', { name: '发表' }).click();
  const card = await fixed(commentWith(reader, '窄窗口里'));
  await card.getByRole('button', { name: '更多操作' }).click();
  await card.getByRole('button', { name: '编辑' }).click();
  await card.locator('textarea').waitFor();
  expect(await excess()).toBe(0);
  await card.getByRole('button', { name: '取消' }).click();
  const other = commentWith(reader, '第 1 段');
  await other.getByRole('button', { name: '回复' }).click();
  await other.getByRole('button', { name: '更多操作' }).click();
  expect(await excess()).toBe(0);
  await other.getByRole('button', { name: '举报' }).click();
  expect(await excess()).toBe(0);
});

test('who wants less motion sees none', async () => {
  const article = await richThread();
  const reader = await room.open(article, { context: { reducedMotion: 'reduce' } });
  await untilLive(reader);
  await room.say(article, '又来一条。', { name: '新来的人' });
  await reader.box.locator('.fresh').click();
  const moving = await reader.page.evaluate(() => document.querySelector('#liangju')?.shadowRoot?.getAnimations().length);
  expect(moving).toBe(0);
});

test('Tab walks through the box in the order it is read, and never gets stuck', async () => {
  const article = room.article();
  await room.say(article, '键盘走一遍。');
  await room.say(article, '再来一条。', { name: '另一位' });
  const reader = await room.open(article);
  await untilLive(reader);
  await reader.box.locator('textarea').focus();
  const stops: string[] = [];
  for (let n = 0; n < 12; n++) {
    await reader.page.keyboard.press('Tab');
    stops.push(
      await reader.page.evaluate(() => {
        const active = document.querySelector('#liangju')?.shadowRoot?.activeElement;
        return active?.getAttribute('aria-label') ?? active?.textContent ?? '';
      }),
    );
  }
  const ofOne = ['支持，已有 0 人（另一位）', '反对，已有 0 人（另一位）', '回复 另一位', '更多操作：另一位'];
  expect(stops.slice(0, 10)).toEqual(['昵称', '发表', '最新', '最热', '最早', ...ofOne, '支持，已有 0 人（读者）']);
});

test('hit areas are large enough under a finger', async () => {
  const article = await richThread();
  const reader = await room.open(article, { context: { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true } });
  await untilLive(reader);
  await write(reader, '手机上写。');
  const small = await reader.box.locator('button:visible, textarea:visible, input:visible:not(.trap)').evaluateAll((controls) =>
    controls
      .map((control) => ({ name: control.textContent || control.getAttribute('aria-label'), box: control.getBoundingClientRect() }))
      .filter(({ box }) => box.height < 40 || box.width < 40)
      .map(({ name, box }) => `${name} ${Math.round(box.width)}x${Math.round(box.height)}`),
  );
  // What stands in running text may be as high as its line; a hidden place can be pressed on its whole length.
  expect(small.filter((one) => !/^(?:展开|剧透)/.test(one))).toEqual([]);
});

test('nothing jumps while it loads', async () => {
  const article = await richThread();
  const context = await room.browser.newContext({ viewport: { width: 800, height: 1_200 } });
  await context.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ('value' in entry && typeof entry.value === 'number') shifts.push(entry.value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const opened = await room.open(article);
  const page = await context.newPage();
  let joins = 0;
  page.on('websocket', (socket) => socket.on('framereceived', () => joins++));
  await page.goto(opened.page.url());
  await page.locator('article').first().waitFor();
  await waitFor(() => joins > 2);
  const shifts = await page.evaluate(() => ('shifts' in window && Array.isArray(window.shifts) ? window.shifts : [99]));
  expect(shifts).toEqual([]);
});
