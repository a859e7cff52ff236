import { beforeAll, describe, expect, test } from '@jest/globals';
import type { ListAnswer, PostAnswer } from '../../contract/comment.ts';
import type { AuditView, DecideAnswer, QueueAnswer, QueueItem } from '../../contract/moderation.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

onBothStores('moderation in depth over HTTP', (server) => {
  let admin: Record<string, string>;
  let colleague: Record<string, string>;
  const url = () => server().url;

  beforeAll(async () => {
    admin = await signIn(url());
    const made = await server().cli(['staff', 'add', 'second@example.com', '--role', 'senior'], 'another long password\n');
    expect(made.code).toBe(0);
    colleague = await signIn(url(), { email: 'second@example.com', password: 'another long password' });
    await call(url(), '/api/v1/sites', { body: { id: 'paper', name: '报纸', origins: [], type: 'news', mode: 'pre' }, headers: admin });
  });

  const send = (body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    call<PostAnswer & ProblemView>(url(), '/api/v1/comments', { body, headers });

  async function queue(filter: string, headers = admin): Promise<QueueItem[]> {
    return (await call<QueueAnswer>(url(), `/api/v1/moderation/queue?limit=100&${filter}`, { headers })).body.items;
  }

  const decide = (items: { id: string; revision: number }[], action: string, more: object = {}, headers = admin) =>
    call<DecideAnswer & ProblemView>(url(), '/api/v1/moderation/decisions', { body: { items, action, ...more }, headers });

  describe('the same thing said by many', () => {
    test('the third reader’s copy waits, the earlier ones get a case but stay, and one decision is for all', async () => {
      const thread = newThread();
      const copies = [
        '听说城南那家旧书店下个月要搬走了，真舍不得',
        '听说城南那家旧书店下个月要搬走了，真舍不得啊！',
        '听说、城南那家旧书店、下个月要搬走了，真舍不得……',
      ];
      const sent = [];
      for (const [i, body] of copies.entries()) sent.push(await send(post(thread, { body, author: { name: `读者${'甲乙丙'[i] ?? ''}` } })));
      expect(sent.map(({ status }) => status)).toEqual([201, 201, 202]);
      const ids = sent.map(({ body }) => body.comment.id);
      const gathered = async () => (await queue('site=demo&sort=oldest')).filter(({ comment }) => ids.includes(comment.id));
      await waitFor(async () => (await gathered()).length === 3);
      const cases = await gathered();
      const [first] = cases;
      expect(new Set(cases.map(({ cluster }) => cluster?.id)).size).toBe(1);
      expect(cases.every(({ kinds, cluster }) => kinds.includes('cluster') && cluster?.open === 3)).toBe(true);
      const listed = await call<ListAnswer>(url(), `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
      expect(listed.body.comments.map(({ id }) => id).sort()).toEqual(ids.slice(0, 2).sort());

      const cluster = first?.cluster?.id;
      expect((await queue(`cluster=${cluster}`)).map(({ comment }) => comment.id).sort()).toEqual([...ids].sort());
      const items = [{ id: ids[2] ?? '', revision: 1 }];
      expect((await decide(items, 'pin', { cluster })).status).toBe(409);
      const all = await decide(items, 'spam', { cluster });
      expect(all.body.results.map(({ id, result, status }) => [id, result, status]).sort()).toEqual(
        ids.map((id) => [id, 'applied', 'spam']).sort(),
      );
      const after = await call<ListAnswer>(url(), `/api/v1/comments?site=demo&thread=${encodeURIComponent(thread.key)}`);
      expect(after.body.comments).toEqual([]);
      const log = await call<{ entries: AuditView[] }>(url(), '/api/v1/moderation/audit?site=demo&action=comment.spam&limit=100', {
        headers: admin,
      });
      expect(log.body.entries.filter(({ data }) => data.cluster === cluster)).toHaveLength(3);
    });

    test('one reader who says nearly the same a third time is refused', async () => {
      const thread = newThread();
      const body = '这条河边的步道修得很好，晚上散步的人多了起来';
      const first = await send(post(thread, { body }));
      const mine = bearer(first.body.readerToken ?? '');
      expect((await send(post(thread, { body: `${body}！！` }), mine)).status).toBe(409);
      expect((await send(post(thread, { body: `${body}，也更安静了` }), mine)).status).toBe(201);
      const third = await send(post(thread, { body: `嗯，${body}，也更安静了` }), mine);
      expect(third.status).toBe(409);
      expect(third.body.code).toBe('duplicate-comment');
    });
  });

  test('a refused first comment can be appealed by the guest who wrote it, and another moderator has to look', async () => {
    const thread = newThread();
    const words = { entries: [{ word: '试验禁词', level: 'block', category: 'ad', options: [] }] };
    await call(url(), '/api/v1/sites/paper/words', { method: 'PUT', body: words, headers: { ...admin, 'if-match': '*' } });
    const { body: refused, status } = await send(post(thread, { site: 'paper', body: `${sentence()}试验禁词` }));
    expect([status, refused.code]).toEqual([422, 'comment-rejected']);
    const id = refused.commentId ?? '';
    const mine = bearer(refused.readerToken ?? '');
    expect((await call(url(), `/api/v1/comments/${id}/appeal`, { body: { note: '这是书名' }, headers: mine })).status).toBe(202);
    const [item] = (await queue('site=paper&kind=appeal')).filter(({ comment }) => comment.id === id);
    // The program refused it: anybody may look. The first decision on the appeal is final for whoever made it.
    expect((await decide([{ id, revision: item?.comment.revision ?? 0 }], 'reject', { reason: 'AD' })).body.results[0]?.result).toBe(
      'applied',
    );
    expect((await call(url(), `/api/v1/comments/${id}/appeal`, { body: { note: '再看看' }, headers: mine })).status).toBe(409);
  });

  test('whoever refused a comment does not decide its appeal, while a colleague can', async () => {
    const thread = newThread();
    const { body } = await send(post(thread, { site: 'paper' }));
    const { id } = body.comment;
    await decide([{ id, revision: 1 }], 'reject', { reason: 'OFFTOPIC' });
    await call(url(), `/api/v1/comments/${id}/appeal`, { body: { note: '请再看一次' }, headers: bearer(body.readerToken ?? '') });
    const own = await decide([{ id, revision: 2 }], 'approve');
    expect([own.status, own.body.code]).toEqual([403, 'appeal-needs-another']);
    expect((await decide([{ id, revision: 2 }], 'approve', {}, colleague)).body.results[0]).toMatchObject({
      result: 'applied',
      status: 'published',
    });
  });

  test('reports count by what became of the reporter’s earlier ones', async () => {
    const thread = newThread();
    const reporters: Record<string, string>[] = [];
    for (let i = 0; i < 3; i++) {
      const guest = await call<{ readerToken: string }>(url(), '/api/v1/readers/guest', {
        body: { site: 'demo', name: `热心人${'甲乙丙'[i] ?? ''}` },
      });
      reporters.push(bearer(guest.body.readerToken));
    }
    const report = (id: string, who: Record<string, string> | undefined) =>
      call(url(), `/api/v1/comments/${id}/reports`, { body: { reason: 'ABUSE' }, headers: who ?? {} });
    // The first reporter is wrong four times over.
    for (let i = 0; i < 4; i++) {
      const { body } = await send(post(thread));
      await report(body.comment.id, reporters[0]);
      await decide([{ id: body.comment.id, revision: 1 }], 'feature');
    }
    const target = (await send(post(thread))).body.comment;
    for (const who of reporters) await report(target.id, who);
    expect((await call<{ comment: { status: string } }>(url(), `/api/v1/comments/${target.id}`)).body.comment.status).toBe('published');
    const fourth = await call<{ readerToken: string }>(url(), '/api/v1/readers/guest', { body: { site: 'demo', name: '热心人丁' } });
    await report(target.id, bearer(fourth.body.readerToken));
    expect((await call(url(), `/api/v1/comments/${target.id}`)).status).toBe(404);
  });

  test('a host that the moderators refuse is held by its name', async () => {
    const host = `shop-${Date.now()}.example`;
    const thread = newThread();
    const linked = async () => (await send(post(thread, { body: `${sentence()} https://${host}/a` }))).body.comment;
    for (let i = 0; i < 3; i++) {
      const { id } = await linked();
      expect((await decide([{ id, revision: 1 }], 'reject', { reason: 'AD' })).body.results[0]?.result).toBe('applied');
    }
    const fourth = await linked();
    expect(fourth.status).toBe('pending');
    const [item] = (await queue('site=demo&reason=links&sort=newest')).filter(({ comment }) => comment.id === fourth.id);
    expect(item?.comment.findings.flatMap(({ evidence }) => evidence.map(({ note }) => note))).toContain('refused-host');
  });

  test('a share of what is published at once comes before people afterwards, and stays public', async () => {
    await call(url(), '/api/v1/sites', {
      body: { id: 'drawn', name: '抽查', origins: [], type: 'blog', mode: 'post', samplePercent: 100 },
      headers: admin,
    });
    const { body } = await send(post(newThread(), { site: 'drawn' }));
    expect(body.comment.status).toBe('published');
    const [item] = await queue('site=drawn&kind=sample');
    expect(item?.comment.id).toBe(body.comment.id);
    const kept = await decide([{ id: body.comment.id, revision: 1 }], 'approve');
    expect(kept.body.results[0]).toMatchObject({ result: 'applied', status: 'published' });
    expect(await queue('site=drawn')).toEqual([]);
  });

  test('a doubtful name alone is a case of its own kind', async () => {
    const { body } = await send(post(newThread(), { author: { name: '加微信领红包' } }));
    const [item] = (await queue('site=demo&kind=nickname')).filter(({ comment }) => comment.id === body.comment.id);
    expect(item?.comment.findings.some(({ evidence }) => evidence.some(({ field }) => field === 'name'))).toBe(true);
  });

  test('trying a text tells every finding and remembers nothing', async () => {
    const text = { site: 'demo', body: `${sentence()}加微信领红包` };
    for (let i = 0; i < 4; i++) {
      const tried = await call<{ verdict: string; findings: { phase: string }[] }>(url(), '/api/v1/moderation/try', {
        body: text,
        headers: admin,
      });
      expect(tried.body.verdict).toBe('review');
      expect(tried.body.findings.map(({ phase }) => phase)).not.toContain('near-duplicate');
    }
  });
});
