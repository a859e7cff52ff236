import { beforeAll, describe, expect, test } from '@jest/globals';
import type { AuditView, QueueAnswer } from '../../contract/moderation.ts';
import type { ListAnswer } from '../../contract/comment.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { ADMIN } from '../support/start-server.ts';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { onOneStore } from '../support/on-both-stores.ts';

onOneStore('credentials of staff', (server) => {
  const url = () => server().url;
  let admin: Record<string, string>;
  beforeAll(async () => {
    admin = await signIn(url());
  });

  const makeToken = (scopes: string[], headers: Record<string, string>) =>
    call<{ token: string } & ProblemView>(url(), '/api/v1/staff/tokens', { body: { name: '程序', scopes }, headers });

  test('a token makes none that may do more than itself', async () => {
    const { token } = (await makeToken(['staff', 'read'], admin)).body;
    expect((await makeToken(['read'], bearer(token))).status).toBe(201);
    expect((await makeToken(['staff', 'read'], bearer(token))).status).toBe(201);
    for (const scopes of [['moderate'], ['read', 'sites'], ['staff', 'moderate']]) {
      expect(await makeToken(scopes, bearer(token))).toMatchObject({ status: 403, body: { code: 'not-allowed' } });
    }
  });

  test('signing in again ends the session that the browser had', async () => {
    const first = await signIn(url());
    const whoAmI = (headers: Record<string, string>) => call(url(), '/api/v1/staff/session', { headers });
    expect((await whoAmI(first)).status).toBe(200);
    const again = await call<{ csrfToken: string }>(url(), '/api/v1/staff/session', {
      body: { email: ADMIN.email, password: ADMIN.password },
      headers: { cookie: first.cookie ?? '' },
    });
    expect(again.status).toBe(200);
    expect((await whoAmI(first)).status).toBe(401);
    expect((await whoAmI(admin)).status).toBe(200);
  });

  test('the log does not show a reader’s nickname where a person of staff is named', async () => {
    await call(url(), '/api/v1/sites', { body: { id: 'strict', name: '报纸', origins: [], type: 'news', mode: 'pre' }, headers: admin });
    const author = { name: '夜班编辑室的人' };
    const { body } = await call<{ comment: { id: string }; readerToken: string }>(url(), '/api/v1/comments', {
      body: post(newThread(), { site: 'strict', author }),
    });
    const { id } = body.comment;
    await call(url(), '/api/v1/moderation/decisions', {
      body: { items: [{ id, revision: 1 }], action: 'reject', reason: 'AD' },
      headers: admin,
    });
    const appealed = await call(url(), `/api/v1/comments/${id}/appeal`, {
      body: { note: '请再看一次' },
      headers: bearer(body.readerToken),
    });
    expect(appealed.status).toBe(202);
    const log = await call<{ entries: AuditView[] }>(url(), `/api/v1/moderation/audit?subject=${id}`, { headers: admin });
    const entry = log.body.entries.find(({ action }) => action === 'comment.appeal');
    expect(entry?.by).toEqual({ id: 'system', name: '' });
    // Nothing can be taken out of the log: a reader's name and words stand in the case alone.
    expect(JSON.stringify(log.body)).not.toContain(author.name);
    expect(entry).toMatchObject({ note: '', data: {} });
    const { body: queue } = await call<QueueAnswer>(url(), `/api/v1/moderation/queue?id=${id}`, { headers: admin });
    expect(queue.items[0]?.appeal).toEqual({ at: expect.any(String), note: '请再看一次' });
  });

  describe('half of a surrogate pair', () => {
    test('is replaced before it is stored', async () => {
      const thread = newThread();
      const text = JSON.stringify(post(thread, { body: '石阶旁HALF的灯', author: { name: '散HALF步' } })).replaceAll('HALF', '\\ud83d');
      const posted = await call<{ comment: { id: string } }>(url(), '/api/v1/comments', { body: text });
      expect(posted.status).toBe(201);
      const listed = await call<ListAnswer>(url(), `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
      const [comment] = listed.body.comments;
      expect([comment?.html, comment?.author?.name]).toEqual([expect.stringContaining('石阶旁\ufffd的灯'), '散步']);
    });

    test('while a whole pair stays', async () => {
      const thread = newThread();
      const text = JSON.stringify(post(thread, { body: 'PAIR 路灯亮了' })).replace('PAIR', '\\ud83d\\ude00');
      expect((await call(url(), '/api/v1/comments', { body: text })).status).toBe(201);
      const listed = await call<ListAnswer>(url(), `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
      expect(listed.body.comments[0]?.html).toContain('😀 路灯亮了');
    });
  });
});
