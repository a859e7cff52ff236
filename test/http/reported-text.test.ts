import { beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { AuditView, DecideAnswer, QueueAnswer, SearchAnswer } from '../../contract/moderation.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';

onBothStores('what was reported', (server) => {
  let admin: Record<string, string>;
  const url = () => server().url;

  beforeAll(async () => {
    admin = await signIn(url());
    const body = { id: 'open', name: '报纸', origins: [], type: 'blog', mode: 'post', reportThreshold: 3 };
    expect((await call(url(), '/api/v1/sites', { body, headers: admin })).status).toBe(201);
  });

  async function say(thread: ReturnType<typeof newThread>, body = sentence()): Promise<{ id: string; token: string }> {
    const answer = await call<PostAnswer>(url(), '/api/v1/comments', { body: post(thread, { site: 'open', body }) });
    expect(answer.status).toBe(201);
    return { id: answer.body.comment.id, token: answer.body.readerToken ?? '' };
  }
  async function report(thread: ReturnType<typeof newThread>, id: string): Promise<void> {
    const { token } = await say(thread);
    const answer = await call(url(), `/api/v1/comments/${id}/reports`, { body: { reason: 'ABUSE' }, headers: bearer(token) });
    expect(answer.status).toBe(202);
  }
  const edit = (id: string, token: string, body: string) =>
    call(url(), `/api/v1/comments/${id}`, { method: 'PATCH', body: { body }, headers: bearer(token) });
  const search = async (q: string) =>
    (await call<SearchAnswer>(url(), `/api/v1/moderation/comments?q=${encodeURIComponent(q)}`, { headers: admin })).body.comments;
  const queue = async (q: string) =>
    (await call<QueueAnswer>(url(), `/api/v1/moderation/queue?q=${encodeURIComponent(q)}`, { headers: admin })).body.items;
  const decide = (id: string, revision: number, action: string) =>
    call<DecideAnswer>(url(), '/api/v1/moderation/decisions', { body: { items: [{ id, revision }], action }, headers: admin });
  const audit = async (subject: string) =>
    (await call<{ entries: AuditView[] }>(url(), `/api/v1/moderation/audit?subject=${subject}`, { headers: admin })).body.entries;

  test('stays before the moderators when its author changes it: shown, found, and named in the log', async () => {
    const thread = newThread();
    const { id, token } = await say(thread, '你们这群**木头桩子**都闭嘴');
    for (let i = 0; i < 3; i++) await report(thread, id);
    expect((await edit(id, token, '今天的晚霞真好看')).status).toBe(200);

    const [item] = await queue('木头桩子都闭');
    expect(item?.comment).toMatchObject({
      id,
      body: '今天的晚霞真好看',
      reported: [{ revision: 1, body: '你们这群**木头桩子**都闭嘴', reports: 3, at: expect.any(String) }],
    });
    expect(item?.reports.map(({ revision }) => revision)).toEqual([1, 1, 1]);
    expect((await search('木头桩子')).map((found) => [found.id, found.reported.length])).toEqual([[id, 1]]);
    expect((await search('晚霞真好看')).map((found) => found.id)).toEqual([id]);

    expect((await decide(id, item?.comment.revision ?? 0, 'reject')).body.results[0]).toMatchObject({ result: 'applied' });
    expect((await audit(id)).map(({ action, data }) => [action, data.reported, data.replaced])).toEqual([
      ['comment.reject', 1, true],
      ['comment.hide', 1, undefined],
    ]);
    expect((await search('木头桩子'))[0]?.reported).toHaveLength(1);

    await call(url(), '/api/v1/moderation/decisions', { body: { items: [{ id, revision: 4 }], action: 'purge' }, headers: admin });
    expect(await search('木头桩子')).toEqual([]);
    expect(
      JSON.stringify((await call<SearchAnswer>(url(), `/api/v1/moderation/comments?id=${id}`, { headers: admin })).body),
    ).not.toContain('木头');
  });

  test('is what the public saw, also while an edit waits', async () => {
    const thread = newThread();
    const { id, token } = await say(thread, '这篇稿子抄得一字不差，呸');
    const made = await call(url(), '/api/v1/sites/open', { method: 'PATCH', body: { mode: 'pre' }, headers: admin });
    expect(made.status).toBe(200);
    const waits = await edit(id, token, '这篇稿子写得不错，赞');
    await call(url(), '/api/v1/sites/open', { method: 'PATCH', body: { mode: 'post' }, headers: admin });
    expect(waits.status).toBe(200);
    await report(thread, id);
    const [found] = await search('抄得一字不差');
    expect(found?.reported).toMatchObject([{ revision: 1, body: '这篇稿子抄得一字不差，呸', reports: 1 }]);
  });

  test('and was not changed is no other version', async () => {
    const thread = newThread();
    const { id } = await say(thread, '原样留着的一句话呢');
    await report(thread, id);
    expect((await search('原样留着'))[0]?.reported).toEqual([]);
    expect((await decide(id, 1, 'hide')).body.results[0]).toMatchObject({ result: 'applied' });
    expect((await audit(id))[0]?.data).toMatchObject({ reported: 1, replaced: false });
  });
});
