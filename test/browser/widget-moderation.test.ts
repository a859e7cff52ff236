import { beforeAll, expect, test } from '@jest/globals';
import { call } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { commentWith, fixed, postBy, untilLive, useRoom } from './reading-room.ts';

const room = useRoom();
/** A word of these tests, on the site's list. */
const FORBIDDEN = '测试用违禁词';

interface Queue {
  items: { comment: { id: string; revision: number; body: string } }[];
}

async function held(text: string): Promise<{ id: string; revision: number }> {
  const { items } = await room.staff<Queue>('/api/v1/moderation/queue?site=demo&limit=100');
  const found = items.find(({ comment }) => comment.body.includes(text));
  if (found === undefined) throw new Error(`nothing held says ${text}`);
  return found.comment;
}

const setMode = (mode: string): Promise<unknown> => room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { mode } });

beforeAll(async () => {
  const entries = [{ word: FORBIDDEN, level: 'block', category: 'custom', options: [] }];
  await room.staff('/api/v1/sites/demo/words', { method: 'PUT', body: { entries }, headers: { 'if-match': '*' } });
  await waitFor(async () => {
    const tried = await room.staff<{ verdict: string }>('/api/v1/moderation/try', { body: { site: 'demo', body: FORBIDDEN } });
    return tried.verdict === 'block';
  });
});

test('where comments are checked first, the author alone sees that theirs waits; approved, everybody has it live', async () => {
  await setMode('pre');
  const article = room.article();
  const other = await room.open(article);
  const author = await room.open(article);
  await untilLive(other);
  await untilLive(author);
  await postBy(author, '请把直饮水点标在地图上。');
  await commentWith(author, '直饮水点').getByText('审核中，通过后所有人可见').waitFor();
  await author.box.getByRole('status').filter({ hasText: '已提交，正在审核' }).waitFor();
  expect((await room.list(article)).comments).toEqual([]);

  // It waits for its author after a reload too.
  const again = await room.open(article, { with: author });
  await commentWith(again, '直饮水点').getByText('审核中').waitFor();
  expect(await other.box.getByText('直饮水点').count()).toBe(0);
  await untilLive(again);

  await room.decide(await held('直饮水点'), 'approve');
  await commentWith(author, '直饮水点').getByRole('button', { name: '回复' }).waitFor();
  await waitFor(async () => (await author.box.getByText('审核中，').count()) === 0);
  await commentWith(again, '直饮水点').getByRole('button', { name: '回复' }).waitFor();
  await other.box.getByRole('button', { name: '有 1 条新评论' }).click();
  await commentWith(other, '直饮水点').waitFor();
  expect(await author.comments.count()).toBe(1);
});

test('rejected, its author is told why, live and after a reload, and nobody else sees it', async () => {
  await setMode('pre');
  const article = room.article();
  const author = await room.open(article);
  await untilLive(author);
  await postBy(author, '这条和步道没有关系。');
  await commentWith(author, '没有关系').getByText('审核中').waitFor();
  await room.decide(await held('这条和步道没有关系'), 'reject', 'OFFTOPIC');
  await commentWith(author, '没有关系').getByText('未通过审核：与内容无关').waitFor();
  await room.staff('/api/v1/sites/demo', { method: 'PATCH', body: { answerWithin: 24 } });
  const again = await room.open(article, { with: author });
  await commentWith(again, '没有关系').getByText('未通过审核：与内容无关').waitFor();
  const other = await room.open(article);
  await other.box.getByText('还没有评论').waitFor();

  // Once, its author may ask for a second look.
  const card = commentWith(again, '没有关系');
  await card.getByRole('button', { name: '申诉' }).click();
  await card.getByText('举报和申诉会在 24 小时内答复。').waitFor();
  await again.page.keyboard.type('这条讲的就是步道。');
  await again.page.keyboard.press('Enter');
  await card.getByText('申诉已提交，编辑会再看一遍').waitFor();
  const appealed = await held('这条和步道没有关系');
  await again.page.reload();
  await card.getByText('申诉已提交').waitFor();
  await untilLive(again, 2);
  await room.decide(appealed, 'approve');
  await card.getByRole('button', { name: '回复' }).waitFor();
});

test('taken down by a moderator, it is gone live for others', async () => {
  await setMode('post');
  const article = room.article();
  const bad = await room.say(article, '这条稍后会被撤下。');
  await room.say(article, '这条会留着。', { name: '另一位' });
  const reader = await room.open(article);
  await untilLive(reader);
  await commentWith(reader, '稍后会被撤下').waitFor();
  await room.decide(bad, 'hide', 'OTHER');
  await waitFor(async () => (await reader.box.getByText('稍后会被撤下').count()) === 0);
  await waitFor(async () => (await reader.box.locator('.count').textContent()) === '共 1 条');
  await room.decide({ id: bad.id, revision: 2 }, 'approve');
  await reader.box.getByRole('button', { name: '有 1 条新评论' }).waitFor();
});

test('a comment that answers were given to leaves a place-holder', async () => {
  await setMode('post');
  const article = room.article();
  const root = await room.say(article, '占位测试的首条。');
  await room.say(article, '对首条的回复。', { parentId: root.id, name: '回复者' });
  const reader = await room.open(article);
  await untilLive(reader);
  await room.decide(root, 'hide', 'OTHER');
  await reader.box.getByText('该评论已删除').waitFor();
  await commentWith(reader, '对首条的回复').waitFor();
});

test('refused at once, the reason is given, the text is back in its box, and its author may appeal', async () => {
  await setMode('post');
  const article = room.article();
  const reader = await room.open(article);
  const text = `这里面有${FORBIDDEN}。`;
  await postBy(reader, text);
  await reader.box
    .getByRole('alert')
    .filter({ hasText: /^未通过审核：/ })
    .waitFor();
  const field = reader.box.locator('textarea').first();
  await waitFor(async () => (await field.inputValue()) === text);
  await waitFor(async () => (await field.getAttribute('aria-invalid')) === 'true');
  const card = await fixed(commentWith(reader, FORBIDDEN));
  await card.getByText('未通过审核：').waitFor();
  expect(await reader.comments.count()).toBe(1);
  expect((await room.list(article)).comments).toEqual([]);
  await card.getByRole('button', { name: '申诉' }).click();
  await reader.page.keyboard.type('这是测试里的词。');
  await reader.page.keyboard.press('Enter');
  await card.getByText('申诉已提交').waitFor();
  // Corrected, it goes out.
  await field.fill('改好之后再发一次。');
  await reader.box.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, '改好之后').waitFor();
});

test('a refused text is taken up again from its own place, also later, and keeps what is typed meanwhile', async () => {
  await setMode('post');
  const reader = await room.open(room.article());
  const text = `回头再改的${FORBIDDEN}。`;
  await postBy(reader, text);
  await commentWith(reader, '回头再改').waitFor();
  const field = reader.box.locator('textarea').first();
  await field.fill('先写别的');
  await reader.page.reload();
  await commentWith(reader, '回头再改').getByRole('button', { name: '修改后重发' }).click();
  await waitFor(async () => (await field.inputValue()) === `${text}\n\n先写别的`);
  expect(await field.getAttribute('aria-invalid')).toBe('false');
});

test('a refused answer opens its box again with the text and the reason', async () => {
  await setMode('post');
  const article = room.article();
  const root = await room.say(article, '欢迎大家回复这条。');
  const reader = await room.open(article);
  const card = commentWith(reader, '欢迎大家回复');
  await card.getByRole('button', { name: '回复' }).click();
  const field = card.locator('textarea');
  await field.fill(`回复里有${FORBIDDEN}。`);
  await card.getByRole('textbox', { name: '昵称' }).fill('回复的人');
  await card.getByRole('button', { name: '发表' }).click();
  await card
    .getByRole('alert')
    .filter({ hasText: /^未通过审核：/ })
    .waitFor();
  await waitFor(async () => (await card.locator('textarea').inputValue()) === `回复里有${FORBIDDEN}。`);
  const { body } = await call<{ comments: unknown[] }>(room.server.url, `/api/v1/comments/${root.id}/replies`);
  expect(body.comments).toEqual([]);
});

test('an edit that has to wait leaves the old text to others and says so to its author', async () => {
  await setMode('post');
  const article = room.article();
  const author = await room.open(article);
  const other = await room.open(article);
  await untilLive(author);
  await untilLive(other);
  await postBy(author, '先发后改的一条。');
  await other.box.getByRole('button', { name: '有 1 条新评论' }).click();
  await setMode('pre');
  const card = await fixed(commentWith(author, '先发后改'));
  await card.getByRole('button', { name: '更多操作' }).click();
  await card.getByRole('button', { name: '编辑' }).click();
  await card.locator('textarea').fill('先发后改的一条，补了一句。');
  await card.getByRole('button', { name: '保存' }).click();
  await commentWith(author, '补了一句').getByText('审核中').waitFor();
  await commentWith(other, '先发后改的一条。').waitFor();
  await room.decide(await held('补了一句'), 'approve');
  await commentWith(other, '补了一句').getByText('已编辑').waitFor();
  await waitFor(async () => (await author.box.getByText('审核中，').count()) === 0);
});
