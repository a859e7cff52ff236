import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ProblemView } from '../../contract/problem.ts';
import type { Ways } from '../../contract/sign-in.ts';
import { type Answer, call, signIn } from '../support/api.ts';
import { freePort } from '../support/free-port.ts';
import { onOneStore } from '../support/on-both-stores.ts';
import { popupBrowser } from '../support/providers/popup.ts';
import { type SmtpServer, startSmtpServer } from '../support/smtp-server.ts';
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

const ask = (server: StartedServer, body: object, more: Record<string, string> = {}): Promise<Answer<ProblemView & { browser: string }>> =>
  call<ProblemView & { browser: string }>(server.url, '/api/v1/auth/mail', {
    body: { site: 'paper', ...body },
    headers: { origin: ORIGIN, 'accept-language': 'zh-CN', ...more },
  });
const confirm = (server: StartedServer, body: object): Promise<Answer<Confirmed>> =>
  call<Confirmed>(server.url, '/api/v1/auth/mail/confirm', { body: { site: 'paper', ...body }, headers: { origin: ORIGIN } });

/** Has a code sent, and reads it and the token of the link. */
async function sentTo(
  server: StartedServer,
  email: string,
  page: string | null = PAGE,
): Promise<{ code: string; token: string; browser: string; text: string }> {
  const before = mailsIn(server).length;
  const { status, body } = await ask(server, { email, ...(page === null ? {} : { page }) });
  expect([status, body.browser]).toEqual([202, expect.stringMatching(/^[\w-]{43}$/)]);
  await waitFor(() => mailsIn(server).length > before);
  const [text = ''] = mailsIn(server);
  return {
    code: /\b\d{6}\b/.exec(text)?.[0] ?? '',
    token: /#liangju-sign-in=([\w-]{43})/.exec(text)?.[1] ?? '',
    browser: body.browser,
    text,
  };
}

onOneStore('sign-in by mail', (server) => {
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
    const { token, browser, text } = await sentTo(server(), 'two@example.com');
    expect(text).toContain(`${PAGE}#liangju-sign-in=${token}`);
    const confirmed = await Promise.all([confirm(server(), { token, browser }), confirm(server(), { token, browser })]);
    expect(confirmed.map(({ status }) => status).sort()).toEqual([200, 403]);
  });

  test('the link signs in nobody but who has asked for it; there it is good still, and elsewhere the reader is told to enter the digits', async () => {
    const mine = await sentTo(server(), 'mine@example.com');
    const another = await sentTo(server(), 'another@example.com');
    for (const proof of [{ token: mine.token }, { token: mine.token, browser: another.browser }]) {
      const refused = await confirm(server(), proof);
      expect([refused.status, refused.body.errors?.[0]?.code]).toEqual([403, 'link-elsewhere']);
      expect(refused.body.detail).toMatch(/six digits|六位/);
    }
    expect((await confirm(server(), { token: mine.token, browser: mine.browser })).status).toBe(200);
  });

  test('without a page the mail has the digits alone; a page of another website is refused', async () => {
    expect((await sentTo(server(), 'three@example.com', null)).text).not.toMatch(/https?:/);
    expect((await ask(server(), { email: 'three@example.com', page: 'https://evil.example/' })).status).toBe(403);
  });

  test('a newer code takes the place of the older one, link and digits', async () => {
    const old = await sentTo(server(), 'four@example.com');
    const latest = await sentTo(server(), 'four@example.com');
    expect((await confirm(server(), { token: old.token, browser: old.browser })).status).toBe(403);
    if (old.code !== latest.code) expect((await confirm(server(), { code: old.code, email: 'four@example.com' })).status).toBe(403);
    expect((await confirm(server(), { token: latest.token, browser: latest.browser })).status).toBe(200);
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
    const { code, token, browser } = await sentTo(server(), 'six@example.com');
    expect((await confirm(server(), { site: 'demo', token, browser })).status).toBe(403);
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

describe('with a server for mail', () => {
  let smtp: SmtpServer;
  let server: StartedServer;
  beforeAll(async () => {
    smtp = await startSmtpServer({ login: { user: 'robot@paper.example', password: 'a secret:@/' } });
    const mail = { MAIL_URL: smtp.url, MAIL_FROM: 'comments@paper.example' };
    server = await startServer({ NODE_ENV: 'production', ...mail });
    const headers = await signIn(server.url);
    expect((await call(server.url, '/api/v1/sites', { body: site('paper', { name: '<晨报>' }), headers })).status).toBe(201);
  });
  afterAll(async () => {
    await server?.close();
    await smtp?.close();
  });

  test('digits and link come by mail in production, in text and HTML, and nothing of them is in the log', async () => {
    const { body } = await ask(server, { email: 'reader@example.com', page: PAGE });
    const [mail] = await smtp.mailsTo('reader@example.com', 1);
    const { text = '', html, subject, from } = mail?.parsed ?? {};
    const code = /\b\d{6}\b/.exec(text)?.[0] ?? '';
    expect([subject, from?.text]).toEqual([expect.stringContaining(`${code} 是你在“<晨报>”`), 'comments@paper.example']);
    expect(text).toContain(`${PAGE}#liangju-sign-in=`);
    expect(html).toContain(`${PAGE}#liangju-sign-in=`);
    expect(html).not.toContain('<晨报>');
    expect((await confirm(server, { code, email: 'reader@example.com', name: '晨读' })).body.reader.kind).toBe('member');
    expect(server.lines.join('\n')).not.toMatch(new RegExp(`${code}|reader@example|${body.browser}`));
  });

  test('the command sends a test mail and says what the server answers; the settings show no password', async () => {
    const sent = await server.cli(['mail', 'test', 'admin@example.com']);
    expect([sent.code, sent.out]).toEqual([0, expect.stringContaining('admin@example.com')]);
    expect(await smtp.mailsTo('admin@example.com', 1)).toHaveLength(1);
    smtp.refuse(550);
    const refused = await server.cli(['mail', 'test', 'gone@example.com']);
    smtp.refuse(null);
    expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('550')]);
    expect((await server.cli(['mail', 'test', 'no address'])).code).toBe(2);
    const { out } = await server.cli(['config']);
    expect(out).toMatch(/MAIL_URL=smtp:\/\/\*+@127\.0\.0\.1/);
    expect(out).not.toMatch(/secret%3A|robot/);
  });
});

describe('limits', () => {
  let server: StartedServer;
  let headers: Record<string, string>;
  beforeAll(async () => {
    server = await startServer({ LIMITS: 'on', TRUST_PROXY: '127.0.0.1/32' });
    headers = await signIn(server.url);
    const ways = [{ id: 'github', kind: 'github', name: 'GitHub', clientId: 'c', secret: 's' }];
    await call(server.url, '/api/v1/sites', { body: site('paper', { signIn: ways }), headers });
    await call(server.url, '/api/v1/sites', { body: site('second'), headers });
  });
  afterAll(() => server?.close());

  test('thirty readers behind one address may wait for their results at once', async () => {
    const waits = () =>
      call(server.url, '/api/v1/auth/claim', { body: { site: 'paper', claim: 'c'.repeat(43) }, headers: { origin: ORIGIN } });
    const answers = await Promise.all(Array.from({ length: 300 }, waits));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  });

  test('an offer spends one', async () => {
    const headers = { 'x-forwarded-for': '198.51.100.9' };
    const offer = () => call(server.url, '/api/v1/auth/offer', { body: { ticket: 't'.repeat(43) }, headers });
    const statuses: number[] = [];
    for (let i = 0; i < 41; i++) statuses.push((await offer()).status);
    expect([statuses[0], statuses.at(-1)]).toEqual([403, 429]);
  });

  test('an address that one site has written to as often as it may is written to by another', async () => {
    const to = async (id: string, from: number) =>
      (await ask(server, { site: id, email: 'both@example.com' }, { 'x-forwarded-for': `203.0.${from}.1` })).status;
    const sent = () => mailsIn(server).length;
    const before = sent();
    for (let i = 0; i < 4; i++) expect(await to('paper', i)).toBe(202);
    await waitFor(() => sent() === before + 3);
    expect(await to('second', 9)).toBe(202);
    await waitFor(() => sent() === before + 4);
  });

  test('of one address no more than three are sent in ten minutes, and nobody is shown it; a network is shown its own', async () => {
    const notSent = (): number => server.lines.filter((line) => line.includes('too many of them')).length;
    await waitFor(() => notSent() === 1);
    const unsent = notSent();
    const before = unsent + mailsIn(server).length;
    const answers: Answer<ProblemView>[] = [];
    for (let i = 0; i < 6; i++) answers.push(await ask(server, { email: 'many@example.com' }));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202, 202, 429]);
    // Each of the five that were accepted comes to one or the other.
    await waitFor(() => notSent() + mailsIn(server).length === before + 5);
    expect([notSent(), mailsIn(server).length]).toEqual([2 + unsent, before - unsent + 3]);
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

test.each([
  ['in production', { NODE_ENV: 'production' }],
  ['where others come', { PUBLIC_URL: 'https://comments.paper.example' }],
])('%s nothing sends yet: the way is off and says so', async (_where, settings) => {
  const PORT = String(await freePort());
  const server = await startServer({ ...settings, PORT, SECRET: 'a secret of a test that has more than 32 bytes' });
  const url = `http://127.0.0.1:${PORT}`;
  try {
    const headers = await signIn(url);
    expect((await call(url, '/api/v1/sites', { body: site('paper'), headers })).status).toBe(201);
    expect((await call<{ ways: Ways }>(url, '/api/v1/auth/ways?site=paper')).body.ways).toEqual([]);
    expect((await ask({ ...server, url }, { email: 'one@example.com' })).body.code).toBe('sign-in-refused');
    expect(mailsIn(server)).toEqual([]);
  } finally {
    await server.close();
  }
});
