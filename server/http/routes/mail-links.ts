import type { Express, RequestHandler } from 'express';
import { langOf } from '../../web/lang.ts';
import type { HttpDeps } from '../deps.ts';
import { pageHeaders } from '../headers.ts';
import { mailPage } from '../mail-page.ts';

/** Where a reader confirms an address. */
const CONFIRM = '/api/v1/mail/confirm';
/** Where a reader leaves (RFC 8058). */
const LEAVE = '/leave';

/**
 * The pages that links in mails lead to. GET shows a button and does nothing; POST does it, whatever its body: a program for mail posts
 * a form of one field, without cookies. Neither redirects.
 */
export function mountMailLinks(app: Express, deps: HttpDeps): void {
  for (const path of [CONFIRM, LEAVE]) {
    const isOwn = (token: unknown): boolean => {
      const link = deps.followers.look(token);
      return link !== null && (link.what === 'confirm') === (path === CONFIRM);
    };
    const answer =
      (isPost: boolean): RequestHandler =>
      async (req, res) => {
        res.locals.route = path;
        res.set('Cache-Control', 'no-store').type('html');
        const token = req.query.t;
        const link = isOwn(token) ? deps.followers.look(token) : null;
        const lang = langOf(req.get('accept-language'));
        const page = { lang, basePath: deps.basePath, action: `${deps.basePath}${path}?t=${encodeURIComponent(String(token))}` };
        const outcome = link === null ? 'none' : isPost ? await deps.followers.follow(token) : null;
        if (link === null || outcome === 'none') res.status(404).send(mailPage({ ...page, what: null, state: 'gone' }));
        else if (outcome === 'gone') res.status(410).send(mailPage({ ...page, what: link.what, state: 'gone' }));
        else res.send(mailPage({ ...page, what: link.what, state: outcome === null ? 'ask' : 'done' }));
      };
    app.get(path, pageHeaders, answer(false));
    app.post(path, pageHeaders, answer(true));
  }
}
