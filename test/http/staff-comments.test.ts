import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bearer, call, newThread, post, sentence, signIn } from '../support/api.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';

interface Posted {
  comment: { id: string; status: string; author: { name: string; badge: string | null } };
}
interface Made {
  reader: { id: string; name: string; badge: string };
  readerToken: string;
}

let server: StartedServer;
let admin: Record<string, string>;
const url = () => server.url;

/** A colleague with a session. */
async function colleague(role = 'moderator', site = 'demo'): Promise<{ id: string; headers: Record<string, string> }> {
  const email = `${randomUUID()}@example.com`;
  const body = { email, name: '值班小周', grants: [{ role, site }] };
  const invited = await call<{ account: { id: string }; invitation: { link: string } }>(url(), '/api/v1/staff/accounts', {
    body,
    headers: admin,
  });
  const token = invited.body.invitation.link.split('=')[1];
  const accepted = await call<{ csrfToken: string }>(url(), '/api/v1/staff/invitation/accept', {
    body: { token, password: 'a walk along the river' },
  });
  const cookie = accepted.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { id: invited.body.account.id, headers: { cookie, 'x-csrf-token': accepted.body.csrfToken } };
}
const makeToken = (headers: Record<string, string>, site = 'demo') =>
  call<Made>(url(), '/api/v1/staff/comment-tokens', { body: { site }, headers });
const say = (token: string, more: Record<string, unknown> = {}) => {
  const { author: _author, ...body } = post(newThread(), more);
  return call<Posted & { code: string }>(url(), '/api/v1/comments', { body, headers: bearer(token) });
};

beforeAll(async () => {
  server = await startServer({ LIMITS: 'on' });
  admin = await signIn(url());
});
afterAll(() => server?.close());

describe('staff who comment as themselves', () => {
  test('do so by a token of one site with their name and badge, which has no rights of staff', async () => {
    const { headers } = await colleague();
    const { status, body } = await makeToken(headers);
    expect([status, body.reader.name, body.reader.badge]).toEqual([201, '值班小周', 'staff']);
    const posted = await say(body.readerToken);
    expect([posted.status, posted.body.comment.author]).toEqual([201, expect.objectContaining({ name: '值班小周', badge: 'staff' })]);
    expect((await makeToken(headers)).body.reader.id).toBe(body.reader.id);
    const queue = await call(url(), '/api/v1/moderation/queue', { headers: bearer(body.readerToken) });
    expect(queue.status).toBe(401);
  });

  test('are not slowed like newcomers', async () => {
    const { readerToken } = (await makeToken((await colleague()).headers)).body;
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await say(readerToken)).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201]);
  });

  test('see where pages may comment as them, and end it', async () => {
    const { headers } = await colleague();
    const { readerToken } = (await makeToken(headers)).body;
    const list = async () =>
      (await call<{ tokens: { id: string; site: string }[] }>(url(), '/api/v1/staff/comment-tokens', { headers })).body.tokens;
    const [one] = await list();
    expect(one).toMatchObject({ site: 'demo' });
    expect((await call(url(), `/api/v1/staff/comment-tokens/${one?.id}`, { method: 'DELETE', headers })).status).toBe(204);
    expect(await list()).toEqual([]);
    expect((await say(readerToken)).status).toBe(401);
  });

  test.each([
    ['is disabled', { disabled: true }],
    ['has the role no more', { grants: [{ role: 'observer', site: 'demo' }] }],
  ])('can no more once the account %s', async (_what, change) => {
    const { id, headers } = await colleague();
    const { readerToken } = (await makeToken(headers)).body;
    await call(url(), `/api/v1/staff/accounts/${id}`, { method: 'PATCH', body: change, headers: admin });
    expect((await say(readerToken)).status).toBe(401);
  });

  test('end with a removed account, and those of a disabled one do not come back', async () => {
    const [gone, back] = [await colleague(), await colleague()];
    const tokens = [(await makeToken(gone.headers)).body.readerToken, (await makeToken(back.headers)).body.readerToken];
    const at = (id: string): string => `/api/v1/staff/accounts/${id}`;
    await call(url(), at(gone.id), { method: 'DELETE', headers: admin });
    for (const disabled of [true, false]) await call(url(), at(back.id), { method: 'PATCH', body: { disabled }, headers: admin });
    for (const token of tokens) expect((await say(token)).status).toBe(401);
  });

  test('need the right to decide on that very site', async () => {
    expect((await makeToken((await colleague('observer')).headers)).status).toBe(403);
    expect((await makeToken((await colleague('moderator', 'demo')).headers, 'elsewhere')).status).toBe(404);
  });
});

/** A comment of a guest that a moderator has approved; gives its id. */
async function approved(headers: Record<string, string>, site = 'demo'): Promise<string> {
  const { id } = (await call<Posted>(url(), '/api/v1/comments', { body: post(newThread(), { site }) })).body.comment;
  await call(url(), '/api/v1/moderation/decisions', { body: { items: [{ id, revision: 1 }], action: 'approve' }, headers });
  return id;
}

describe('an answer from the console', () => {
  test('is published once under the own name with the badge', async () => {
    const { headers } = await colleague();
    const parentId = await approved(headers);
    const body = { site: 'demo', parentId, body: sentence() };
    const answer = () =>
      call<Posted>(url(), '/api/v1/moderation/answers', { body, headers: { ...headers, 'idempotency-key': `answer-${parentId}` } });
    const [one, again] = [await answer(), await answer()];
    expect([one.status, one.body.comment.status, one.body.comment.author]).toEqual([
      201,
      'published',
      expect.objectContaining({ name: '值班小周', badge: 'staff' }),
    ]);
    expect(again.body.comment.id).toBe(one.body.comment.id);
    const other = { site: 'demo', parentId: one.body.comment.id.replace(/.$/, '0'), body: sentence() };
    expect((await call(url(), '/api/v1/moderation/answers', { body: other, headers })).status).toBe(404);
  });
});

describe('an answer on a site that reviews first', () => {
  /** Such a site with a word that is held. */
  async function reviewing(): Promise<{ site: string; headers: Record<string, string> }> {
    const site = `pre-${randomUUID().slice(0, 8)}`;
    await call(url(), '/api/v1/sites', { body: { id: site, name: '晨报', origins: [url()], mode: 'pre' }, headers: admin });
    const words = { entries: [{ word: '待核词', level: 'review', category: 'ad', options: [] }] };
    await call(url(), `/api/v1/sites/${site}/words`, { method: 'PUT', body: words, headers: { ...admin, 'if-match': '*' } });
    return { site, headers: (await colleague('moderator', site)).headers };
  }
  const seen = async (id: string): Promise<number> => (await call(url(), `/api/v1/comments/${id}`)).status;
  const answer = (site: string, parentId: string, text: string, headers: Record<string, string>) =>
    call<Posted>(url(), '/api/v1/moderation/answers', { body: { site, parentId, body: text }, headers });

  test('is public at once, unless the lists of words hold it; so is what is written in the box as oneself', async () => {
    const { site, headers } = await reviewing();
    const parentId = await approved(headers, site);
    const one = await answer(site, parentId, sentence(), headers);
    expect([one.status, one.body.comment.status, await seen(one.body.comment.id)]).toEqual([201, 'published', 200]);
    const held = await answer(site, parentId, `${sentence()}待核词`, headers);
    expect([held.status, held.body.comment.status]).toEqual([202, 'pending']);
    const { readerToken } = (await makeToken(headers, site)).body;
    expect((await say(readerToken, { site })).status).toBe(201);
    // Readers wait, as before.
    expect((await call<Posted>(url(), '/api/v1/comments', { body: post(newThread(), { site }) })).status).toBe(202);
  });

  test('is taken back by who wrote it, as often as it is asked for, and by no colleague', async () => {
    const { site, headers } = await reviewing();
    const { id } = (await answer(site, await approved(headers, site), sentence(), headers)).body.comment;
    const takeBack = (who: Record<string, string>) =>
      call<Posted>(url(), `/api/v1/moderation/answers/${id}?site=${site}`, { method: 'DELETE', headers: who });
    expect((await takeBack((await colleague('moderator', site)).headers)).status).toBe(404);
    expect(await seen(id)).toBe(200);
    for (let i = 0; i < 2; i++) expect((await takeBack(headers)).body.comment.status).toBe('removed');
    expect(await seen(id)).toBe(404);
  });

  test('is taken back also where readers have no time to take back', async () => {
    const { site, headers } = await reviewing();
    expect((await call(url(), `/api/v1/sites/${site}`, { method: 'PATCH', body: { editWindow: 0 }, headers: admin })).status).toBe(200);
    const { id } = (await answer(site, await approved(headers, site), sentence(), headers)).body.comment;
    const query = `/api/v1/moderation/answers/${id}?site=${site}`;
    expect((await call(url(), query, { method: 'DELETE', headers })).status).toBe(200);
  });
});

describe('the popup of staff', () => {
  const page = (query: Record<string, string>) =>
    call<string>(url(), `/api/v1/auth/staff/start?${new URLSearchParams(query)}`, { headers: { 'accept-language': 'zh-CN' } });

  test('is framed by nobody and posts to an origin that the site allows alone', async () => {
    const own = await page({ site: 'demo', origin: url() });
    expect([own.status, own.body]).toEqual([200, expect.stringContaining('以工作人员身份发言')]);
    expect(own.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(own.headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    expect((await page({ site: 'demo', origin: 'https://evil.example' })).status).toBe(403);
    expect((await page({ site: 'nowhere', origin: url() })).status).toBe(404);
    expect((await call(url(), '/api/v1/auth/staff/popup.js')).status).toBe(200);
  });
});
