import { join } from 'node:path';
import type { Express, Request, Response } from 'express';
import { demoArticleCss, demoArticlePage, demoFigureSvg } from '../../demo/article.ts';
import { DEMO_SITE, DEMO_THREAD } from '../../demo/sample.ts';
import type { Page } from '../../page-cache/page.ts';
import type { HttpDeps } from '../deps.ts';
import { pageHeaders } from '../headers.ts';
import { createReadyFiles, packedOnce, sendPacked } from '../ready-files.ts';
import { FIVE_MINUTES, openToAll } from './asset-headers.ts';

const YEAR = 'public, max-age=31536000, immutable';
/** Of the console everything else is named by what is in it. */
const UNHASHED: ReadonlySet<string> = new Set(['index.html', 'start.js', 'not-loaded.js']);
/** What stands under the address of another version. */
const ONE_MINUTE = 'public, max-age=60';

/** The widget's files, the console, the demo article. */
export function mountAssets(app: Express, deps: HttpDeps): void {
  mountWidget(app, deps);
  mountConsole(app, deps);
  if (deps.demo) mountDemo(app, deps);
}

function mountWidget(app: Express, { publicFolder }: HttpDeps): void {
  const files = createReadyFiles(publicFolder);
  for (const name of ['embed.js', 'counts.js', 'embed.d.ts']) {
    app.get(`/${name}`, async (req, res, next) => {
      const file = await files.find(name);
      if (file === null) return next();
      openToAll(res);
      // The ending `.ts` is also that of a film.
      res.type(name.endsWith('.ts') ? 'text/plain' : name).set('Cache-Control', FIVE_MINUTES);
      sendPacked(req, res, file);
    });
  }

  /** A page that was open before an upgrade, or that came from a server of another version, gets what is here: the file states its version. */
  async function ofThisVersion(name: string): Promise<Page | null> {
    const [version] = await files.folders('w');
    return version === undefined ? null : files.find(name, join('w', version));
  }

  // A browser keeps a file that failed as failed under its address: the box asks again with a number behind the version.
  app.get(/^\/w\/(\w+)(?:~\d+)?\/([\w.-]+)$/, async (req, res, next) => {
    const { 0: version = '', 1: name = '' } = req.params;
    const own = await files.find(name, join('w', version));
    const file = own ?? (await ofThisVersion(name));
    if (file === null) return next();
    openToAll(res);
    res.type(name).set('Cache-Control', own === null ? ONE_MINUTE : YEAR);
    sendPacked(req, res, file);
  });
}

function mountConsole(app: Express, { publicFolder, basePath }: HttpDeps): void {
  const files = createReadyFiles(join(publicFolder, 'admin'));
  // Express takes `/admin/` for `/admin`, too: only the address without the slash is sent on.
  app.get('/admin', (req, res, next) => (req.path === '/admin' ? res.redirect(308, `${basePath}/admin/`) : next()));
  app.get(/^\/admin\/([\w.-]*)$/, pageHeaders, async (req, res, next) => {
    const name = req.params[0] || 'index.html';
    const file = await files.find(name);
    if (file === null) return next();
    res.type(name).set('Cache-Control', UNHASHED.has(name) ? 'no-cache' : YEAR);
    sendPacked(req, res, file);
  });
}

function mountDemo(app: Express, { basePath }: HttpDeps): void {
  const contents = [
    ['/demo', 'html', packedOnce(() => demoArticlePage({ service: basePath, siteId: DEMO_SITE, threadKey: DEMO_THREAD }))],
    ['/demo/article.css', 'css', packedOnce(() => demoArticleCss)],
    ['/demo/figure.svg', 'svg', packedOnce(() => demoFigureSvg)],
  ] as const;
  for (const [path, type, content] of contents) {
    app.get(path, ...(type === 'html' ? [pageHeaders] : []), async (req: Request, res: Response) => {
      res.type(type).set('Cache-Control', 'no-cache');
      sendPacked(req, res, await content());
    });
  }
}
