import { beforeAll, expect, test } from '@jest/globals';
import type { PostAnswer } from '../../contract/comment.ts';
import type { AuditView, DecideAnswer, DecisionResult, QueueAnswer, StatsView } from '../../contract/moderation.ts';
import { call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

onBothStores('what a moderator’s desk is told over HTTP', (server) => {
  let admin: Record<string, string>;

  beforeAll(async () => {
    admin = await signIn(server().url);
    const made = await call(server().url, '/api/v1/sites', {
      body: { id: 'desk', name: '案头', origins: ['https://news.example.com'], type: 'news' },
      headers: admin,
    });
    expect(made.status).toBe(201);
  });

  async function held(thread = newThread(), more: Record<string, unknown> = {}): Promise<string> {
    const answer = await call<PostAnswer>(server().url, '/api/v1/comments', { body: post(thread, { site: 'desk', ...more }) });
    expect(answer.status).toBe(202);
    return answer.body.comment.id;
  }
  const ask = async <T>(path: string): Promise<T> => {
    const answer = await call<T>(server().url, `/api/v1/moderation/${path}`, { headers: admin });
    expect(answer.status).toBe(200);
    return answer.body;
  };
  async function decide(ids: readonly (readonly [string, number])[], action: string, more: object = {}): Promise<DecisionResult[]> {
    const items = ids.map(([id, revision]) => ({ id, revision }));
    const answer = await call<DecideAnswer>(server().url, '/api/v1/moderation/decisions', {
      body: { items, action, ...more },
      headers: admin,
    });
    expect(answer.status).toBe(200);
    return answer.body.results;
  }
  const auditOf = async (subject: string): Promise<AuditView[]> =>
    (await ask<{ entries: AuditView[] }>(`audit?subject=${subject}`)).entries;

  test('the numbers of the queue and of its state are the same, whatever is asked for', async () => {
    const thread = newThread();
    const ids = [await held(thread), await held(thread), await held()];
    await decide([[ids[0] ?? '', 1]], 'escalate');
    const { items } = await ask<QueueAnswer>(`queue?id=${ids[1]}`);
    const threadId = items[0]?.context.thread.id;
    for (const filter of [
      'site=desk',
      `site=desk&thread=${threadId}`,
      'site=desk&kind=new',
      'site=desk&reason=mode',
      'site=desk&kind=appeal',
    ]) {
      const [plain, escalated, stats] = await Promise.all([
        ask<QueueAnswer>(`queue?${filter}&sort=oldest`),
        ask<QueueAnswer>(`queue?${filter}&escalated=true`),
        ask<StatsView>(`stats?${filter}`),
      ]);
      expect([filter, stats.open, stats.escalated]).toEqual([filter, plain.total, escalated.total]);
      expect([filter, plain.items.length, escalated.items.length]).toEqual([filter, plain.total, escalated.total]);
      expect(stats.oldestOpenAt).toBe(plain.items[0]?.openedAt ?? null);
    }
  });

  test('what was escalated has a lane of its own, with who, when and why; undoing brings it back', async () => {
    const id = await held();
    const [escalated] = await decide([[id, 1]], 'escalate', { note: '拿不准，请看一眼。' });
    expect(escalated).toMatchObject({ result: 'applied', revision: 2 });
    const isIn = async (query: string): Promise<boolean> =>
      (await ask<QueueAnswer>(`queue?site=desk&limit=100&sort=newest${query}`)).items.some(({ comment }) => comment.id === id);
    expect([await isIn(''), await isIn('&escalated=true')]).toEqual([false, true]);
    const { items } = await ask<QueueAnswer>(`queue?id=${id}`);
    expect(items[0]).toMatchObject({
      escalated: true,
      escalation: { by: { name: expect.any(String) }, at: expect.any(String), note: '拿不准，请看一眼。' },
    });
    await decide([[id, 2]], 'undo');
    expect([await isIn(''), await isIn('&escalated=true')]).toEqual([true, false]);
    expect((await ask<QueueAnswer>(`queue?id=${id}`)).items[0]).toMatchObject({ escalated: false, escalation: null });
  });

  test('one’s own decision stands in the log with the way back, until something changed since', async () => {
    const id = await held();
    await decide([[id, 1]], 'approve', { act: 'one-act' });
    const [approved] = await auditOf(id);
    expect(approved).toMatchObject({ data: { act: 'one-act' }, undo: { revision: 2, until: expect.any(String) } });
    expect(Date.parse(approved?.undo?.until ?? '') - Date.parse(approved?.at ?? '')).toBe(600_000);
    await decide([[id, 2]], 'pin');
    expect((await auditOf(id)).map(({ action, undo }) => [action, undo?.revision])).toEqual([
      ['comment.pin', 3],
      ['comment.approve', undefined],
    ]);
    await decide([[id, 3]], 'undo');
    expect((await auditOf(id)).map(({ undo }) => undo)).toEqual([null, null, null]);
  });

  test.each([
    ['approve', 1],
    ['escalate', 1],
    ['undo', 2],
  ])('%s that comes a second time is not done a second time, and says who did it', async (action, revision) => {
    const id = await held();
    if (action === 'undo') await decide([[id, 1]], 'approve');
    const [first] = await decide([[id, revision]], action);
    expect(first).toMatchObject({ result: 'applied', revision: revision + 1 });
    const [second] = await decide([[id, revision]], action);
    expect(second).toMatchObject({ result: 'stale', revision: revision + 1, decidedBy: { action } });
    expect((await auditOf(id)).filter((entry) => entry.action === `comment.${action}`)).toHaveLength(1);
  });

  test('taking back what never arrived changes nothing and says how the comment stands', async () => {
    const id = await held();
    const [result] = await decide([[id, 2]], 'undo');
    expect(result).toMatchObject({ result: 'stale', revision: 1, status: 'pending', decidedBy: null });
    expect(await auditOf(id)).toEqual([]);
  });

  test('one decision on a cluster decides all of it but what was escalated', async () => {
    const text = (n: number): string => `第${n}次提醒：城南新开的面馆这周开业酬宾，进店的都送一碟小菜`;
    const ids: string[] = [];
    for (const n of [1, 2, 3, 4, 5]) ids.push(await held(newThread(), { body: text(n), author: { name: `街坊${n}` } }));
    const clusterOf = async () => (await ask<QueueAnswer>(`queue?id=${ids.at(-1)}`)).items[0]?.cluster;
    await waitFor(async () => (await clusterOf())?.open === 5);
    const cluster = await clusterOf();
    if (cluster === null || cluster === undefined) throw new Error('no cluster');
    await decide([[ids[1] ?? '', 1]], 'escalate');
    expect((await ask<StatsView>(`stats?site=desk&cluster=${cluster.id}`)).open).toBe(4);
    const results = await decide([[ids[0] ?? '', 1]], 'spam', { cluster: cluster.id });
    expect(results.map(({ id, result }) => [id, result]).sort()).toEqual(
      ids
        .filter((id) => id !== ids[1])
        .map((id) => [id, 'applied'])
        .sort(),
    );
    expect(await ask<StatsView>(`stats?site=desk&cluster=${cluster.id}`)).toMatchObject({ open: 0, escalated: 1 });
  });

  test.each(['queue?escalated=maybe', 'queue?id=', 'stats?kind=unknown', 'stats?sort=oldest', 'stats?escalated=true'])(
    '%s is refused as a mistake',
    async (path) => {
      expect((await call(server().url, `/api/v1/moderation/${path}`, { headers: admin })).status).toBe(400);
    },
  );

  test.each(['', 'with blanks in it', 'x'.repeat(41)])('an act named %j is refused', async (act) => {
    const body = { items: [{ id: await held(), revision: 1 }], action: 'approve', act };
    expect((await call(server().url, '/api/v1/moderation/decisions', { body, headers: admin })).status).toBe(400);
  });

  test('a case of a site that is not one’s own is not given by its id', async () => {
    const id = await held();
    const anybody = await call(server().url, `/api/v1/moderation/queue?id=${id}`);
    expect(anybody.status).toBe(401);
    const unknown = await ask<QueueAnswer>('queue?id=01JUNKNOWN0000000000000000');
    expect(unknown).toEqual({ items: [], nextCursor: null, total: 0 });
  });
});
