import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { CommentView } from '../../contract/comment.ts';
import type { StaffRole } from '../../server/domain/accounts.ts';
import { ALL_SITES } from '../../server/domain/all-sites.ts';
import { openStore } from '../../server/store/open-store.ts';
import { hashToken } from '../../server/people/reader-tokens.ts';
import { SESSION_COOKIE } from '../../server/web/session-cookie.ts';
import { nothing, sessionOf, staffOf } from '../store/fixtures.ts';
import { bearer, call, signIn } from '../support/api.ts';
import { launchBrowser } from '../support/chromium.ts';
import { ADMIN, type StartedServer, startServer } from '../support/start-server.ts';

export interface Credentials {
  email: string;
  password: string;
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/** Somebody at the console in a browser of their own. */
export interface Moderator {
  page: Page;
  context: BrowserContext;
  card: (text: string) => Locator;
  /** What went wrong in the page, also what its policy forbade. */
  errors: string[];
}

/** A comment that waits on a site of its own, with what its author needs. */
export interface Held extends CommentView {
  token: string;
}

export interface ConsoleRoom {
  server: StartedServer;
  browser: Browser;
  /** A new site where everything is looked at first. */
  site(name?: string): Promise<string>;
  /** A comment on a site, by a reader who is new unless a token says who. */
  say(
    site: string,
    body: string,
    more?: { name?: string; parentId?: string; token?: string; title?: string; path?: string },
  ): Promise<Held>;
  /** Is the comment public? Asked without any credential. */
  isPublic(id: string): Promise<boolean>;
  /** Decides by a call, as the administrator. */
  decide(ids: readonly string[], action: string, more?: object): Promise<void>;
  /** One more account with a session, put into the store beside the running server. */
  colleague(name: string, role?: StaffRole): Promise<Credentials>;
  /** Opens the console without signing in. */
  open(hash?: string, options?: BrowserContextOptions & { cookies?: Cookies }): Promise<Moderator>;
  /** Opens it signed in, at the desk: by the form the first time, later with a session that no other window of the test has. */
  enter(hash?: string, who?: Credentials, options?: BrowserContextOptions): Promise<Moderator>;
}

/** Without a session the first question is answered by 401; nothing else may go wrong. */
const isExpected = (text: string): boolean => /status of 401/.test(text);

/** As the program gives the cookie of a session. */
const NEW_COOKIE = { name: SESSION_COOKIE, path: '/', expires: -1, httpOnly: true, secure: true, sameSite: 'Strict' } as const;

/** Stores an account with a password of the administrator's, and a session; gives the token of that. */
async function addColleague({ databaseUrl, dataDir }: StartedServer, email: string, name: string, role: StaffRole): Promise<string> {
  const store = await openStore(databaseUrl, dataDir);
  try {
    const admin = await store.accounts.staffByEmail(ADMIN.email);
    const grants = [{ role, site: ALL_SITES }];
    const staff = staffOf({ email, name, grants, passwordHash: admin?.passwordHash ?? '', createdAt: Date.now() });
    await store.accounts.createStaff(staff, nothing());
    const token = randomBytes(32).toString('base64url');
    const now = Date.now();
    const session = { tokenHash: hashToken(token), createdAt: now, seenAt: now, expiresAt: now + 86_400_000 };
    await store.accounts.openSession(sessionOf(staff.id, session), nothing());
    return token;
  } finally {
    await store.close();
  }
}

/** A really started server and a real browser for the tests of a file. */
export function consoleRoom(env: Record<string, string> = {}): ConsoleRoom {
  let server: StartedServer;
  let browser: Browser;
  let headers: Record<string, string> | null = null;
  const contexts: BrowserContext[] = [];
  /** Whose windows are open, and sessions of windows that were closed. */
  const signedIn = new Map<BrowserContext, Credentials>();
  const sessions: { email: string; cookies: Cookies }[] = [];

  beforeAll(async () => {
    // One after the other: when one fails, what was started before it is known and closed.
    server = await startServer(env);
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const context of contexts.splice(0)) {
      const email = signedIn.get(context)?.email;
      const cookies = await context.cookies(server.url);
      if (email !== undefined && cookies.length > 0) sessions.push({ email, cookies });
      signedIn.delete(context);
      await context.close();
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const asAdmin = async (): Promise<Record<string, string>> => (headers ??= await signIn(server.url));

  /** A session of a window that was closed, unless it was ended meanwhile: a password costs as much to check as it is meant to. */
  async function sessionOf({ email }: Credentials): Promise<Cookies> {
    for (;;) {
      const found = sessions.findIndex((one) => one.email === email);
      if (found === -1) return [];
      const [{ cookies } = { cookies: [] }] = sessions.splice(found, 1);
      const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
      if ((await call(server.url, '/api/v1/staff/session', { headers: { cookie } })).status === 200) return cookies;
    }
  }

  const room: ConsoleRoom = {
    get server() {
      return server;
    },
    get browser() {
      return browser;
    },
    async site(name = '日新报') {
      const id = `s-${randomUUID().slice(0, 8)}`;
      const made = await call(server.url, '/api/v1/sites', {
        headers: await asAdmin(),
        body: { id, name, origins: ['https://news.example.com'], type: 'news', mode: 'pre' },
      });
      if (made.status !== 201) throw new Error(`no site: ${JSON.stringify(made.body)}`);
      return id;
    },
    async say(site, body, { name = '读者', parentId, token, title = '江边步道开放', path = site } = {}) {
      const url = `https://news.example.com/${path}`;
      const answer = await call<{ comment: CommentView; readerToken?: string }>(server.url, '/api/v1/comments', {
        headers: token === undefined ? {} : bearer(token),
        body: {
          site,
          thread: { key: url, url, title },
          body,
          ...(parentId === undefined ? {} : { parentId }),
          ...(token === undefined ? { author: { name } } : {}),
        },
      });
      if (answer.status > 202) throw new Error(`not said: ${answer.status} ${JSON.stringify(answer.body)}`);
      return { ...answer.body.comment, token: answer.body.readerToken ?? token ?? '' };
    },
    async isPublic(id) {
      const answer = await call<{ comment: CommentView }>(server.url, `/api/v1/comments/${id}`);
      return answer.status === 200 && answer.body.comment.html !== null;
    },
    async decide(ids, action, more = {}) {
      const own = await asAdmin();
      for (const id of ids) {
        const found = await call<{ comments: { revision: number }[] }>(server.url, `/api/v1/moderation/comments?id=${id}`, {
          headers: own,
        });
        const revision = found.body.comments[0]?.revision ?? 1;
        const body = { items: [{ id, revision }], action, ...more };
        const { body: answer } = await call<{ results: { result: string }[] }>(server.url, '/api/v1/moderation/decisions', {
          headers: own,
          body,
        });
        if (answer.results[0]?.result !== 'applied') throw new Error(`not decided: ${JSON.stringify(answer)}`);
      }
    },
    async colleague(name, role = 'moderator') {
      const email = `${randomUUID().slice(0, 8)}@example.com`;
      sessions.push({
        email,
        cookies: [{ ...NEW_COOKIE, domain: new URL(server.url).hostname, value: await addColleague(server, email, name, role) }],
      });
      // Their password is the administrator's: it is hashed already.
      return { email, password: ADMIN.password };
    },
    async open(hash = '', { cookies = [], ...options } = {}) {
      const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 }, ...options });
      contexts.push(context);
      await context.addCookies(cookies);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' && !isExpected(message.text())) errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(`${server.url}/admin/${hash}`);
      return { page, context, errors, card: (text) => page.locator('article', { hasText: text }) };
    },
    async enter(hash = '', who = ADMIN, options = {}) {
      const cookies = await sessionOf(who);
      const moderator = await room.open(hash, { ...options, cookies });
      if (cookies.length === 0) await fillSignIn(moderator.page, who);
      signedIn.set(moderator.context, who);
      await moderator.page.locator('.frame').waitFor();
      return moderator;
    },
  };
  return room;
}

/** Writes address and password into the form and sends it. */
export async function fillSignIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByLabel('邮箱').fill(email);
  await page.getByLabel('密码').fill(password);
  await page.getByRole('button', { name: '登录', exact: true }).click();
}
