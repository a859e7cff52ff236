import { expect, test } from '@jest/globals';
import { countGraphemes } from '../../server/domain/graphemes.ts';
import { waitFor } from '../support/wait-for.ts';
import { commentWith, opinion, postBy, useRoom, write } from './reading-room.ts';

const room = useRoom();

test.each([
  ['管理員', '工作人员'],
  ['\u2800', '看得见的字'],
])('a name that cannot be used: the refusal says why, the text is kept, the field for the name is open (%j)', async (name, why) => {
  const article = room.article();
  const reader = await room.open(article);
  const text = opinion(1);
  await postBy(reader, text, name);
  const form = reader.box.locator('form.composer').first();
  await form.getByText(why).waitFor();
  await waitFor(async () => (await form.locator('textarea').inputValue()) === text);
  const field = form.getByRole('textbox', { name: '昵称' });
  await waitFor(() => field.evaluate((input) => input === (input.getRootNode() as ShadowRoot).activeElement));
  expect(await field.getAttribute('aria-invalid')).toBe('true');
  const described = await field.getAttribute('aria-describedby');
  expect(await form.locator(`[id="${described}"]`).innerText()).toContain(why);
  await field.fill('江边散步');
  await waitFor(async () => (await field.getAttribute('aria-invalid')) === 'false');
  await form.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, text).waitFor();
  expect(await commentWith(reader, text).innerText()).toContain('江边散步');
  expect((await room.list(article)).thread.commentCount).toBe(1);
});

test('a refused name stands in the way of no vote', async () => {
  const article = room.article();
  const said = await room.say(article, opinion(2));
  const reader = await room.open(article);
  await postBy(reader, opinion(3), '官方账号');
  await reader.box.getByText('工作人员').waitFor();
  await commentWith(reader, '第 2 条').getByRole('button', { name: /^支持/ }).click();
  await waitFor(async () => (await room.list(article)).comments.find(({ id }) => id === said.id)?.votes.up === 1);
});

test('nor does one that this browser has kept from before', async () => {
  const article = room.article();
  const said = await room.say(article, opinion(4));
  const reader = await room.open(article);
  await reader.page.evaluate(() => localStorage.setItem('liangju:demo:name', JSON.stringify('系統管理員')));
  await reader.page.reload();
  await commentWith(reader, '第 4 条').getByRole('button', { name: /^支持/ }).click();
  await waitFor(async () => (await room.list(article)).comments.find(({ id }) => id === said.id)?.votes.up === 1);
});

test('the field keeps as many signs as the server takes, families of emoji too', async () => {
  const article = room.article();
  const reader = await room.open(article);
  const text = opinion(5);
  await write(reader, text, '👨‍👩‍👧‍👦'.repeat(40));
  const field = reader.box.getByRole('textbox', { name: '昵称' });
  expect(countGraphemes(await field.inputValue())).toBe(30);
  await reader.box.getByRole('button', { name: '发表' }).first().click();
  await commentWith(reader, text).waitFor();
  expect((await room.list(article)).comments[0]?.author?.name).toBe('👨‍👩‍👧‍👦'.repeat(30));
});
