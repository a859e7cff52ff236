import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

/** A site of its own: a web server on another port than the service's, whose pages embed the comment box. */
export interface HostSite {
  url: string;
  /** Puts a page there, with headers of its own; gives its address. */
  put(html: string, headers?: Record<string, string>): string;
  close(): Promise<void>;
}

export async function startHostSite(): Promise<HostSite> {
  const pages = new Map<string, { html: string; headers: Record<string, string> }>();
  const server = createServer((req, res) => {
    const page = pages.get(new URL(req.url ?? '/', 'http://host').pathname);
    if (page === undefined) res.writeHead(404).end();
    else res.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers }).end(page.html);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    put(html, headers = {}) {
      const path = `/${randomUUID()}`;
      pages.set(path, { html, headers });
      return url + path;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

/** A plain article with the comment box under it. */
export function articlePage(service: string, data: Record<string, string> = {}, more = ''): string {
  const attributes = Object.entries({ site: 'demo', ...data }).map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>江边的新步道开放了</title></head>
<body><h1>江边的新步道开放了</h1><p>全长三公里，沿途有十二个入口。</p>
<div id="liangju"></div>
<script async src="${service}/embed.js"${attributes.join('')}></script>
${more}
</body></html>`;
}
