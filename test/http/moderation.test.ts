import { beforeAll, expect, test } from '@jest/globals';
import type { MeAnswer } from '../../contract/account.ts';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { AuditView, DecideAnswer, DecisionResult, QueueAnswer, QueueItem } from '../../contract/moderation.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';

onBothStores('moderation over HTTP', (server) => {
  let admin: Record<string, string>;

  beforeAll(async () => {
    admin = await signIn(server().url);
    const made = await call(server().url, '/api/v1/sites', {
      body: { id: 'paper', name: '报纸', origins: ['https://news.example.com'], type: 'news' },
      headers: admin,
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ mode: 'pre' });
  });

  async function held(thread = newThread(), overrides: Record<string, unknown> = {}) {
    const answer = await call<PostAnswer>(server().url, '/api/v1/comments', { body: post(thread, { site: 'paper', ...overrides }) });
    expect(answer.status).toBe(202);
    return { thread, comment: answer.body.comment, token: answer.body.readerToken ?? '' };
  }

  const listed = async (key: string) =>
    (await call<ListAnswer>(server().url, `/api/v1/comments?site=paper&thread=${encodeURIComponent(key)}`)).body.comments;

  async function queued(id: string, more = ''): Promise<QueueItem | undefined> {
    const answer = await call<QueueAnswer>(server().url, `/api/v1/moderation/queue?site=paper&sort=newest&limit=100${more}`, {
      headers: admin,
    });
    expect(answer.status).toBe(200);
    return answer.body.items.find(({ comment }) => comment.id === id);
  }

  async function decide(
    id: string,
    revision: number,
    action: string,
    more: Record<string, unknown> = {},
    headers = admin,
  ): Promise<DecisionResult> {
    const answer = await call<DecideAnswer>(server().url, '/api/v1/moderation/decisions', {
      body: { items: [{ id, revision }], action, ...more },
      headers,
    });
    expect(answer.status).toBe(200);
    const [result] = answer.body.results;
    if (result === undefined) throw new Error('no result');
    return result;
  }

  test('先审后发: a comment waits, its author alone sees it, until it is approved', async () => {
    const { thread, comment, token } = await held();
    expect(comment.status).toBe('pending');
    expect(await listed(thread.key)).toEqual([]);
    expect((await call(server().url, `/api/v1/comments/${comment.id}`)).status).toBe(404);
    const mine = await call<MeAnswer>(server().url, `/api/v1/me?site=paper&thread=${encodeURIComponent(thread.key)}`, {
      headers: bearer(token),
    });
    expect(mine.body.own.map(({ id, status }) => [id, status])).toEqual([[comment.id, 'pending']]);

    const item = await queued(comment.id);
    expect(item).toMatchObject({
      kinds: ['new'],
      reasons: expect.arrayContaining(['mode']),
      claim: null,
      context: { thread: { title: thread.title } },
    });
    const applied = await decide(comment.id, item?.comment.revision ?? 0, 'approve');
    expect(applied).toMatchObject({ result: 'applied', status: 'published', revision: 2 });
    expect((await listed(thread.key)).map(({ id }) => id)).toEqual([comment.id]);
    expect(await queued(comment.id)).toBeUndefined();
  });

  test('a refusal tells its author why, and the audit log who did it', async () => {
    const { thread, comment, token } = await held();
    await decide(comment.id, 1, 'reject', { reason: 'AD', note: '广告' });
    const mine = await call<MeAnswer>(server().url, `/api/v1/me?site=paper&thread=${encodeURIComponent(thread.key)}`, {
      headers: bearer(token),
    });
    expect(mine.body.own[0]).toMatchObject({ status: 'rejected', moderation: { message: '广告引流' } });
    const audit = await call<{ entries: AuditView[] }>(server().url, `/api/v1/moderation/audit?subject=${comment.id}`, { headers: admin });
    expect(audit.body.entries).toHaveLength(1);
    expect(audit.body.entries[0]).toMatchObject({
      action: 'comment.reject',
      reason: 'AD',
      note: '广告',
      data: { from: 'pending', to: 'rejected' },
    });
  });

  test('spam looks like waiting to its author', async () => {
    const { thread, comment, token } = await held();
    await decide(comment.id, 1, 'spam');
    const mine = await call<MeAnswer>(server().url, `/api/v1/me?site=paper&thread=${encodeURIComponent(thread.key)}`, {
      headers: bearer(token),
    });
    expect(mine.body.own[0]?.status).toBe('pending');
  });

  test('of concurrent decisions one is applied; the slower learn who decided what', async () => {
    const { comment } = await held();
    const results = await Promise.all(['approve', 'reject', 'spam', 'approve', 'reject'].map((action) => decide(comment.id, 1, action)));
    expect(results.filter(({ result }) => result === 'applied')).toHaveLength(1);
    for (const { result, decidedBy } of results.filter((one) => one.result !== 'applied')) {
      expect(result).toBe('stale');
      expect(decidedBy).toMatchObject({ name: expect.any(String), at: expect.any(String) });
    }
    const audit = await call<{ entries: AuditView[] }>(server().url, `/api/v1/moderation/audit?subject=${comment.id}`, { headers: admin });
    expect(audit.body.entries).toHaveLength(1);
  });

  test('undo brings the case back', async () => {
    const { thread, comment } = await held();
    const approved = await decide(comment.id, 1, 'approve');
    const undone = await decide(comment.id, approved.revision ?? 0, 'undo');
    expect(undone).toMatchObject({ result: 'applied', status: 'pending' });
    expect(await listed(thread.key)).toEqual([]);
    expect(await queued(comment.id)).toBeDefined();
  });

  test('hide, approve again, pin, unknown comments, impossible steps', async () => {
    const { thread, comment } = await held();
    const approved = await decide(comment.id, 1, 'approve');
    const hidden = await decide(comment.id, approved.revision ?? 0, 'hide');
    expect(hidden.status).toBe('pending');
    expect(await listed(thread.key)).toEqual([]);
    const again = await decide(comment.id, hidden.revision ?? 0, 'approve');
    const pinned = await decide(comment.id, again.revision ?? 0, 'pin');
    expect((await listed(thread.key))[0]).toMatchObject({ pinned: true });
    expect(await decide('01JUNKNOWN0000000000000000', 1, 'approve')).toMatchObject({ result: 'gone' });
    const refused = await call<ProblemView>(server().url, '/api/v1/moderation/decisions', {
      body: { items: [{ id: comment.id, revision: pinned.revision }], action: 'restore' },
      headers: admin,
    });
    expect([refused.status, refused.body.code]).toEqual([409, 'invalid-transition']);
  });

  test('an edit of a published comment leaves the old text public until it is decided', async () => {
    const { thread, comment, token } = await held();
    await decide(comment.id, 1, 'approve');
    const edited = await call<PostAnswer>(server().url, `/api/v1/comments/${comment.id}`, {
      method: 'PATCH',
      body: { body: '修改后的内容在等待审核。' },
      headers: bearer(token),
    });
    expect(edited.body.comment).toMatchObject({ status: 'pending', revision: 3 });
    expect((await listed(thread.key))[0]?.html).not.toContain('修改后');
    const item = await queued(comment.id);
    expect(item?.kinds).toContain('edited');
    await decide(comment.id, 3, 'approve');
    expect((await listed(thread.key))[0]?.html).toContain('修改后');
  });

  test('reports put a published comment before the moderators, one a reader', async () => {
    const thread = newThread();
    const { comment } = await held(thread);
    await decide(comment.id, 1, 'approve');
    const reporters = await Promise.all([held(thread), held(thread), held(thread)]);
    const report = (token: string) =>
      call(server().url, `/api/v1/comments/${comment.id}/reports`, { body: { reason: 'ABUSE' }, headers: bearer(token) });
    const [one, two, three] = reporters;
    expect((await report(one?.token ?? '')).status).toBe(202);
    await report(one?.token ?? '');
    await report(one?.token ?? '');
    expect(await queued(comment.id)).toBeUndefined();
    await report(two?.token ?? '');
    await report(three?.token ?? '');
    const item = await queued(comment.id);
    expect(item?.reasons).toContain('reported:ABUSE');
    expect(item?.reports).toHaveLength(3);
  });

  test('a claim is seen by colleagues and given back', async () => {
    const { comment } = await held();
    const claimed = await call<{ ids: string[] }>(server().url, '/api/v1/moderation/claims', {
      body: { ids: [comment.id] },
      headers: admin,
    });
    expect(claimed.body.ids).toEqual([comment.id]);
    expect((await queued(comment.id))?.claim?.staff.name).toEqual(expect.any(String));
    const released = await call<{ ids: string[] }>(server().url, '/api/v1/moderation/claims', {
      method: 'DELETE',
      body: { ids: [comment.id] },
      headers: admin,
    });
    expect(released.body.ids).toEqual([comment.id]);
    expect((await queued(comment.id))?.claim).toBeNull();
  });

  test('the queue is searched by one or two characters', async () => {
    const { comment } = await held(newThread(), { body: '这座石拱桥有年头了，值得好好保护。' });
    expect(await queued(comment.id, `&q=${encodeURIComponent('石拱桥')}`)).toBeDefined();
    expect(await queued(comment.id, `&q=${encodeURIComponent('桥')}`)).toBeDefined();
    expect(await queued(comment.id, `&q=${encodeURIComponent('高铁')}`)).toBeUndefined();
  });

  test('a listed word refuses the comment, says why, and keeps it for the audit', async () => {
    const saved = await call<{ version: number; entries: number }>(server().url, '/api/v1/sites/paper/words', {
      method: 'PUT',
      body: '样例违禁词\tblock\tad\t\n样例可疑词\thold\tad\t\n',
      headers: { ...admin, 'content-type': 'text/plain', 'if-match': '*' },
    });
    expect(saved.body).toMatchObject({ entries: 2, refused: [] });
    const refused = await call<ProblemView>(server().url, '/api/v1/comments', {
      body: post(newThread(), { site: 'paper', body: '这里有样 例 违 禁 词出现' }),
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'comment-rejected']);
    expect(refused.body.detail).toContain('广告引流');
    const seen = await call<{ comment: { status: string } }>(server().url, `/api/v1/comments/${refused.body.commentId}`, {
      headers: bearer(await apiToken()),
    });
    expect(seen.body.comment.status).toBe('rejected');
    const { comment } = await held(newThread(), { body: '顺便提到样例可疑词看看' });
    expect((await queued(comment.id, '&reason=words'))?.reasons).toContain('words:ad');
  });

  async function apiToken(): Promise<string> {
    const made = await call<{ token: string }>(server().url, '/api/v1/staff/tokens', {
      body: { name: '检查', scopes: ['read', 'moderate'] },
      headers: admin,
    });
    expect(made.status).toBe(201);
    return made.body.token;
  }
});
