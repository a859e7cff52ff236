import type { Express } from 'express';
import { isListed } from '../../comments/find-comment.ts';
import { serializeByReader } from '../../comments/serialize-by-reader.ts';
import type { PostContext } from '../../comments/posted.ts';
import { REQUEST_HEADERS } from '../../../contract/route-row.ts';
import { routes } from '../../../contract/routes.ts';
import { bytesOf, MOST_COMMENTS_BYTES, byteBudget } from '../../domain/page-size.ts';
import { may, type StaffAction } from '../../domain/permissions.ts';
import { Problem } from '../../domain/problem.ts';
import type { SignedInReader } from '../../domain/members.ts';
import type { Comment, CommentId, Site } from '../../domain/types.ts';
import { PUBLIC_CACHING } from '../../page-cache/answer.ts';
import { presentPublic } from '../../presenters/present-comment.ts';
import { networkHash, UNKNOWN_NETWORK } from '../../web/client-network.ts';
import type { Context } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { mount } from '../route.ts';

/** The readers' calls about comments. */
export function mountComments(app: Express, deps: HttpDeps): void {
  mountReads(app, deps);
  mountTexts(app, deps);
  mountReactions(app, deps);
}

/** A comment and its site, which the page of the request may read. @throws Problem `not-found`, `origin-not-allowed`. */
async function aboutComment(deps: HttpDeps, id: string, context: Context): Promise<{ comment: Comment; site: Site }> {
  const comment = await deps.comments.get(id);
  const site = await deps.sites.get(comment.siteId);
  context.openTo(site);
  return { comment, site };
}

/** Does a member of staff ask by an API token who may do this on the site? @throws Problem `invalid-token`. */
async function isByStaff(action: StaffAction, site: Site, context: Context): Promise<boolean> {
  if (!context.bearer?.startsWith('ljs_')) return false;
  const actor = await context.staffOrNull();
  if (actor === null) throw new Problem('invalid-token');
  return may(actor, action, site.id);
}

/** Lists, permalinks, replies and counts. */
function mountReads(app: Express, deps: HttpDeps): void {
  const { comments } = deps;

  mount(app, deps, routes.listComments, async ({ query }, context) => {
    const site = await deps.sites.get(query.site);
    context.openTo(site);
    const { thread: threadKey, ...rest } = query;
    return { status: 200, headers: PUBLIC_CACHING, body: await comments.list(site, { ...rest, threadKey }) };
  });

  mount(app, deps, routes.findComment, async ({ params }, context) => {
    const { comment, site } = await aboutComment(deps, params.id, context);
    const isStaff = await isByStaff('moderation.read', site, context);
    const reader = await context.readerOrNull(site);
    const viewer = { readerId: reader?.id ?? null, isStaff, lang: context.lang };
    const found = await comments.find(site, comment, viewer);
    const isPersonal = context.bearer !== null;
    return { status: 200, body: found, ...(isPersonal ? {} : { headers: PUBLIC_CACHING }) };
  });

  mount(app, deps, routes.listReplies, async ({ params, query }, context) => {
    const { comment } = await aboutComment(deps, params.id, context);
    if (!isListed(comment)) throw new Problem('not-found');
    await serializeByReader();
    const budget = byteBudget(MOST_COMMENTS_BYTES);
    const fits = (reply: Comment): boolean => budget.take(bytesOf(presentPublic(reply)) + 1);
    const slice = await comments.replies({ commentId: comment.id, limit: query.limit, cursor: query.cursor, fits });
    return { status: 200, headers: PUBLIC_CACHING, body: { comments: slice.items.map(presentPublic), nextCursor: slice.nextCursor } };
  });

  mount(app, deps, routes.countComments, async ({ query }, context) => {
    const site = await deps.sites.get(query.site);
    context.openTo(site);
    return { status: 200, headers: PUBLIC_CACHING, body: await comments.count(site, query.thread) };
  });
}

/** Writing, editing and removing one's own. */
function mountTexts(app: Express, deps: HttpDeps): void {
  const { comments } = deps;

  mount(app, deps, routes.postComment, async ({ body }, context) => {
    const site = await deps.sites.get(body.site);
    context.openTo(site);
    await deps.limits.spend('post', context.network);
    const reader = await context.readerOrNull(site);
    const posted = await comments.post(
      site,
      {
        reader,
        isStaff: reader?.isStaff === true || (await isByStaff('moderation.decide', site, context)),
        lang: context.lang,
        idempotencyKey: idempotencyKeyOf(context),
        networks: [networkHash(deps.secret, context.network)],
        page: { ownOrigin: context.ownOrigin, isOfSite: context.req.get('origin') !== undefined },
        client: clientOf(context),
      },
      body,
    );
    if ('rejected' in posted.answer) throw new Problem('comment-rejected', { pub: posted.answer.rejected });
    return { status: posted.status, body: posted.answer };
  });

  mount(app, deps, routes.editComment, async ({ params, body }, context) => {
    const { site } = await aboutComment(deps, params.id, context);
    const reader = await context.reader(site);
    await deps.limits.spend('post', context.network);
    const view = await comments.edit(site, reader, params.id, body.body, {
      lang: context.lang,
      networks: [networkHash(deps.secret, context.network)],
      client: clientOf(context),
      isStaff: reader.isStaff === true,
    });
    return { status: 200, body: { comment: view } };
  });

  mount(app, deps, routes.removeComment, async ({ params }, context) => {
    const { site } = await aboutComment(deps, params.id, context);
    const reader = await context.reader(site);
    return { status: 200, body: { comment: await comments.remove(site, reader, params.id, context.lang) } };
  });
}

/** Votes, reports and appeals. */
function mountReactions(app: Express, deps: HttpDeps): void {
  const { comments } = deps;

  mount(app, deps, routes.voteComment, async ({ params, body }, context) => {
    const { site, comment } = await aboutComment(deps, params.id, context);
    const reader = await activeReader(deps, site, context);
    await deps.limits.spend('vote', context.network);
    return { status: 200, body: await comments.vote(reader, comment, body.value, networkMark(deps, context, comment.id)) };
  });

  mount(app, deps, routes.reportComment, async ({ params, body }, context) => {
    const { site, comment } = await aboutComment(deps, params.id, context);
    const reader = await activeReader(deps, site, context);
    await deps.limits.spend('report', context.network);
    const from = { network: networkMark(deps, context, comment.id), limitsOn: deps.limitsOn };
    await comments.report(site, reader, comment, { reason: body.reason, note: body.note ?? '' }, from);
    return { status: 202, body: { accepted: true } };
  });

  mount(app, deps, routes.appealComment, async ({ params, body }, context) => {
    const { site } = await aboutComment(deps, params.id, context);
    const reader = await activeReader(deps, site, context);
    await comments.appeal(reader, params.id, body.note);
    return { status: 202, body: { accepted: true } };
  });
}

/** The reader of a call that changes something for others. @throws Problem `banned`, `sign-in-required`, `invalid-token`. */
async function activeReader(deps: HttpDeps, site: Site, context: Context): Promise<SignedInReader> {
  const reader = await context.reader(site);
  await deps.comments.refuseBanned({ siteId: site.id, reader, networks: [networkHash(deps.secret, context.network)] });
  return reader;
}

/** A mark that differs from network to network on one comment, and from comment to comment for one network; null where all count. */
function networkMark(deps: HttpDeps, { network }: Context, commentId: CommentId): string | null {
  return deps.limitsOn && network !== UNKNOWN_NETWORK ? networkHash(deps.secret, `${network} ${commentId}`) : null;
}

/** How the request was sent, for its region and for reviewers outside. */
export function clientOf({ req, address }: Context): PostContext['client'] {
  return { ip: address ?? null, userAgent: req.get('user-agent') ?? null, referrer: req.get('referer') ?? null };
}

/** The key of a retried request. @throws Problem `invalid-request`. */
export function idempotencyKeyOf(context: Context): string | null {
  const key = context.req.get('idempotency-key');
  if (key === undefined) return null;
  if (!REQUEST_HEADERS['Idempotency-Key'].safeParse(key).success) {
    throw new Problem('invalid-request', { errors: [{ path: 'Idempotency-Key', message: key.slice(0, 20) }] });
  }
  return key;
}
