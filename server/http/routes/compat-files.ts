import { join } from 'node:path';
import type { Express } from 'express';
import { avatarSvg } from '../../compat/avatar.ts';
import type { HttpDeps } from '../deps.ts';
import { createReadyFiles, packedOnce, sendPacked } from '../ready-files.ts';
import { FIVE_MINUTES, openToAll } from './asset-headers.ts';

/** Names under which themes ask for the scripts of other comment systems, and the built file that each gets. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  'valine.js': 'valine.js',
  'valine.min.js': 'valine.js',
  'Valine.min.js': 'valine.js',
  'waline.js': 'waline.mjs',
  'waline.mjs': 'waline.mjs',
  'waline.umd.js': 'waline.umd.js',
  'waline.min.js': 'waline.umd.js',
  'Waline.min.js': 'waline.umd.js',
  'twikoo.js': 'twikoo.js',
  'twikoo.min.js': 'twikoo.js',
  'twikoo.all.min.js': 'twikoo.js',
  'twikoo.nocss.js': 'twikoo.js',
  'artalk.js': 'artalk.js',
  'Artalk.js': 'artalk.js',
  'ArtalkLite.js': 'artalk.js',
  'Artalk.mjs': 'artalk.mjs',
  'disqus.js': 'disqus.js',
  'count.js': 'count.js',
};
/** Style sheets that themes ask for beside them: the box has its own inside. */
export const STYLES: ReadonlySet<string> = new Set([
  ...['waline.css', 'waline.min.css', 'waline-meta.css', 'twikoo.css', 'twikoo.min.css'],
  ...['Artalk.css', 'artalk.css', 'ArtalkLite.css'],
]);
const DAY = 'public, max-age=86400';

/** Files that answer to the calls that themes make of other comment systems, and pictures of authors for such themes. */
export function mountCompatFiles(app: Express, { publicFolder }: HttpDeps): void {
  const files = createReadyFiles(join(publicFolder, 'compat'));
  const style = packedOnce(() => '/* The comment box brings its own styles. */\n');

  // Artalk's themes ask their server for the files; there the site is in the address (client-compat/service.ts).
  app.get(/^\/compat\/(?:artalk\/[a-z0-9-]+\/dist\/)?([\w.-]+)$/, async (req, res, next) => {
    const name = req.params[0] ?? '';
    const isStyle = STYLES.has(name);
    const script = Object.hasOwn(SCRIPTS, name) ? await files.find(SCRIPTS[name] ?? '') : null;
    if (!isStyle && script === null) return next();
    openToAll(res);
    res.type(isStyle ? 'css' : 'js').set('Cache-Control', FIVE_MINUTES);
    sendPacked(req, res, script ?? (await style()));
  });

  app.get('/compat/avatar/:sign', (req, res) => {
    openToAll(res);
    res.type('svg').set('Cache-Control', DAY).send(avatarSvg(req.params.sign));
  });
}
