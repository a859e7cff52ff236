import type express from 'express';
import type { Express } from 'express';
import { parse } from '../../../contract/parse.ts';
import { routes } from '../../../contract/routes.ts';
import { STAFF_COMMENT_TEXT } from '../../../contract/staff-sign-in-texts.ts';
import { type FieldError, Problem } from '../../domain/problem.ts';
import { wireTime } from '../../presenters/present-comment.ts';
import { presentReader } from '../../presenters/present-people.ts';
import { networkHash } from '../../web/client-network.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { popupHeaders } from '../headers.ts';
import { packedOnce, sendPacked } from '../ready-files.ts';
import { expressPath, mount } from '../route.ts';
import { staffPopupPage, staffPopupScript } from '../staff-comment-page.ts';
import { clientOf, idempotencyKeyOf } from './comments.ts';
import { admit, inPopup } from './sign-in.ts';

/** Staff comment as themselves: in the box by a popup of ours, and from the console. */
export function mountStaffComments(app: Express, deps: HttpDeps): void {
  const { people } = deps;
  app.get(expressPath(routes.startStaffComment), popupHeaders, inPopup(deps, routes.startStaffComment, start));
  const script = packedOnce(() => staffPopupScript);
  app.get('/api/v1/auth/staff/popup.js', async (req: express.Request, res: express.Response) => {
    res.set('Cache-Control', 'no-cache').type('js');
    sendPacked(req, res, await script());
  });

  mount(app, deps, routes.makeCommentToken, async (_input, context) => {
    const { reader, readerToken } = await people.makeCommentToken(context.staff(), context.site(), context.requestId);
    return { status: 201, body: { reader: presentReader(reader), readerToken } };
  });

  mount(app, deps, routes.listCommentTokens, async (_input, context) => {
    const tokens = await people.listCommentTokens(context.staff());
    const view = tokens.map(({ id, siteId, createdAt, expiresAt }) => ({
      ...{ id, site: siteId, createdAt: wireTime(createdAt) },
      expiresAt: expiresAt === null ? null : wireTime(expiresAt),
    }));
    return { status: 200, body: { tokens: view } };
  });

  mount(app, deps, routes.endCommentToken, async ({ params }, context) => {
    await people.endCommentToken(context.staff(), params.id);
    return { status: 204 };
  });

  mount(app, deps, routes.answerAsStaff, async ({ body }, context) => {
    const site = context.site();
    const parent = await deps.comments.get(body.parentId);
    if (parent.siteId !== site.id) throw new Problem('not-found');
    const reader = { ...(await people.commentsAs(context.staff(), site)), authorOf: [], isStaff: true };
    const posted = await deps.comments.post(
      site,
      {
        ...{ reader, isStaff: true, lang: context.lang, idempotencyKey: idempotencyKeyOf(context) },
        networks: [networkHash(deps.secret, context.network)],
        // The thread is there: its address and title stay as they are.
        page: { ownOrigin: context.ownOrigin, isOfSite: false },
        client: clientOf(context),
      },
      { site: site.id, thread: { key: parent.threadKey, url: context.ownOrigin, title: '' }, parentId: parent.id, body: body.body },
    );
    if ('rejected' in posted.answer) throw new Problem('comment-rejected', { pub: posted.answer.rejected });
    return { status: posted.status, body: posted.answer };
  });

  mount(app, deps, routes.removeStaffAnswer, async ({ params }, context) => {
    const reader = await people.commentsAs(context.staff(), context.site());
    return { status: 200, body: { comment: await deps.comments.removeOwnAnswer(reader, params.id, context.lang) } };
  });
}

/** The page on which staff agree. Who they are is asked by its script: a popup that another site opens brings no session. */
async function start(deps: HttpDeps, context: Context): Promise<void> {
  const { req, res, lang } = context;
  const mistakes: FieldError[] = [];
  const query = parse(routes.startStaffComment.query, { ...req.query }, lang, mistakes);
  if (query === undefined) throw new Problem('invalid-request', { errors: mistakes });
  const site = await admit(deps, context, query.site, query.origin);
  res.type('html').send(
    staffPopupPage({
      lang,
      basePath: deps.basePath,
      site: { id: site.id, name: site.name },
      origin: query.origin,
      texts: STAFF_COMMENT_TEXT[lang],
    }),
  );
}
