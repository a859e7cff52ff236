import type { Page, Route } from 'playwright-core';
import type { Article, Room } from '../browser/reading-room.ts';

/** A page of the host with whatever stands in it. */
export interface Visit {
  page: Page;
  /** What went wrong in the page. */
  errors: string[];
  /** Live connections that are open. */
  sockets: () => number;
}

export interface EmbeddingPages {
  /** A page of a browser of its own, not opened yet. */
  freshPage(): Promise<Page>;
  /** Opens a page of the host that holds what is given. */
  visit(body: string): Promise<Visit>;
  /** The script that brings the box. */
  script(): string;
  /** An article with a comment. */
  article(text: string): Promise<Article>;
}

/** For tests that put the box into pages themselves. */
export function embeddingPages(room: Room): EmbeddingPages {
  async function freshPage(): Promise<Page> {
    const context = await room.browser.newContext({ viewport: { width: 800, height: 900 }, locale: 'zh-CN' });
    return context.newPage();
  }
  return {
    freshPage,
    async visit(body) {
      const page = await freshPage();
      const errors: string[] = [];
      let open = 0;
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('websocket', (socket) => {
        open++;
        socket.on('close', () => open--);
      });
      await page.goto(room.host.put(`<!doctype html><html lang="zh-CN"><head><title>一页</title></head><body>${body}</body></html>`));
      return { page, errors, sockets: () => open };
    },
    script: () => `<script src="${room.server.url}/embed.js"></script>`,
    async article(text) {
      const made = room.article();
      await room.say(made, text);
      return made;
    },
  };
}

/** The box as an element of the page. */
export const element = ({ key }: Article): string => `<liangju-comments site="demo" thread="${key}"></liangju-comments>`;

/** Waits for a comment with this text. */
export const shows = (page: Page, text: string): Promise<void> => page.locator('section.box article').filter({ hasText: text }).waitFor();

/** A proxy's own error page: no words of the service, nothing that allows the page to read it. */
export const badGateway = (route: Route): Promise<void> =>
  route.fulfill({ status: 502, contentType: 'text/html', body: '<html><h1>502 Bad Gateway</h1></html>' });
