import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { bearer, call } from '../support/api.ts';
import { signedCall, type StartedVerifier, startVerifier } from '../support/verifier.ts';
import { waitFor } from '../support/wait-for.ts';
import { faultsOf } from './axe-faults.ts';
import { useMembersRoom, type Visit } from './members-room.ts';
import { opinion } from './reading-room.ts';

const members = useMembersRoom();
const { room, visit } = members;
const FOUND = { verified: 'phone', person: 'somebody' };
let verifier: StartedVerifier;

beforeAll(async () => {
  verifier = await startVerifier();
  const { url, secret } = verifier;
  const body = {
    id: 'proven',
    name: '晨报',
    origins: [members.origin],
    type: 'blog',
    mode: 'post',
    verified: 'any',
    verifier: { url, secret },
  };
  await room.staff('/api/v1/sites', { body });
});
afterAll(() => verifier?.close());

const button = ({ box }: Visit) => box.getByRole('button', { name: '去验证' });

/** What the verifier does once the reader has proved it. */
async function prove(): Promise<void> {
  const id = String(verifier.questions.at(-1)?.headers['webhook-id']);
  const answer = await call(room.server.url, '/api/v1/verification', {
    method: 'POST',
    ...signedCall(verifier.secret, id, JSON.stringify(FOUND)),
  });
  expect(answer.status).toBe(204);
}

async function writes({ box }: Visit): Promise<void> {
  const text = opinion(1);
  await box.locator('form.composer textarea').first().fill(text);
  await box.getByRole('textbox', { name: '昵称' }).first().fill('任意的笔名');
  await box.getByRole('button', { name: '发表' }).first().click();
  const comment = box.locator('.list article', { hasText: text });
  await comment.getByText('已认证').waitFor();
}

test('a visitor proves who they are on the verifier’s page, and writes', async () => {
  const reader = await visit({ site: 'proven' });
  await reader.box.getByText('完成实名验证后才能发言').waitFor();
  expect(await reader.box.locator('form.composer').count()).toBe(0);
  await button(reader).waitFor();
  expect(await faultsOf(reader.page)).toEqual([]);
  verifier.answer({ url: room.server.url });
  const opened = reader.page.waitForEvent('popup');
  await button(reader).click();
  const popup = await opened;
  await popup.waitForURL(`${room.server.url}/**`);
  expect(await popup.evaluate(() => window.opener)).toBeNull();
  await reader.box.getByText('请在打开的窗口里完成验证').waitFor();
  await prove();
  await popup.close();
  await reader.box.locator('form.composer textarea').first().waitFor();
  await writes(reader);
  const token = await reader.page.evaluate(() => JSON.parse(localStorage.getItem('liangju:proven:token') ?? 'null'));
  const me = await call<{ reader: object }>(room.server.url, '/api/v1/me?site=proven', { headers: bearer(token) });
  expect(me.body.reader).toMatchObject({ kind: 'guest', verified: 'phone' });
});

test('whom the verifier knows writes at once; a refusal is a sentence, and a blocked window a link', async () => {
  const reader = await visit({ site: 'proven' });
  await reader.page.evaluate(() => {
    window.open = () => null;
  });
  verifier.answer((_, res) => void res.writeHead(503).end());
  await button(reader).click();
  await reader.box.getByRole('alert').filter({ hasText: '暂时联系不上验证服务' }).waitFor();
  verifier.answer({ url: `${room.server.url}/prove` });
  await button(reader).click();
  const link = reader.box.getByRole('link', { name: '打开验证页面' });
  await link.waitFor();
  expect(await link.getAttribute('href')).toBe(`${room.server.url}/prove`);
  verifier.answer(FOUND);
  await button(reader).click();
  await waitFor(async () => (await reader.box.locator('form.composer textarea').count()) > 0);
  await writes(reader);
});
