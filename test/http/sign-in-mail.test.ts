import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProblemView } from '../../contract/problem.ts';
import type { Ways } from '../../contract/sign-in.ts';
import { type Answer, call, signIn } from '../support/api.ts';
import { onBothStores } from '../support/on-both-stores.ts';
import { popupBrowser } from '../support/providers/popup.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';

const ORIGIN = 'https://paper.example';
const PAGE = `${ORIGIN}/articles/1`;
const site = (id: string, more: object = {}) => ({
  id,
  name: '晨报',
  origins: [ORIGIN],
  type: 'blog',
  mode: 'post',
  mailSignIn: true,
  ...more,
});

interface SignedIn {
  reader: { id: string; kind: string; name: string };
  readerToken: string;
}
type Confirmed = SignedIn & ProblemView;

/** What the log of a server in development has of mails, the last first. */
const mailsIn = ({ lines }: StartedServer): string[] =>
  lines
    .filter((line) => line.includes('which only the log gets'))
    .map((line) => String(JSON.parse(line).text))
    .toReversed();

const ask = (server: StartedServer, body: object): Promise<Answer<ProblemView>> =>
  call<ProblemView>(server.url, '/api/v1/auth/mail', {
    body: { site: 'paper', ...body },
    headers: { origin: ORIGIN, 'accept-language': 'zh-CN' },
  });
const confirm = (server: StartedServer, body: object): Promise<Answer<Confirmed>> =>
  call<Confirmed>(server.url, '/api/v1/auth/mail/confirm', { body: { site: 'paper', ...body }, headers: { origin: ORIGIN } });

/** Has a code sent, and reads it and the token of the link. */
async function sentTo(
  server: StartedServer,
  email: string,
  page: string | null = PAGE,
): Promise<{ code: string; token: string; text: string }> {
  const before = mailsIn(server).length;
  expect((await ask(server, { email, ...(page === null ? {} : { page }) })).status).toBe(202);
  await waitFor(() => mailsIn(server).length > before);
  const [text = ''] = mailsIn(server);
  return { code: /\b\d{6}\b/.exec(text)?.[0] ?? '', token: /#liangju-sign-in=([\w-]{43})/.exec(text)?.[1] ?? '', text };
}

onBothStores('sign-in by mail', (server) => {
  beforeAll(async () => {
    const headers = await signIn(server().url);
    for (const body of [site('paper'), site('off', { mailSignIn: false })]) {
      expect((await call(server().url, '/api/v1/sites', { body, headers })).status).toBe(201);
    }
  });

  test('by six digits, once; the same address in another case is the same member and keeps its name', async () => {
    const { code, text } = await sentTo(server(), 'One@Example.com');
    expect(text).toContain('晨报');
    const first = await confirm(server(), { code, email: 'one@example.com', name: '晨读' });
    expect([first.status, first.body.reader.kind, first.body.reader.name]).toEqual([200, 'member', '晨读']);
    const again = await confirm(server(), { code, email: 'one@example.com' });
    expect([again.status, again.body.errors?.[0]?.code]).toEqual([403, 'wrong-code']);
    const next = await sentTo(server(), 'one@EXAMPLE.com');
    const second = await confirm(server(), { code: next.code, email: 'ONE@example.com', name: '另一个名字' });
    expect([second.body.reader.id, second.body.reader.name]).toEqual([first.body.reader.id, '晨读']);
  });

  test('by the link, which leads to the page with the token where no server sees it, once', async () => {
    const { token, text } = await sentTo(server(), 'two@example.com');
    expect(text).toContain(`${PAGE}#liangju-sign-in=${token}`);
    const confirmed = await Promise.all([confirm(server(), { token }), confirm(server(), { token })]);
    expect(confirmed.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  test('without a page the mail has the digits alone; a page of another website is refused', async () => {
    expect((await sentTo(server(), 'three@example.com', null)).text).not.toMatch(/https?:/);
    expect((await ask(server(), { email: 'three@example.com', page: 'https://evil.example/' })).status).toBe(403);
  });

  test('a newer code takes the place of the older one, link and digits', async () => {
    const old = await sentTo(server(), 'four@example.com');
    const latest = await sentTo(server(), 'four@example.com');
    expect((await confirm(server(), { token: old.token })).status).toBe(403);
    if (old.code !== latest.code) expect((await confirm(server(), { code: old.code, email: 'four@example.com' })).status).toBe(403);
    expect((await confirm(server(), { token: latest.token })).status).toBe(200);
    expect((await confirm(server(), { code: latest.code, email: 'four@example.com' })).status).toBe(403);
  });

  test('after five wrong tries the right digits are worth nothing, however many come at once', async () => {
    const { code } = await sentTo(server(), 'five@example.com');
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    const tries = await Promise.all(Array.from({ length: 8 }, () => confirm(server(), { code: wrong, email: 'five@example.com' })));
    expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([403]));
    expect((await confirm(server(), { code, email: 'five@example.com' })).status).toBe(403);
  });

  test('another site’s code, another address’s, and what is no proof', async () => {
    const { code, token } = await sentTo(server(), 'six@example.com');
    expect((await confirm(server(), { site: 'demo', token })).status).toBe(403);
    expect((await confirm(server(), { code, email: 'seven@example.com' })).status).toBe(403);
    for (const proof of [
      {},
      { code },
      { email: 'six@example.com' },
      { code, token, email: 'six@example.com' },
      { code: '12345', email: 'six@example.com' },
      { token: 'x' },
    ]) {
      expect((await confirm(server(), proof)).status).toBe(400);
    }
    expect((await confirm(server(), { code, email: 'six@example.com' })).status).toBe(200);
  });

  test('a site that has it off says so, and does not offer it', async () => {
    const off = await ask(server(), { site: 'off', email: 'one@example.com' });
    expect([off.status, off.body.code, off.body.detail]).toEqual([403, 'sign-in-refused', expect.stringContaining('邮箱')]);
    const ways = async (id: string) => (await call<{ ways: Ways }>(server().url, `/api/v1/auth/ways?site=${id}`)).body.ways;
    expect([await ways('off'), await ways('paper')]).toEqual([[], [{ id: 'mail', kind: 'mail', name: '' }]]);
  });
});

describe('limits', () => {
  let server: StartedServer;
  let headers: Record<string, string>;
  beforeAll(async () => {
    server = await startServer({ LIMITS: 'on' });
    headers = await signIn(server.url);
    const ways = [{ id: 'github', kind: 'github', name: 'GitHub', clientId: 'c', secret: 's' }];
    await call(server.url, '/api/v1/sites', { body: site('paper', { signIn: ways }), headers });
  });
  afterAll(() => server?.close());

  test('of one address no more than three are sent in ten minutes, and nobody is shown it; a network is shown its own', async () => {
    const answers: Answer<ProblemView>[] = [];
    for (let i = 0; i < 6; i++) answers.push(await ask(server, { email: 'many@example.com' }));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429]);
    // Each of the five that were accepted comes to one or the other.
    const notSent = (): number => server.lines.filter((line) => line.includes('too many of them')).length;
    await waitFor(() => notSent() + mailsIn(server).length === 5);
    expect([notSent(), mailsIn(server).length]).toEqual([2, 3]);
  });

  test('hold for a popup too, before any provider is asked', async () => {
    const browser = popupBrowser(() => server.url);
    const statuses: number[] = [];
    for (let i = 0; i < 45; i++) statuses.push((await browser.start('paper', 'github', { origin: ORIGIN })).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([302, 429]);
    const limited = await browser.start('paper', 'github', { origin: ORIGIN });
    expect([limited.headers.get('retry-after') !== null, limited.headers.get('location'), /role="alert"/.test(limited.body)]).toEqual([
      true,
      null,
      true,
    ]);
  });
});

describe('bans', () => {
  let server: StartedServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server?.close());

  test('a network that is banned goes to no provider and gets no mail', async () => {
    const headers = await signIn(server.url);
    const ways = [{ id: 'github', kind: 'github', name: 'GitHub', clientId: 'c', secret: 's' }];
    await call(server.url, '/api/v1/sites', { body: site('paper', { signIn: ways }), headers });
    const ban = { site: 'paper', kind: 'network', value: '127.0.0.1' };
    expect((await call(server.url, '/api/v1/bans', { body: ban, headers })).status).toBe(201);
    const started = await popupBrowser(() => server.url).start('paper', 'github', { origin: ORIGIN });
    expect([started.status, started.headers.get('location')]).toEqual([403, null]);
    expect((await ask(server, { email: 'one@example.com' })).status).toBe(403);
  });
});

test('in production nothing sends yet: the way is off and says so', async () => {
  const server = await startServer({ NODE_ENV: 'production', SECRET: 'a secret of a test that has more than 32 bytes' });
  try {
    const headers = await signIn(server.url);
    await call(server.url, '/api/v1/sites', { body: site('paper'), headers });
    expect((await call<{ ways: Ways }>(server.url, '/api/v1/auth/ways?site=paper')).body.ways).toEqual([]);
    expect((await ask(server, { email: 'one@example.com' })).body.code).toBe('sign-in-refused');
    expect(mailsIn(server)).toEqual([]);
  } finally {
    await server.close();
  }
});
