import { expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { type Article, commentWith, fixed, opinion, postBy, type Reader, untilLive, useRoom, write } from './reading-room.ts';

const room = useRoom();
const LATE_PARTS = /\/late[-.]/;

const unsent = ({ box }: Reader) => box.getByRole('group', { name: '没有发出的文字' });
const mainField = ({ box }: Reader) => box.locator('textarea').first();
const isIn = (field: ReturnType<typeof mainField>, text: string): Promise<void> => waitFor(async () => (await field.inputValue()) === text);

/** Is the keyboard in the box, and not fallen to the page? */
const isKept = ({ page }: Reader): Promise<boolean> =>
  page.evaluate(() => document.querySelector('#liangju')?.shadowRoot?.activeElement?.isConnected === true);

async function setClosed(article: Article, closed: boolean): Promise<void> {
  const { id } = (await room.list(article)).thread;
  await room.staff(`/api/v1/threads/${id}`, { method: 'PATCH', body: { closed } });
}

const readClipboard = ({ page }: Reader): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
const mayCopy = { permissions: ['clipboard-read', 'clipboard-write'] };

/** The service cannot take comments, though it answers and its sockets are up. */
async function failPosts({ page }: Reader, fails: () => boolean): Promise<void> {
  await page.route('**/api/v1/comments', (route) =>
    route.request().method() === 'POST' && fails()
      ? route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' }, body: '' })
      : route.continue(),
  );
}

test('what waits is tried again by itself while the socket is up', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await untilLive(reader);
  let isDown = true;
  await failPosts(reader, () => isDown);
  await postBy(reader, '服务忙的时候写的一条。');
  await reader.box.getByText('暂时发不出去，已存在本机，会自动再试').waitFor();
  isDown = false;
  await commentWith(reader, '服务忙的时候').waitFor();
  await waitFor(async () => (await reader.box.locator('.going').count()) === 0);
  expect((await room.list(article)).thread.commentCount).toBe(1);
});

test('a waiting text can be sent at once, copied, and taken back into its field; meanwhile the next one goes out', async () => {
  const article = room.article();
  const reader = await room.open(article, { context: mayCopy });
  await untilLive(reader);
  let isDown = true;
  await failPosts(reader, () => isDown);
  await postBy(reader, '想改主意的一条。');
  const card = reader.box.locator('.going').filter({ hasText: '想改主意' });
  await card.getByRole('button', { name: '复制' }).click();
  await reader.box.getByRole('status').filter({ hasText: '已复制' }).waitFor();
  expect(await readClipboard(reader)).toBe('想改主意的一条。');
  await card.getByRole('button', { name: '取消' }).click();
  await card.waitFor({ state: 'detached' });
  await isIn(mainField(reader), '想改主意的一条。');
  await waitFor(() => mainField(reader).evaluate((field) => field.matches(':focus')));
  await reader.box.getByRole('button', { name: '发表' }).click();
  await card.getByRole('button', { name: '重试' }).waitFor();
  isDown = false;
  await postBy(reader, '后写的先到。');
  await commentWith(reader, '后写的先到').waitFor();
  if ((await card.count()) > 0)
    await card
      .getByRole('button', { name: '重试' })
      .click({ timeout: 2_000 })
      .catch(() => undefined);
  await commentWith(reader, '想改主意').waitFor();
  expect((await room.list(article)).thread.commentCount).toBe(2);
});

test('taken back after its answer was lost, and sent again as it was, it is there once', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await untilLive(reader);
  let isLost = true;
  await reader.page.route('**/api/v1/comments', async (route) => {
    if (route.request().method() !== 'POST' || !isLost) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await postBy(reader, '服务收到了，读者不知道。');
  await reader.box.locator('.going').getByRole('button', { name: '取消' }).click();
  await isIn(mainField(reader), '服务收到了，读者不知道。');
  isLost = false;
  await reader.box.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, '服务收到了').waitFor();
  await waitFor(async () => (await mainField(reader).inputValue()) === '');
  expect((await room.list(article)).thread.commentCount).toBe(1);
});

test.each([
  [
    'that says why',
    400,
    'application/problem+json',
    JSON.stringify({ status: 400, code: 'invalid-request', detail: '这里写着原因。' }),
    '这里写着原因。',
  ],
  ['of something on the way', 413, 'text/html', '<h1>413 Request Entity Too Large</h1>', '没有成功，请稍后再试'],
])('a refusal %s is given in words, and the text is back in its field', async (_, status, contentType, body, words) => {
  const reader = await room.open(room.article());
  await reader.page.route('**/api/v1/comments', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status, contentType, body, headers: { 'access-control-allow-origin': '*' } })
      : route.continue(),
  );
  await postBy(reader, '没有被收下的一条。');
  await reader.box.getByRole('alert').filter({ hasText: words }).waitFor();
  await isIn(mainField(reader), '没有被收下的一条。');
  expect(await reader.box.locator('.going').count()).toBe(0);
});

test('how long it took is a whole number, also when the clock was set back meanwhile', async () => {
  const article = room.article();
  const reader = await room.open(article);
  await untilLive(reader);
  await reader.page.evaluate(() => {
    const real = Date.now;
    Date.now = () => real() - 3_600_000.5;
  });
  const sent = reader.page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/api/v1/comments'));
  await postBy(reader, '时钟往回拨了一小时。');
  const { elapsed } = (await sent).postDataJSON();
  expect(Number.isInteger(elapsed) && elapsed >= 0).toBe(true);
  await commentWith(reader, '时钟往回').waitFor();
});

test('comments are closed while one writes: the text stays, with the reason, and can be copied', async () => {
  const article = room.article();
  await room.say(article, '快要关闭的一篇。');
  const reader = await room.open(article, { context: mayCopy });
  await untilLive(reader);
  const card = await fixed(commentWith(reader, '快要关闭'));
  await write(reader, '正写到一半');
  await card.getByRole('button', { name: '回复' }).click();
  await card.locator('textarea').fill('回复也写到一半');
  await setClosed(article, true);
  await unsent(reader).filter({ hasText: '正写到一半' }).getByText('评论已关闭，这段文字没有发出').waitFor();
  await unsent(reader).filter({ hasText: '回复也写到一半' }).getByRole('button', { name: '复制' }).click();
  await waitFor(async () => (await readClipboard(reader)) === '回复也写到一半');
  expect(await isKept(reader)).toBe(true);
  await setClosed(article, false);
  await isIn(mainField(reader), '正写到一半');
  expect(await card.locator('textarea').inputValue()).toBe('回复也写到一半');
});

test('closed before the list came, the text of the plain field stays too', async () => {
  const article = room.article();
  await room.say(article, '已经关闭的一篇。');
  await setClosed(article, true);
  const reader = await room.open(article);
  let answer = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await reader.page.route('**/api/v1/comments?*', async (route) => {
    await held;
    await route.continue();
  });
  await reader.page.route(LATE_PARTS, async (route) => {
    await held;
    await route.continue();
  });
  await reader.page.reload();
  await reader.box.locator('textarea').pressSequentially('抢着写的');
  answer();
  await reader.box.getByText('本文评论已关闭').waitFor();
  await unsent(reader).getByText('抢着写的').waitFor();
});

test('the answered comment is taken down while one writes: the text stays and can become a comment of its own', async () => {
  const article = room.article();
  const doomed = await room.say(article, '会被撤下的一条。');
  const reader = await room.open(article);
  await untilLive(reader);
  const card = await fixed(commentWith(reader, '会被撤下'));
  await card.getByRole('button', { name: '回复' }).click();
  await card.locator('textarea').fill('回得很认真的一段话。');
  await room.decide(doomed, 'hide', 'OTHER');
  const kept = unsent(reader).filter({ hasText: '回得很认真' });
  await kept.getByText('要回复的评论已经不在').waitFor();
  await waitFor(() => kept.evaluate((group) => group.matches(':focus')));
  await kept.getByRole('button', { name: '改为单独评论' }).click();
  await isIn(mainField(reader), '回得很认真的一段话。');
  await kept.waitFor({ state: 'detached' });
  await reader.box.getByRole('textbox', { name: '昵称' }).fill('认真的人');
  await reader.box.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, '回得很认真').waitFor();
});

test('the server refuses an answer to what is gone, of which the page has no news: the text stays with the reason', async () => {
  const article = room.article();
  const doomed = await room.say(article, '没有推送时被撤下的一条。');
  const reader = await room.open(article);
  await reader.page.routeWebSocket('**/live/**', (socket) => void socket.close());
  await reader.page.route('**/live/**', (route) => route.abort());
  await reader.page.reload();
  const card = await fixed(commentWith(reader, '没有推送时'));
  await card.getByRole('button', { name: '回复' }).click();
  await card.locator('textarea').fill('不知道它已经没有了。');
  await card.getByRole('textbox', { name: '昵称' }).fill('晚来的人');
  await room.decide(doomed, 'hide', 'OTHER');
  await card.getByRole('button', { name: '发表' }).click();
  await unsent(reader).filter({ hasText: '不知道它已经没有了' }).getByText(/不在/).waitFor();
});

test('an edit whose comment was refused meanwhile keeps what was written', async () => {
  const article = room.article();
  await room.say(article, '旁边的一条。', { name: '另一位' });
  const reader = await room.open(article);
  await untilLive(reader);
  await postBy(reader, '正在修改的一条。');
  const card = await fixed(commentWith(reader, '正在修改'));
  await card.getByRole('button', { name: '更多操作' }).click();
  await card.getByRole('button', { name: '编辑' }).click();
  await waitFor(async () => (await card.locator('textarea').count()) === 1);
  await card.locator('textarea').fill('正在修改的一条，改了很多。');
  const id = (await card.getAttribute('id'))?.replace('liangju-', '') ?? '';
  await room.decide({ id }, 'hide', 'OTHER');
  // Under review it can still be changed: what was written is where it was.
  await waitFor(async () => (await card.locator('textarea').inputValue()) === '正在修改的一条，改了很多。');
  await room.decide({ id, revision: 2 }, 'reject', 'OFFTOPIC');
  const kept = unsent(reader).filter({ hasText: '改了很多' });
  await kept.getByText('要修改的评论已不能再改').waitFor();
  await kept.getByRole('button', { name: '丢掉' }).click();
  await kept.getByRole('button', { name: '丢掉' }).click();
  await kept.waitFor({ state: 'detached' });
});

test('another order of the list, or a reload, leaves no answer behind: it is gone on with where it belongs', async () => {
  const article = room.article();
  for (let n = 1; n <= 24; n++) await room.say(article, opinion(n), { name: `读者${n}` });
  const reader = await room.open(article);
  const card = await fixed(commentWith(reader, '第 24 条'));
  await card.getByRole('button', { name: '回复' }).click();
  await card.locator('textarea').fill('写给最新一条的回复');
  await reader.box.getByRole('button', { name: '最早' }).click();
  const kept = unsent(reader).filter({ hasText: '写给最新一条' });
  await kept.getByText('对另一条评论的回复').waitFor();
  // The order is remembered by this browser: after a reload the comment is not on the first page either.
  await reader.page.reload();
  await reader.box.getByRole('button', { name: '最早', pressed: true }).waitFor();
  await kept.getByRole('button', { name: '接着写' }).click();
  await isIn(card.locator('textarea'), '写给最新一条的回复');
  await kept.waitFor({ state: 'detached' });
  await card.getByRole('textbox', { name: '昵称' }).fill('回复的人');
  await card.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, '写给最新一条').waitFor();
});

test('two windows of the same page keep each other’s waiting texts', async () => {
  const article = room.article();
  const one = await room.open(article);
  await untilLive(one);
  await failPosts(one, () => true);
  const other = await room.open(article, { with: one });
  await untilLive(other);
  await postBy(one, '第一个窗口里写的。');
  await one.box.getByText('暂时发不出去').waitFor();
  await postBy(other, '第二个窗口里写的。');
  await commentWith(other, '第二个窗口').waitFor();
  await one.page.close();
  const again = await room.open(article, { with: other });
  await commentWith(again, '第一个窗口').waitFor();
  await waitFor(async () => (await room.list(article)).thread.commentCount === 2);
});
