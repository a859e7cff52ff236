import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll } from '@jest/globals';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { CommentView, ListAnswer } from '../../contract/comment.ts';
import { bearer, call, signIn } from '../support/api.ts';
import { launchBrowser } from '../support/chromium.ts';
import { type StartedServer, startServer } from '../support/start-server.ts';
import { waitFor } from '../support/wait-for.ts';
import { articlePage, type HostSite, startHostSite } from './host-page.ts';

/** A thread of its own, as a page names it and as calls do. */
export interface Article {
  key: string;
  thread: { key: string; url: string; title: string };
}

/** Somebody at a page of their own browser. */
export interface Reader {
  page: Page;
  context: BrowserContext;
  /** The comment box. */
  box: Locator;
  comments: Locator;
  /** How often the server has let it into the thread's live room. */
  joins: () => number;
  /** What went wrong in the page. */
  errors: string[];
}

export interface OpenOptions {
  data?: Record<string, string>;
  context?: BrowserContextOptions;
  /** Another window of the same browser. */
  with?: Reader;
  /** Put behind the page's address. */
  hash?: string;
  /** Not waited for: the box may never be ready. */
  isNeverReady?: boolean;
}

/** A really started server, a real browser, and pages of another site that embed the comment box. */
export interface Room {
  server: StartedServer;
  browser: Browser;
  host: HostSite;
  article(): Article;
  open(article: Article, options?: OpenOptions): Promise<Reader>;
  /** Writes by a call, as a reader of this name; a moderator lets it through where it would wait. */
  say(article: Article, body: string, more?: { parentId?: string; name?: string }): Promise<CommentView & { token: string }>;
  list(article: Article, query?: string): Promise<ListAnswer>;
  /** A call by the administrator. */
  staff<T>(path: string, init?: { method?: string; body?: unknown; headers?: Record<string, string> }): Promise<T>;
  /** A moderator's decision. */
  decide(comment: { id: string; revision?: number | undefined }, action: string, reason?: string): Promise<void>;
}

/** The room for the tests of a file: opened before the first, closed after the last; windows are closed after each. */
export function useRoom(env: Record<string, string> = {}): Room {
  let server: StartedServer;
  let browser: Browser;
  let host: HostSite;
  let session: Record<string, string> | null = null;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    // One after the other: when one fails, what was started before it is known and closed.
    host = await startHostSite();
    server = await startServer(env);
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await host?.close();
  });

  async function staff<T>(path: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<T> {
    session ??= await signIn(server.url);
    const answer = await call<T>(server.url, path, { ...init, headers: { ...session, ...init.headers } });
    if (answer.status >= 400) throw new Error(`${path} gave ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  return {
    get server() {
      return server;
    },
    get browser() {
      return browser;
    },
    get host() {
      return host;
    },
    article() {
      const key = `article-${randomUUID()}`;
      return { key, thread: { key, url: `${host.url}/${key}`, title: '江边的新步道开放了' } };
    },
    async open(article, { data = {}, context: wishes = {}, with: other, hash = '', isNeverReady = false } = {}) {
      const context = other?.context ?? (await browser.newContext({ viewport: { width: 800, height: 900 }, locale: 'zh-CN', ...wishes }));
      const page = await context.newPage();
      const errors: string[] = [];
      let joins = 0;
      page.on('websocket', (socket) =>
        socket.on('framereceived', ({ payload }) => (joins += Number(/^43\d*\[\{"ok":true/.test(String(payload))))),
      );
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(host.put(articlePage(server.url, { thread: article.key, ...data })) + hash);
      const box = page.locator('section.box');
      if (!isNeverReady) await box.and(page.locator('[aria-busy="false"]')).waitFor();
      return { page, context, box, errors, joins: () => joins, comments: box.locator('.list article') };
    },
    async say(article, body, { parentId, name = '读者' } = {}) {
      // Somebody else under every article: what one has said already may not be said again.
      const who = `${article.key} ${name}`;
      const token = tokens.get(who);
      const answer = await call<{ comment: CommentView; readerToken?: string }>(server.url, '/api/v1/comments', {
        body: { site: 'demo', thread: article.thread, body, author: { name }, ...(parentId === undefined ? {} : { parentId }) },
        ...(token === undefined ? {} : { headers: bearer(token) }),
      });
      if (answer.status >= 400) throw new Error(`“${body}” gave ${answer.status} ${JSON.stringify(answer.body)}`);
      const mine = answer.body.readerToken ?? token ?? '';
      tokens.set(who, mine);
      // What these tests say is not moderation's concern.
      if (answer.status === 202) await decide(answer.body.comment, 'approve');
      return { ...answer.body.comment, token: mine };
    },
    async list({ key }, query = '') {
      const answer = await call<ListAnswer>(server.url, `/api/v1/comments?site=demo&thread=${encodeURIComponent(key)}${query}`);
      return answer.body;
    },
    staff,
    decide,
  };

  async function decide(
    { id, revision = 1 }: { id: string; revision?: number | undefined },
    action: string,
    reason?: string,
  ): Promise<void> {
    const { results } = await staff<{ results: { result: string }[] }>('/api/v1/moderation/decisions', {
      body: { items: [{ id, revision }], action, ...(reason === undefined ? {} : { reason }) },
    });
    if (results[0]?.result !== 'applied') throw new Error(`${action} gave ${JSON.stringify(results)}`);
  }
}

/** Opens the writing box, signs with a name where none is known yet, and writes. */
export async function write({ box }: Reader, text: string, name = '江边散步'): Promise<void> {
  const form = box.locator('form.composer').first();
  await form.locator('textarea').fill(text);
  // The plain field gives way to the real box first.
  await form.locator('.primary').waitFor();
  const nameField = form.getByRole('textbox', { name: '昵称' });
  if ((await nameField.count()) > 0) await nameField.fill(name);
}

/** Writes and sends. */
export async function postBy(reader: Reader, text: string, name?: string): Promise<void> {
  await write(reader, text, name);
  await reader.box.getByRole('button', { name: '发表' }).first().click();
}

/** The comment with this text, once the server has it. */
export const commentWith = ({ box }: Reader, text: string): Locator => box.locator('.list article').filter({ hasText: text }).last();

/** Waits until the box hears live news. */
export const untilLive = ({ joins }: Reader, times = 1): Promise<void> => waitFor(() => joins() >= times);

/** The same element by its id, whatever text it will have. */
export async function fixed(comment: Locator): Promise<Locator> {
  return comment.page().locator(`#${await comment.getAttribute('id')}`);
}

const WORDS =
  '石阶 栏杆 柳树 路灯 车道 滑梯 看台 泉水 车位 小店 路牌 码头 草坪 长椅 凉亭 木桥 沙地 球场 雨棚 花坛 鸟巢 河湾 芦苇 渡口 山坡 竹林 画廊 钟楼 书屋 茶座 风筝 单车 跑鞋 雨伞 饭盒 相机 地图 口哨 水壶 帽子 清晨 正午 黄昏 深夜 春天 夏夜 秋雨 冬雪 周末 假期 散步 慢跑 骑行 垂钓 写生 下棋 唱歌 放学 下班 等人 安静 热闹 宽敞 平坦 干净 凉快 明亮 近便 结实 好看'.split(
    ' ',
  );

/** A text that is like no other of these tests: who says nearly the same again and again is taken for a robot. */
export const opinion = (n: number): string =>
  `第 ${n} 条：${Array.from({ length: 12 }, () => WORDS[randomInt(WORDS.length)]).join('、')}。`;
