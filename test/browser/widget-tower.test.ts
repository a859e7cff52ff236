import { expect, test } from '@jest/globals';
import { MOST_DEPTH } from '../../server/domain/depth.ts';
import { storedChain } from '../support/stored-chain.ts';
import { waitFor } from '../support/wait-for.ts';
import { commentWith, type Reader, useRoom } from './reading-room.ts';

const room = useRoom();
const DEEP = 250;

const top = ({ box }: Reader) => box.locator('.conversation').first();
const texts = (reader: Reader): Promise<string[]> => top(reader).locator('.level .body').allTextContents();
const levels = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, i) => `盖到第 ${from + i} 层。`);

test('a tower of many floors: the first two and the nearest, then the others bit by bit', async () => {
  const article = room.article();
  await storedChain(room.server, article.thread, DEEP);
  const reader = await room.open(article, { data: { view: 'tower', sort: 'newest' } });
  await top(reader)
    .getByRole('button', { name: `展开剩余 ${DEEP - 4} 层` })
    .click();
  await waitFor(async () => (await texts(reader)).length > 3);
  expect((await texts(reader)).slice(0, 2)).toEqual(levels(1, 2));
  expect((await texts(reader)).at(-1)).toBe(`盖到第 ${DEEP - 1} 层。`);
  const more = top(reader).locator('.tower button.link', { hasText: '展开剩余' });
  for (let before = (await texts(reader)).length; (await more.count()) > 0; before = (await texts(reader)).length) {
    await more.click();
    await waitFor(async () => (await texts(reader)).length > before || (await more.count()) === 0);
  }
  expect(await texts(reader)).toEqual(levels(1, DEEP - 1));
  expect(await top(reader).locator('.level .floor').last().textContent()).toBe(String(DEEP - 1));
  expect(reader.errors).toEqual([]);
});

test('an answer that hangs at the bound says whom it answers, in the tower and in the nested view', async () => {
  const article = room.article();
  const chain = await storedChain(room.server, article.thread, MOST_DEPTH);
  const first = await room.say(article, '我来盖最后一层。', { name: '封顶', parentId: chain.at(-1) ?? '' });
  const answer = await room.say(article, '你盖得真高，佩服。', { name: '仰望', parentId: first.id });
  expect([answer.depth, answer.answersId]).toEqual([MOST_DEPTH, first.id]);
  for (const view of ['tower', 'nested']) {
    const reader = await room.open(article, { data: { view, sort: 'newest' }, hash: `#liangju-${answer.id}` });
    const shown = commentWith(reader, '你盖得真高');
    await shown.waitFor();
    await shown.getByText('回复 @封顶').waitFor();
  }
});

test('what stands above is put right when it is edited or taken down, though it is on no page', async () => {
  const article = room.article();
  const chain = await storedChain(room.server, article.thread, 30);
  const reader = await room.open(article, { data: { view: 'tower', sort: 'newest' } });
  await top(reader).getByText('盖到第 1 层').waitFor();
  await room.decide({ id: chain[0] ?? '', revision: 1 }, 'hide');
  await waitFor(async () => !(await texts(reader)).includes('盖到第 1 层。'));
});
