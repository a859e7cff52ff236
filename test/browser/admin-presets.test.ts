import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { call, signIn } from '../support/api.ts';
import { faultsOf } from './axe-faults.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();

test('a preset shows before and after, is applied, and is taken back', async () => {
  const id = `s-${randomUUID().slice(0, 8)}`;
  const headers = await signIn(room.server.url);
  await call(room.server.url, '/api/v1/sites', { headers, body: { id, name: '河畔日报', origins: [], type: 'blog' } });
  const { page, errors } = await room.enter(`#/sites/${id}`);
  const panel = page.getByRole('region', { name: '法规预设' });
  await panel.getByText('中国新闻站点').click();
  await panel.getByRole('listitem').filter({ hasText: '审核方式: graded → pre' }).waitFor();
  await panel.getByText('规则网址: 不符合').first().waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await panel.getByRole('button', { name: '套用' }).first().click();
  await panel.getByRole('button', { name: '已经是这样' }).first().waitFor();
  const stored = () => call<{ mode: string; guests: boolean }>(room.server.url, `/api/v1/sites/${id}`, { headers });
  expect((await stored()).body).toMatchObject({ mode: 'pre', guests: false });
  await panel.getByRole('button', { name: '撤回“中国新闻站点”' }).click();
  await panel.getByRole('button', { name: '撤回' }).waitFor({ state: 'detached' });
  expect((await stored()).body).toMatchObject({ mode: 'graded', guests: true });
  expect(errors).toEqual([]);
});
