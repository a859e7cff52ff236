import { join } from 'node:path';
import express, { type Express, type Response } from 'express';
import { demoArticleCss, demoArticlePage, demoFigureSvg } from '../../demo/article.ts';
import { DEMO_SITE, DEMO_THREAD } from '../../demo/sample.ts';
import type { HttpDeps } from '../deps.ts';
import { pageHeaders } from '../headers.ts';

const YEAR = 'public, max-age=31536000, immutable';

/** Any site may load the widget's files: as a script, as a module, from a page that isolates itself. */
function openToAll(res: Response): void {
  res.set('Access-Control-Allow-Origin', '*');
  res.set('Cross-Origin-Resource-Policy', 'cross-origin');
}

/** The widget's files, the console, the demo article. */
export function mountAssets(app: Express, deps: HttpDeps): void {
  const { publicFolder } = deps;

  // Not hashed: a new version is there five minutes after an upgrade.
  for (const file of ['embed.js', 'counts.js', 'embed.d.ts']) {
    app.get(`/${file}`, (_req, res) => {
      openToAll(res);
      // The ending `.ts` is also that of a film.
      if (file.endsWith('.ts')) res.type('text/plain');
      res.set('Cache-Control', 'public, max-age=300').sendFile(join(publicFolder, file), { cacheControl: false });
    });
  }

  // A browser keeps a file that failed as failed under its address: the box asks again with a number behind the version.
  app.use('/w', (req, _res, next) => {
    req.url = req.url.replace(/^(\/\w+)~\d+\//, '$1/');
    next();
  });
  app.use(
    '/w',
    express.static(join(publicFolder, 'w'), {
      index: false,
      redirect: false,
      cacheControl: false,
      setHeaders(res) {
        res.setHeader('Access-Control-Allow-Origin', '*');
        res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
        res.setHeader('Cache-Control', YEAR);
      },
    }),
  );

  const consoleFolder = join(publicFolder, 'admin');
  // Express takes `/admin/` for `/admin`, too: only the address without the slash is sent on.
  app.get('/admin', (req, res, next) => (req.path === '/admin' ? res.redirect(308, '/admin/') : next()));
  app.use(
    '/admin/',
    pageHeaders,
    express.static(consoleFolder, {
      redirect: false,
      cacheControl: false,
      setHeaders(res, path) {
        res.setHeader('Cache-Control', path.endsWith('index.html') ? 'no-cache' : YEAR);
      },
    }),
  );

  if (!deps.demo) return;
  app.get('/demo', pageHeaders, (_req, res) => {
    res
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(demoArticlePage({ embedSrc: '/embed.js', siteId: DEMO_SITE, threadKey: DEMO_THREAD }));
  });
  app.get('/demo/article.css', (_req, res) => {
    res.set('Cache-Control', 'no-cache').type('css').send(demoArticleCss);
  });
  app.get('/demo/figure.svg', (_req, res) => {
    res.set('Cache-Control', 'no-cache').type('svg').send(demoFigureSvg);
  });
}
