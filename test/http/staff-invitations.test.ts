import { beforeAll, expect, test } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import type { InvitationAnswer, InvitedAccount, SessionAnswer, StaffAccount } from '../../contract/account.ts';
import type { PostAnswer } from '../../contract/comment.ts';
import type { ServerToStaff } from '../../contract/live.ts';
import type { AuditView, QueueAnswer } from '../../contract/moderation.ts';
import type { ProblemView } from '../../contract/problem.ts';
import { bearer, call, newThread, post, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { waitFor } from '../support/wait-for.ts';

const PASSWORD = 'a walk along the river';
const EMAIL = 'anna@example.com';

onBothStores('the life of an account', (server) => {
  const url = () => server().url;
  let admin: Record<string, string>;
  let number = 0;

  const invite = (body: object) => call<InvitedAccount & ProblemView>(url(), '/api/v1/staff/accounts', { body, headers: admin });
  const find = (token: string) => call<InvitationAnswer & ProblemView>(url(), '/api/v1/staff/invitation', { body: { token } });
  const accept = (token: string, password = PASSWORD) =>
    call<SessionAnswer & ProblemView>(url(), '/api/v1/staff/invitation/accept', { body: { token, password } });
  const reset = (id: string) =>
    call<InvitedAccount & ProblemView>(url(), `/api/v1/staff/accounts/${id}/reset`, { method: 'POST', headers: admin });
  const remove = (id: string) => call<ProblemView>(url(), `/api/v1/staff/accounts/${id}`, { method: 'DELETE', headers: admin });
  const disable = (id: string) =>
    call<StaffAccount>(url(), `/api/v1/staff/accounts/${id}`, { method: 'PATCH', body: { disabled: true }, headers: admin });
  const tokenIn = (link: string): string => /#invitation=([\w-]{43})$/.exec(link)?.[1] ?? '';
  const statusOf = async (headers: Record<string, string>): Promise<number> =>
    (await call(url(), '/api/v1/staff/session', { headers })).status;

  /** Somebody new who moderates everywhere, signed in by the link, with an API token. */
  async function join(): Promise<{ id: string; email: string; headers: Record<string, string>; token: string }> {
    const email = `m${++number}@example.com`;
    const { body } = await invite({ email, name: `值班${number}`, grants: [{ role: 'moderator', site: '*' }] });
    expect((await accept(tokenIn(body.invitation.link))).status).toBe(201);
    const headers = await signIn(url(), { email, password: PASSWORD });
    const made = await call<{ token: string }>(url(), '/api/v1/staff/tokens', { body: { name: '程序', scopes: ['read'] }, headers });
    return { id: body.account.id, email, headers, token: made.body.token };
  }

  /** A console that is open, and when its connection has ended. */
  async function openConsole(proof: {
    cookie?: string | undefined;
    token?: string;
  }): Promise<{ isOver: () => boolean; close: () => void }> {
    const socket: Socket<ServerToStaff> = io(`${url()}/moderation`, {
      path: '/live',
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { origin: url(), ...(proof.cookie === undefined ? {} : { cookie: proof.cookie }) },
      auth: proof.token === undefined ? {} : { token: proof.token },
    });
    let isOver = false;
    socket.on('disconnect', () => {
      isOver = true;
    });
    await waitFor(() => socket.connected);
    return { isOver: () => isOver, close: () => socket.disconnect() };
  }

  /** Takes a case that waits; gives its id. */
  async function hold(headers: Record<string, string>): Promise<string> {
    const { body } = await call<PostAnswer>(url(), '/api/v1/comments', { body: post(newThread(), { site: 'news' }) });
    const claimed = await call<{ ids: string[] }>(url(), '/api/v1/moderation/claims', { body: { ids: [body.comment.id] }, headers });
    expect(claimed.body.ids).toEqual([body.comment.id]);
    return body.comment.id;
  }
  const isHeld = async (id: string): Promise<boolean> => {
    const { body } = await call<QueueAnswer>(url(), '/api/v1/moderation/queue?site=news&sort=newest&limit=50', { headers: admin });
    const item = body.items.find(({ comment }) => comment.id === id);
    if (item === undefined) throw new Error('the case is not in the queue');
    return item.claim !== null;
  };

  beforeAll(async () => {
    admin = await signIn(url());
    await call(url(), '/api/v1/sites', { body: { id: 'news', name: '新闻', origins: [], type: 'news' }, headers: admin });
  });

  test('begins with a link, which lets its owner set a password once', async () => {
    const grants = [{ role: 'moderator', site: 'news' }];
    const { status, body } = await invite({ email: 'Anna@example.com', name: '安', grants });
    expect(status).toBe(201);
    expect(body.account).toMatchObject({ email: EMAIL, name: '安', grants, disabled: false, invitedUntil: body.invitation.until });
    expect(Date.parse(body.invitation.until) - Date.parse(body.account.createdAt)).toBe(48 * 3_600_000);
    const token = tokenIn(body.invitation.link);
    expect(body.invitation.link).toBe(`${url()}/admin/#invitation=${token}`);
    // Without a password of their own nobody comes in.
    const early = await call<ProblemView>(url(), '/api/v1/staff/session', { body: { email: EMAIL, password: PASSWORD } });
    expect([early.status, early.body.code]).toEqual([401, 'bad-credentials']);
    expect((await find(token)).body).toEqual({ email: EMAIL, name: '安' });
    expect((await accept(token, 'short')).body.code).toBe('weak-password');
    const accepted = await accept(token);
    expect([accepted.status, accepted.body.staff.email]).toEqual([201, EMAIL]);
    expect(accepted.headers.getSetCookie()[0]).toContain('HttpOnly');
    for (const again of [await find(token), await accept(token), await find('x')]) {
      expect([again.status, again.body.code]).toEqual([410, 'invitation-over']);
    }
    await signIn(url(), { email: EMAIL, password: PASSWORD });
    expect((await invite({ email: EMAIL, grants })).body).toMatchObject({ code: 'invalid-request', errors: [{ path: 'email' }] });
    expect((await invite({ email: 'b@example.com', grants: [{ role: 'moderator', site: 'nowhere' }] })).status).toBe(400);
  });

  test('a link from the command line does the same', async () => {
    const made = await server().cli(['staff', 'add', 'cli@example.com', '--role', 'observer', '--json'], '');
    expect((await accept(tokenIn(JSON.parse(made.out).link))).body.staff).toMatchObject({ email: 'cli@example.com', role: 'observer' });
  });

  test('a reset ends sessions and claims and the link before it, and leaves API tokens', async () => {
    const { id, email, headers, token } = await join();
    const held = await hold(headers);
    const first = tokenIn((await reset(id)).body.invitation.link);
    const { invitation } = (await reset(id)).body;
    expect([await statusOf(headers), await statusOf(bearer(token)), await isHeld(held)]).toEqual([401, 200, false]);
    expect((await accept(first)).body.code).toBe('invitation-over');
    const old = await call<ProblemView>(url(), '/api/v1/staff/session', { body: { email, password: PASSWORD } });
    expect(old.body.code).toBe('bad-credentials');
    expect((await accept(tokenIn(invitation.link), 'another walk along the sea')).status).toBe(201);
  });

  test('one that is disabled loses sessions, the use of tokens, claims and open connections at once', async () => {
    const { id, headers, token } = await join();
    const held = await hold(headers);
    const consoles = [await openConsole({ cookie: headers.cookie }), await openConsole({ token })];
    expect(await isHeld(held)).toBe(true);
    expect((await disable(id)).body.disabled).toBe(true);
    expect([await statusOf(headers), await statusOf(bearer(token)), await isHeld(held)]).toEqual([401, 401, false]);
    await waitFor(() => consoles.every(({ isOver }) => isOver()));
    // A link does not help somebody who is disabled.
    const { invitation } = (await reset(id)).body;
    expect((await accept(tokenIn(invitation.link))).body.code).toBe('invitation-over');
  });

  test('also where another process disables it, and by a reset', async () => {
    const [one, other] = [await join(), await join()];
    const held = await hold(one.headers);
    const consoles = [await openConsole({ cookie: one.headers.cookie }), await openConsole({ cookie: other.headers.cookie })];
    expect((await server().cli(['staff', 'disable', one.email])).code).toBe(0);
    expect((await server().cli(['staff', 'reset', other.email])).code).toBe(0);
    expect([await statusOf(one.headers), await statusOf(other.headers), await isHeld(held)]).toEqual([401, 401, false]);
    await waitFor(() => consoles.every(({ isOver }) => isOver()));
  });

  test('one that is removed is gone with all it had; what was decided keeps the name, and the address is free', async () => {
    const { id, email, headers, token } = await join();
    const { body: posted } = await call<PostAnswer>(url(), '/api/v1/comments', { body: post(newThread(), { site: 'news' }) });
    const decision = { items: [{ id: posted.comment.id, revision: 1 }], action: 'approve' };
    await call(url(), '/api/v1/moderation/decisions', { body: decision, headers });
    const held = await hold(headers);
    const open = await openConsole({ token });
    expect((await remove(id)).status).toBe(204);
    expect([await statusOf(headers), await statusOf(bearer(token)), await isHeld(held)]).toEqual([401, 401, false]);
    await waitFor(open.isOver);
    expect((await remove(id)).status).toBe(404);
    const log = await call<{ entries: AuditView[] }>(url(), `/api/v1/moderation/audit?subject=${posted.comment.id}`, { headers: admin });
    expect(log.body.entries.find(({ action }) => action === 'comment.approve')?.by).toMatchObject({ id, name: `值班${number}` });
    expect((await invite({ email, grants: [] })).status).toBe(201);
  });

  test('the last administrator stays, and nobody removes or resets themselves', async () => {
    const { body: me } = await call<SessionAnswer>(url(), '/api/v1/staff/session', { headers: admin });
    expect([(await remove(me.staff.id)).body.code, (await reset(me.staff.id)).body.code]).toEqual(['not-allowed', 'not-allowed']);
    const { out } = await server().cli(['staff', 'list', '--json']);
    expect(JSON.parse(out).filter(({ role, disabled }: StaffAccount) => role === 'administrator' && !disabled)).toHaveLength(1);
    const { code, err } = await server().cli(['staff', 'remove', me.staff.email]);
    expect(code).toBe(1);
    expect(err).toContain('last administrator');
    expect(await statusOf(admin)).toBe(200);
  });

  test('every change of a right stands in the audit', async () => {
    const { id } = await join();
    await reset(id);
    await disable(id);
    await remove(id);
    const log = await call<{ entries: AuditView[] }>(url(), `/api/v1/moderation/audit?subject=${id}`, { headers: admin });
    expect(log.body.entries.map(({ action }) => action).filter((action) => action !== 'staff.sign-in')).toEqual([
      'staff.remove',
      'staff.disable',
      'staff.reset',
      'staff.accept',
      'staff.invite',
    ]);
  });
});
