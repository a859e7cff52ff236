/**
 * Makes the pictures of docs/move: the made-up export of each system, imported into a new store and shown under an article.
 *
 *   node scripts/move-pictures.ts
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchBrowser } from '../test/support/chromium.ts';
import { startServer } from '../test/support/start-server.ts';

const ROOT = join(import.meta.dirname, '..');
const EXPORTS = join(ROOT, 'test/transfer/exports');
const OUT = join(ROOT, 'docs/images/move');
const BLOG = 'https://blog.example.com';
/** Beyond it a page of the docs is slow to load. */
const LARGEST = 60_000;

/** The file of each system. */
const FILES: Readonly<Record<string, string>> = {
  valine: 'valine/results.json',
  waline: 'waline/waline.json',
  twikoo: 'twikoo/lines.json',
  artalk: 'artalk/backup.artrans',
  disqus: 'disqus/forum.xml',
};

const server = await startServer();
const browser = await launchBrowser();
try {
  await mkdir(OUT, { recursive: true });
  for (const [system, file] of Object.entries(FILES)) {
    const run = async (...args: string[]): Promise<string> => {
      const { code, out, err } = await server.cli(args);
      if (code !== 0) throw new Error(`${args.join(' ')}: ${err}`);
      return out;
    };
    await run('site', 'add', system, '--name', system, '--origin', BLOG, '--origin', server.url, '--type', 'blog');
    await run('import', join(EXPORTS, file), '--site', system, '--base-url', BLOG);
    const threads: { key: string; title: string; comments: number; closed: boolean }[] = JSON.parse(
      await run('thread', 'list', '--site', system, '--json'),
    );
    const most = threads.filter(({ closed }) => !closed).sort((a, b) => b.comments - a.comments)[0];
    if (most === undefined) throw new Error(`${file} has no thread`);
    const page = await browser.newPage({ locale: 'zh-CN', reducedMotion: 'reduce', viewport: { width: 760, height: 620 } });
    // The article is a page of ours: the address of the blog leads nowhere.
    await page.route(`${server.url}/article`, (route) =>
      route.fulfill({ contentType: 'text/html; charset=utf-8', body: articleOf(system, most) }),
    );
    await page.goto(`${server.url}/article`);
    await page.locator('section.box .list article').first().waitFor();
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 80 });
    const picture = Buffer.from(data, 'base64');
    if (picture.length > LARGEST) throw new Error(`the picture of ${system} has ${picture.length} bytes`);
    await writeFile(join(OUT, `${system}.webp`), picture);
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}

function articleOf(site: string, { key, title }: { key: string; title: string }): string {
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${title}</title>
<style>body{margin:24px auto;max-width:680px;font:16px/1.75 sans-serif}h1{font-size:24px}</style>
<h1>${title === '' ? '新茶' : title}</h1><p>谷雨前后，山上的茶园忙起来了。天亮以前就有人上山，采下来的叶子当天要炒好。</p>
<div id="liangju"></div><script async src="/embed.js" data-site="${site}" data-thread="${key}"></script></html>`;
}
