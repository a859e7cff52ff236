import { expect, test } from '@jest/globals';
import { bearer, call, signIn } from '../support/api.ts';
import { waitFor } from '../support/wait-for.ts';
import { consoleRoom } from './console-room.ts';

const room = consoleRoom();

async function openSite(name: string): Promise<string> {
  const site = await room.site(name);
  const headers = await signIn(room.server.url);
  await call(room.server.url, `/api/v1/sites/${site}`, { method: 'PATCH', headers, body: { mode: 'post', reportThreshold: 3 } });
  await waitFor(async () => (await room.say(site, `开场白${Math.random()}。`)).status === 'published');
  return site;
}

test('what was reported stays on the card, on the comment’s page, in the search and in the log when its author changes it', async () => {
  const site = await openSite('举报报');
  const said = await room.say(site, '你们这群榆木脑袋，晚霞有什么好看。', { name: '改口的人' });
  for (const name of ['甲读者', '乙读者', '丙读者']) {
    const { token } = await room.say(site, `${name}路过，说一句${Math.random()}。`, { name });
    await call(room.server.url, `/api/v1/comments/${said.id}/reports`, { headers: bearer(token), body: { reason: 'ABUSE' } });
  }
  const edited = await call(room.server.url, `/api/v1/comments/${said.id}`, {
    method: 'PATCH',
    headers: bearer(said.token),
    body: { body: '你们看，晚霞很好看。' },
  });
  expect(edited.status).toBe(200);

  const { page, card, errors } = await room.enter(`#/queue?site=${site}`);
  await card('改口的人').waitFor();
  const reported = card('改口的人').getByRole('region', { name: '被举报的版本' });
  expect(await reported.innerText()).toMatch(/被举报的版本\s+第 1 版\s+被举报 3 次/);
  expect((await reported.locator('.difference del').allInnerTexts()).join(' ')).toContain('榆木脑袋');
  const before = await reported.locator('.difference').evaluate((element) => {
    const copy = element.cloneNode(true);
    if (!(copy instanceof Element)) return '';
    for (const gone of copy.querySelectorAll('ins, .hidden')) gone.remove();
    return copy.textContent;
  });
  expect(before).toBe('你们这群榆木脑袋，晚霞有什么好看。');

  await page.goto(`${room.server.url}/admin/#/comments`);
  await page.getByLabel('搜索评论内容').fill('榆木脑袋');
  await page.getByRole('region', { name: '被举报的版本' }).waitFor();
  await room.decide([said.id], 'reject', { reason: 'ABUSE' });
  await page.goto(`${room.server.url}/admin/#/comments/${said.id}`);
  await page.getByRole('region', { name: '被举报的版本' }).getByText('榆木脑袋').first().waitFor();
  await page.getByText('被举报的是第 1 版，作者之后改过').waitFor();
  expect(errors).toEqual([]);
});

test('what a learner that only watches has seen is not marked in the text; how sure it was is told', async () => {
  const site = await room.site('旁观报');
  const headers = await signIn(room.server.url);
  const offers = ['兼职刷单日结', '低价代开票据', '贷款秒批到账', '高仿手表批发', '会员账号出租', '内部名额转让'];
  for (const [i, offer] of offers.entries()) {
    const { id } = await room.say(site, `${offer}，名额有限先到先得，诚信可靠第 ${i} 批。`, { name: `商家${i}` });
    await room.decide([id], 'spam');
    const other = await room.say(site, `这篇报道写得很清楚，下雨天怎么办，第 ${i} 次路过。`, { name: `路人${i}` });
    await room.decide([other.id], 'approve');
  }
  const body = '长期招收会员，名额有限先到先得，诚信可靠。';
  const learner = async () => {
    const answer = await call<{ findings: { phase: string; score: number; active: boolean; evidence: { end: number }[] }[] }>(
      room.server.url,
      '/api/v1/moderation/try',
      { headers, body: { site, body } },
    );
    return answer.body.findings.find(({ phase }) => phase === 'learner.spam');
  };
  await waitFor(async () => (await learner()) !== undefined);
  const found = await learner();
  expect(found).toMatchObject({ active: false });
  expect(found?.score).toBeGreaterThanOrEqual(0.5);
  expect(found?.evidence.some(({ end }) => end > 0)).toBe(true);

  const { page } = await room.enter(`#/try?site=${site}`);
  await page.getByLabel('评论内容').fill(body);
  await page.keyboard.press('Control+Enter');
  const row = page.getByRole('row', { name: /垃圾识别/ });
  await row.waitFor();
  expect(await row.innerText()).toContain('只观察');
  expect(await row.locator('.num').innerText()).toBe(String(Math.round((found?.score ?? 0) * 100)));
  const marks = await page.locator('mark').evaluateAll((all) => all.map((mark) => mark.getAttribute('title') ?? ''));
  expect(marks.filter((title) => title.includes('垃圾识别'))).toEqual([]);
});
