import { expect, test } from '@jest/globals';
import { waitFor } from '../support/wait-for.ts';
import { faultsOf } from './axe-faults.ts';
import { commentWith, opinion, type Reader, useRoom, write } from './reading-room.ts';

const room = useRoom();
const set = (change: object): Promise<unknown> => room.staff('/api/v1/sites/demo', { method: 'PATCH', body: change });
const keptNames = ({ page }: Reader): Promise<string[]> => page.evaluate(() => Object.keys(localStorage));

test('the box keeps nothing in the browser before its reader uses it', async () => {
  const article = room.article();
  await room.say(article, opinion(1));
  const reader = await room.open(article);
  expect(await keptNames(reader)).toEqual([]);
  expect(await reader.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  expect(await reader.page.context().cookies()).toEqual([]);
});

test('terms are ticked once by the button; without the tick, or after a new version, the text stays where it was', async () => {
  await set({ mode: 'post', terms: { url: 'https://news.example.com/rules', version: '1', title: '《跟帖规则》' }, answerWithin: 24 });
  const article = room.article();
  await room.say(article, opinion(2)).catch(() => undefined);
  const reader = await room.open(article);
  const { box } = reader;
  const tick = box.getByRole('checkbox');
  const area = box.getByRole('textbox').first();
  const text = opinion(3);
  await write(reader, text);
  await tick.waitFor();
  expect(await box.getByRole('link', { name: '《跟帖规则》' }).getAttribute('href')).toBe('https://news.example.com/rules');
  expect(await faultsOf(reader.page)).toEqual([]);
  await box.getByRole('button', { name: '发表' }).click();
  expect(await area.inputValue()).toBe(text);
  // The keys that send do not ask the form: the server refuses, and the text is back.
  await area.press('Control+Enter');
  await box.getByRole('alert').filter({ hasText: '《跟帖规则》' }).waitFor();
  await waitFor(async () => (await area.inputValue()) === text);
  await tick.click();
  await box.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, text).waitFor();
  const next = opinion(4);
  await write(reader, next);
  await box.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, next).waitFor();

  await set({ terms: { version: '2' } });
  const last = opinion(5);
  await write(reader, last);
  await box.getByRole('button', { name: '发表' }).click();
  await tick.waitFor();
  await waitFor(async () => (await area.inputValue()) === last);
  await tick.click();
  await box.getByRole('button', { name: '发表' }).click();
  await commentWith(reader, last).waitFor();
});
