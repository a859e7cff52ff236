import type { Locator, Page } from 'playwright-core';
import { type Article, opinion, type Room } from './reading-room.ts';

/** A page as a theme writes it, opened in a browser of its own. */
export interface ThemePage {
  page: Page;
  box: Locator;
  /** What stands in the console beside the browser's own notes, and what went wrong. */
  lines: string[];
  errors: string[];
  /** Paths of scripts that it has loaded. */
  scripts: string[];
  /** Live connections that are open. */
  sockets: () => number;
}

/** Pages of a blog whose theme has another comment system built in. */
export interface ThemePages {
  /** Where a script of the service is that stands for another system's. */
  file(name: string): string;
  /** Puts a page on the blog; gives its article, by the address that an import would give it. */
  put(body: string, head?: string, headers?: Record<string, string>): Article;
  /** Opens it. @param options of the browser */
  open(article: Article, options?: { width?: number; colorScheme?: 'light' | 'dark' }): Promise<ThemePage>;
}

export function themePages(room: Room): ThemePages {
  return {
    file: (name) => `${room.server.url}/compat/${name}`,
    put(body, head = '', headers = {}) {
      const url = room.host.put(
        `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>江边的新步道开放了</title>${head}</head><body>${body}</body></html>`,
        headers,
      );
      return { key: url, thread: { key: url, url, title: '江边的新步道开放了' } };
    },
    async open({ key }, { width = 800, colorScheme = 'light' } = {}) {
      const context = await room.browser.newContext({ viewport: { width, height: 900 }, locale: 'zh-CN', colorScheme });
      const page = await context.newPage();
      const lines: string[] = [];
      const errors: string[] = [];
      page.on('console', (message) => (message.type() === 'error' ? errors : lines).push(message.text()));
      const scripts: string[] = [];
      let sockets = 0;
      page.on('request', (request) => {
        if (request.resourceType() === 'script') scripts.push(new URL(request.url()).pathname);
      });
      page.on('websocket', (socket) => {
        sockets++;
        socket.on('close', () => sockets--);
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await page.goto(key);
      return { page, box: page.locator('section.box'), lines, errors, scripts, sockets: () => sockets };
    },
  };
}

/** Writes a comment in the box and waits until it stands there; gives its text. */
export async function writeIn(box: Locator): Promise<string> {
  const text = opinion(1);
  const form = box.locator('form.composer').first();
  await form.locator('textarea').fill(text);
  await form.locator('.primary').waitFor();
  const name = form.getByRole('textbox', { name: '昵称' });
  if ((await name.count()) > 0) await name.fill('江边散步');
  await box.getByRole('button', { name: '发表' }).first().click();
  await commentIn(box, text).waitFor();
  return text;
}

/** The comment with this text. */
export const commentIn = (box: Locator, text: string): Locator => box.locator('.list article:not(.sending)').filter({ hasText: text });
