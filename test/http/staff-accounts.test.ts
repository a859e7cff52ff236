import { beforeAll, describe, expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { SessionAnswer, StaffAccount, StaffView } from '../../contract/account.ts';
import type { PostAnswer } from '../../contract/comment.ts';
import type { ServerToStaff } from '../../contract/live.ts';
import type { AuditView, DecideAnswer } from '../../contract/moderation.ts';
import type { ProblemView } from '../../contract/problem.ts';
import type { Grant } from '../../server/domain/accounts.ts';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

onBothStores('accounts and their grants', (server) => {
  const url = () => server().url;
  const password = 'a walk along the river';
  let admin: Record<string, string>;
  let me: StaffView;
  let anna: StaffAccount;
  let annas: Record<string, string>;

  const accounts = async () =>
    (await call<{ accounts: StaffAccount[] }>(url(), '/api/v1/staff/accounts', { headers: admin })).body.accounts;
  const change = (id: string, body: object, headers = admin) =>
    call<StaffAccount & ProblemView>(url(), `/api/v1/staff/accounts/${id}`, { method: 'PATCH', body, headers });
  const grant = async (...grants: Grant[]): Promise<void> => {
    expect((await change(anna.id, { grants })).status).toBe(200);
  };
  const session = async (headers: Record<string, string>) => (await call<SessionAnswer>(url(), '/api/v1/staff/session', { headers })).body;

  beforeAll(async () => {
    admin = await signIn(url());
    me = (await session(admin)).staff;
    for (const id of ['news', 'blog']) {
      await call(url(), '/api/v1/sites', { body: { id, name: id, origins: [], type: 'news' }, headers: admin });
    }
    const made = await server().cli(
      ['staff', 'add', 'anna@example.com', '--role', 'observer', '--site', 'news', '--json'],
      `${password}\n`,
    );
    expect(JSON.parse(made.out)).toMatchObject({
      staff: { role: 'observer', sites: ['news'], grants: [{ role: 'observer', site: 'news' }] },
    });
    anna = (await accounts()).find(({ email }) => email === 'anna@example.com') ?? anna;
    annas = await signIn(url(), { email: 'anna@example.com', password });
  });

  test('are listed with what they were and are', async () => {
    expect((await accounts()).map(({ email, role, sites, grants, disabled }) => ({ email, role, sites, grants, disabled }))).toEqual([
      { email: 'admin@example.com', role: 'administrator', sites: null, grants: [{ role: 'administrator', site: '*' }], disabled: false },
      { email: 'anna@example.com', role: 'observer', sites: ['news'], grants: [{ role: 'observer', site: 'news' }], disabled: false },
    ]);
  });

  test('grants that somebody else has changed meanwhile are not overwritten', async () => {
    await grant({ role: 'observer', site: 'news' });
    const was = [{ role: 'observer', site: 'news' }] as const;
    await grant({ role: 'moderator', site: 'blog' }, { role: 'observer', site: 'news' });
    const late = await change(anna.id, { grants: [], was });
    expect([late.status, late.body.code]).toEqual([409, 'stale-revision']);
    const now = [
      { role: 'observer', site: 'news' },
      { role: 'moderator', site: 'blog' },
    ];
    expect((await change(anna.id, { grants: [{ role: 'observer', site: 'news' }], was: now })).status).toBe(200);
  });

  test('a grant is in force with the next request, and the session says what it allows', async () => {
    await grant({ role: 'observer', site: '*' }, { role: 'senior', site: 'blog' });
    const { staff, permissions } = await session(annas);
    expect(staff).toMatchObject({ role: 'senior', sites: null });
    expect(permissions['*']).toContain('moderation.read');
    expect(permissions['*']).not.toContain('moderation.decide');
    expect(permissions.blog).toContain('ban.change');
    const ban = (site: string) => call(url(), '/api/v1/bans', { body: { site, kind: 'name', value: '代购' }, headers: annas });
    expect([(await ban('blog')).status, (await ban('news')).status, (await ban('nowhere')).status]).toEqual([201, 403, 403]);
    await grant();
    expect((await session(annas)).permissions).toEqual({ '*': ['session.own', 'account.own', 'token.manage'] });
    expect((await call(url(), '/api/v1/moderation/queue', { headers: annas })).status).toBe(403);
    expect((await ban('blog')).status).toBe(404);
    const log = await call<{ entries: AuditView[] }>(url(), '/api/v1/moderation/audit?action=staff.grant', { headers: admin });
    expect(log.body.entries.slice(0, 2).map(({ by, data }) => [by.id, data.grants])).toEqual([
      [me.id, ''],
      [me.id, 'observer@* senior@blog'],
    ]);
  });

  test('what names no site, two grants for one, and one’s own are refused', async () => {
    const two = [
      { role: 'senior', site: 'news' },
      { role: 'observer', site: 'news' },
    ];
    const answers = [
      await change(anna.id, { grants: [{ role: 'senior', site: 'nowhere' }] }),
      await change(anna.id, { grants: two }),
      await change(anna.id, { grants: [{ role: 'king', site: '*' }] }),
      await change(me.id, { grants: [] }),
      await change(me.id, { disabled: true }),
      await change('01JZZZZZZZZZZZZZZZZZZZZZZZ', { name: '无' }),
    ];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'invalid-request'],
      [400, 'invalid-request'],
      [400, 'invalid-request'],
      [403, 'not-allowed'],
      [403, 'not-allowed'],
      [404, 'not-found'],
    ]);
    expect(answers[0]?.body.errors?.[0]?.path).toBe('grants.0.site');
    expect((await change(me.id, { name: '编辑部' })).body.name).toBe('编辑部');
  });

  test('an account that is disabled is signed out, and comes back when it is enabled', async () => {
    await grant({ role: 'observer', site: 'news' });
    const other = await signIn(url(), { email: 'anna@example.com', password });
    expect((await change(anna.id, { disabled: true })).body.disabled).toBe(true);
    expect((await call(url(), '/api/v1/staff/session', { headers: other })).status).toBe(401);
    expect((await change(anna.id, { disabled: false })).body.disabled).toBe(false);
    annas = await signIn(url(), { email: 'anna@example.com', password });
  });

  describe('what is decided', () => {
    const decide = (id: string, revision: number, action: string, headers = annas) =>
      call<DecideAnswer & ProblemView>(url(), '/api/v1/moderation/decisions', { body: { items: [{ id, revision }], action }, headers });
    const outcome = async (asked: ReturnType<typeof decide>): Promise<unknown> => {
      const { status, body } = await asked;
      return status === 200 ? body.results[0]?.result : [status, body.code];
    };
    async function waiting(site = 'news'): Promise<PostAnswer> {
      const posted = await call<PostAnswer>(url(), '/api/v1/comments', { body: post(newThread(), { site }) });
      expect(posted.status).toBe(202);
      return posted.body;
    }

    test('is for those who may: not by observers, appeals and what was passed on not by moderators, erasing by administrators', async () => {
      const { comment, readerToken } = await waiting();
      await decide(comment.id, 1, 'reject', admin);
      await call(url(), `/api/v1/comments/${comment.id}/appeal`, { body: { note: '请再看' }, headers: bearer(readerToken ?? '') });
      const passedOn = (await waiting()).comment.id;
      const plain = (await waiting()).comment.id;
      await grant({ role: 'observer', site: 'news' });
      expect(await outcome(decide(plain, 1, 'approve'))).toEqual([403, 'not-allowed']);
      await grant({ role: 'moderator', site: 'news' });
      expect(await outcome(decide(plain, 1, 'approve'))).toBe('applied');
      expect(await outcome(decide(passedOn, 1, 'escalate'))).toBe('applied');
      expect(await outcome(decide(passedOn, 2, 'approve'))).toEqual([403, 'not-allowed']);
      expect(await outcome(decide(passedOn, 2, 'undo'))).toBe('applied');
      expect(await outcome(decide(passedOn, 3, 'escalate'))).toBe('applied');
      expect(await outcome(decide(comment.id, 2, 'approve'))).toEqual([403, 'not-allowed']);
      await grant({ role: 'senior', site: 'news' });
      expect(await outcome(decide(passedOn, 4, 'approve'))).toBe('applied');
      expect(await outcome(decide(comment.id, 2, 'approve'))).toBe('applied');
      expect(await outcome(decide(plain, 2, 'purge'))).toEqual([403, 'not-allowed']);
      await grant({ role: 'senior', site: 'news' }, { role: 'administrator', site: 'blog' });
      // Somewhere they may; here they may not, and of a third site they are told nothing.
      expect(await outcome(decide(plain, 2, 'purge'))).toEqual([403, 'not-allowed']);
      const elsewhere = await call<PostAnswer>(url(), '/api/v1/comments', { body: post(newThread()) });
      expect(await outcome(decide(elsewhere.body.comment.id, 1, 'purge'))).toBe('gone');
      await grant({ role: 'administrator', site: 'news' });
      expect(await outcome(decide(plain, 2, 'purge'))).toBe('applied');
    });

    test('nobody else who may: then whoever refused decides the appeal', async () => {
      const { comment, readerToken } = await waiting('blog');
      await decide(comment.id, 1, 'reject', admin);
      await call(url(), `/api/v1/comments/${comment.id}/appeal`, { body: { note: '请再看' }, headers: bearer(readerToken ?? '') });
      await grant({ role: 'senior', site: 'blog' });
      expect(await outcome(decide(comment.id, 2, 'approve', admin))).toEqual([403, 'appeal-needs-another']);
      // A moderator may not decide it, so that there is nobody else.
      await grant({ role: 'moderator', site: 'blog' });
      expect(await outcome(decide(comment.id, 2, 'approve', admin))).toBe('applied');
    });

    test('of a thread: moderators close and slow, its mode and address are for seniors', async () => {
      const thread = newThread();
      await call(url(), '/api/v1/comments', { body: post(thread, { site: 'news' }) });
      const found = await call<{ thread: { id: string } }>(url(), `/api/v1/comments?site=news&thread=${encodeURIComponent(thread.key)}`);
      const set = async (body: object): Promise<number> =>
        (await call(url(), `/api/v1/threads/${found.body.thread.id}`, { method: 'PATCH', body, headers: annas })).status;
      await grant({ role: 'moderator', site: 'news' });
      expect([
        await set({ slowMode: 30 }),
        await set({ closed: true }),
        await set({ closed: false, mode: 'post' }),
        await set({ title: '题' }),
      ]).toEqual([200, 200, 403, 403]);
      await grant({ role: 'senior', site: 'news' });
      expect([await set({ closed: false, mode: 'post' }), await set({ title: '题' })]).toEqual([200, 200]);
    });

    test('news go to those who may read the queue, and follow their grants', async () => {
      await grant({ role: 'observer', site: 'news' }, { role: 'moderator', site: 'blog' });
      const socket: Socket<ServerToStaff> = io(`${url()}/moderation`, {
        path: '/live',
        transports: ['websocket'],
        extraHeaders: { cookie: annas.cookie ?? '', origin: url() },
        forceNew: true,
      });
      try {
        const added = new Set<string>();
        let isOver = false;
        socket.on('queue.added', ({ item }) => added.add(item.comment.id));
        socket.on('disconnect', () => {
          isOver = true;
        });
        /** Two comments one after the other: when the second is there, the first one is not coming any more. */
        const isTold = async (site: string, then: string): Promise<boolean> => {
          const [first, second] = [await waiting(site), await waiting(then)];
          await waitFor(() => added.has(second.comment.id));
          return added.has(first.comment.id);
        };
        // Until the console is in its rooms, what comes may pass it by.
        await waitFor(async () => {
          await waiting('blog');
          return added.size > 0;
        });
        expect(await isTold('news', 'blog')).toBe(true);
        await grant({ role: 'moderator', site: 'blog' });
        await waitFor(async () => !(await isTold('news', 'blog')));
        await grant();
        await waitFor(() => isOver);
      } finally {
        socket.disconnect();
      }
    });
  });
});
