import { randomBytes } from 'node:crypto';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { parse } from '../../../contract/parse.ts';
import type { RouteRow } from '../../../contract/route-row.ts';
import { routes } from '../../../contract/routes.ts';
import { sentenceOf } from '../../../contract/sentence.ts';
import { SIGN_IN_REFUSAL_TEXT } from '../../../contract/sign-in-texts.ts';
import { type FieldError, PROBLEM_STATUS, Problem } from '../../domain/problem.ts';
import type { Site } from '../../domain/types.ts';
import { presentReader } from '../../presenters/present-people.ts';
import { SignInRefused } from '../../sign-in/refused.ts';
import { type Outcome, SIGN_IN_WITHIN } from '../../sign-in/sign-in.ts';
import { allowsOrigin } from '../../sites/origins.ts';
import { networkHash } from '../../web/client-network.ts';
import { toProblem } from '../../web/problems.ts';
import { browserCookie, browsersIn } from '../../web/sign-in-cookie.ts';
import { type Context, contextOf } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { packedOnce, sendPacked } from '../ready-files.ts';
import { expressPath, mount } from '../route.ts';
import { popupHeaders } from '../headers.ts';
import { type PopupPage, popupCss, popupPage, popupScript } from '../sign-in-page.ts';

/** Most bytes of a form that a browser posts for a provider. */
const FORM_LIMIT = 64 * 1024;

/** The name by which the opener recognises the message. */
const MESSAGE = 'liangju:sign-in';

/** @throws Problem `sign-in-refused` for what the use case refuses. */
export function refusalAsProblem(error: unknown): never {
  if (error instanceof SignInRefused) throw new Problem('sign-in-refused', { pub: { fault: error.reason, field: 'way' }, cause: error });
  throw error;
}

/** Readers sign in by providers: in a popup, whose pages are these. */
export function mountSignIn(app: Express, deps: HttpDeps): void {
  mount(app, deps, routes.listWays, async ({ query }, context) => {
    const site = await deps.sites.get(query.site);
    context.openTo(site);
    return { status: 200, body: { ways: deps.signIn.ways(site) } };
  });

  app.get(expressPath(routes.startSignIn), popupHeaders, inPopup(deps, routes.startSignIn, start));
  app.get(expressPath(routes.finishSignIn), popupHeaders, inPopup(deps, routes.finishSignIn, finish));
  const readForm = express.text({ type: 'application/x-www-form-urlencoded', limit: FORM_LIMIT, inflate: false });
  app.post(expressPath(routes.finishPostedSignIn), popupHeaders, readForm, inPopup(deps, routes.finishPostedSignIn, finish));
  mountClaims(app, deps);

  const [script, style] = [packedOnce(() => popupScript), packedOnce(() => popupCss)];
  app.get('/api/v1/auth/popup.js', async (req, res) => {
    res.set('Cache-Control', 'no-cache').type('js');
    sendPacked(req, res, await script());
  });
  app.get('/api/v1/auth/popup.css', async (req, res) => {
    res.set('Cache-Control', 'no-cache').type('css');
    sendPacked(req, res, await style());
  });
}

/** The result for a page that its popup has lost. */
function mountClaims(app: Express, deps: HttpDeps): void {
  mount(app, deps, routes.offerSignIn, async ({ body }, context) => {
    await deps.limits.spend('sign-in', context.network);
    const isOffered = await deps.signIn.offer(body.ticket, browsersIn(context.req.headers.cookie));
    if (!isOffered) refusalAsProblem(new SignInRefused('expired'));
    return { status: 204 };
  });

  mount(app, deps, routes.claimSignIn, async ({ body }, context) => {
    const site = await deps.sites.get(body.site);
    context.openTo(site);
    await deps.limits.spend('claim', context.network);
    const result = await deps.signIn.claim(site.id, body.claim).catch(refusalAsProblem);
    if (result === null) return { status: 202, body: { waiting: true } };
    return { status: 200, body: { reader: presentReader(result.reader), readerToken: result.readerToken } };
  });
}

type Popup = (deps: HttpDeps, context: Context) => Promise<void>;

/** What is read in a popup is a page, refusals too. */
export function inPopup(deps: HttpDeps, row: RouteRow, answer: Popup): RequestHandler {
  return async (req, res) => {
    res.locals.route = row.path;
    res.set('Cache-Control', 'no-store');
    const context = contextOf(deps, req, res);
    try {
      await answer(deps, context);
    } catch (error) {
      if (!(error instanceof Problem) && !(error instanceof SignInRefused))
        deps.log.error({ err: error, requestId: context.requestId }, 'sign-in');
      sendRefusal(deps, context, error);
    }
  };
}

function sendPage({ res, lang }: Context, deps: HttpDeps, status: number, page: Pick<PopupPage, 'refused' | 'message' | 'ticket'>): void {
  res
    .status(status)
    .type('html')
    .send(popupPage({ lang, basePath: deps.basePath, ...page }));
}

function sendRefusal(deps: HttpDeps, context: Context, error: unknown): void {
  if (error instanceof SignInRefused) {
    const refused = SIGN_IN_REFUSAL_TEXT[error.reason][context.lang];
    sendPage(context, deps, PROBLEM_STATUS['sign-in-refused'], { refused, message: null, ticket: null });
    return;
  }
  const problem = toProblem(error);
  const { retryAfter } = problem.pub;
  if (typeof retryAfter === 'number') context.res.set('Retry-After', String(retryAfter));
  sendPage(context, deps, problem.status, { refused: sentenceOf(problem, context.lang), message: null, ticket: null });
}

/**
 * Where a provider sends the browser back: another address for each way of each site, so that a code that one site's provider gives is
 * never taken for another's (RFC 9700, 4.4).
 */
const redirectUriOf = (deps: HttpDeps, siteId: string, wayId: string): string =>
  deps.publicUrl() + routes.finishSignIn.path.replace('{way}', wayId).replace('{site}', siteId);

/** The parts of the request that the row names. @throws Problem `invalid-request`. */
function partsOf({ req, lang }: Context): { way: string; query: { site: string; origin: string; claim?: string | undefined } } {
  const mistakes: FieldError[] = [];
  const params = parse(routes.startSignIn.params, req.params, lang, mistakes);
  const query = parse(routes.startSignIn.query, { ...req.query }, lang, mistakes);
  if (params === undefined || query === undefined) throw new Problem('invalid-request', { errors: mistakes });
  return { way: params.way, query };
}

/** Is the page that sent the browser here of this origin? Pages cannot make their browser claim another one. */
function isSentBy(req: Request, origin: string): boolean {
  const referrer = req.get('referer') ?? '';
  return URL.canParse(referrer) && new URL(referrer).origin === origin;
}

export async function admit(deps: HttpDeps, context: Context, siteId: string, origin: string): Promise<Site> {
  await deps.limits.spend('sign-in', context.network);
  const site = await deps.sites.get(siteId);
  if (!allowsOrigin(site.origins, origin) && !deps.isOwnOrigin(origin, context.req.get('host'))) {
    throw new Problem('origin-not-allowed', { pub: { origin } });
  }
  await deps.comments.refuseBanned({ siteId: site.id, reader: null, networks: [networkHash(deps.secret, context.network)] });
  return site;
}

async function start(deps: HttpDeps, context: Context): Promise<void> {
  const { req, res } = context;
  const { way, query } = partsOf(context);
  const site = await admit(deps, context, query.site, query.origin);
  const browser = browsersIn(req.headers.cookie)[0] ?? randomBytes(32).toString('base64url');
  const started = await deps.signIn.start({
    site,
    wayId: way,
    origin: query.origin,
    // Who is led here from elsewhere must not hand the result to those who led them.
    claim: query.claim !== undefined && isSentBy(req, query.origin) ? query.claim : null,
    browser,
    redirectUri: redirectUriOf(deps, site.id, way),
    isInWeChat: /MicroMessenger/i.test(req.get('user-agent') ?? ''),
  });
  if (started === null) throw new Problem('not-found');
  res.append('Set-Cookie', browserCookie(browser, false, SIGN_IN_WITHIN / 1000));
  if (started.way.kind === 'apple') res.append('Set-Cookie', browserCookie(browser, true, SIGN_IN_WITHIN / 1000));
  res.redirect(302, started.url.href);
}

/** What the provider has sent, each parameter once. @throws SignInRefused for one that comes twice. */
export function sentParams(req: Request): URLSearchParams {
  const text: unknown = req.method === 'POST' ? req.body : new URL(req.originalUrl, 'http://own').search;
  const params = new URLSearchParams(typeof text === 'string' ? text : '');
  if (new Set(params.keys()).size !== [...params.keys()].length) throw new SignInRefused('bad-answer', 'a parameter twice');
  return params;
}

async function finish(deps: HttpDeps, context: Context): Promise<void> {
  const { req } = context;
  const [siteId, wayId] = [String(req.params.site), String(req.params.way)];
  await deps.limits.spend('sign-in', context.network);
  const browsers = browsersIn(req.headers.cookie);
  const redirectUri = redirectUriOf(deps, siteId, wayId);
  sendOutcome(deps, context, await deps.signIn.finish({ siteId, wayId, params: sentParams(req), browsers, redirectUri }));
}

function sendOutcome(deps: HttpDeps, context: Context, { origin, result, ticket }: Outcome): void {
  if ('refused' in result) {
    const refused = SIGN_IN_REFUSAL_TEXT[result.refused][context.lang];
    const data = { type: MESSAGE, refused: result.refused, detail: refused };
    sendPage(context, deps, PROBLEM_STATUS['sign-in-refused'], { refused, message: { origin, data }, ticket: null });
    return;
  }
  const data = { type: MESSAGE, reader: presentReader(result.reader), readerToken: result.readerToken };
  sendPage(context, deps, 200, { refused: null, message: { origin, data }, ticket });
}
