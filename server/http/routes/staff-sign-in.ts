import { randomBytes } from 'node:crypto';
import type { Express, RequestHandler } from 'express';
import { parse } from '../../../contract/parse.ts';
import { routes } from '../../../contract/routes.ts';
import type { RouteRow } from '../../../contract/route-row.ts';
import { sentenceOf } from '../../../contract/sentence.ts';
import { STAFF_PAGE_TEXT, staffRefusalText } from '../../../contract/staff-sign-in-texts.ts';
import { type FieldError, PROBLEM_STATUS, Problem } from '../../domain/problem.ts';
import type { Id } from '../../domain/types.ts';
import { StaffRefused } from '../../people/staff-refused.ts';
import { SignInRefused } from '../../sign-in/refused.ts';
import { SIGN_IN_WITHIN } from '../../sign-in/sign-in.ts';
import type { StaffSignIn } from '../../sign-in/staff-sign-in.ts';
import { toProblem } from '../../web/problems.ts';
import { browserCookie, browsersIn } from '../../web/sign-in-cookie.ts';
import { type Context, contextOf } from '../context.ts';
import type { HttpDeps } from '../deps.ts';
import { popupHeaders } from '../headers.ts';
import { expressPath, mount } from '../route.ts';
import { popupPage } from '../sign-in-page.ts';
import { enter, requireOwnPage } from './session.ts';
import { sentParams } from './sign-in.ts';

/** By which the console learns that a person has confirmed who they are. */
const CONFIRMED = 'liangju:confirmed';

/** Staff sign in by the newsroom's own provider: the browser goes there and comes back. */
export function mountStaffSignIn(app: Express, deps: HttpDeps): void {
  mount(app, deps, routes.staffProvider, async () => {
    const { staff } = deps.signIn;
    return { status: 200, body: { provider: staff === null ? null : { name: staff.provider.name }, passwords: deps.passwords } };
  });
  app.get(expressPath(routes.startStaffSignIn), popupHeaders, asPage(deps, routes.startStaffSignIn, start));
  app.get(expressPath(routes.startStaffConfirm), popupHeaders, asPage(deps, routes.startStaffConfirm, startConfirm));
  app.get(expressPath(routes.finishStaffSignIn), popupHeaders, asPage(deps, routes.finishStaffSignIn, finish));
}

/** What a browser is sent to is a page, refusals too. */
function asPage(deps: HttpDeps, row: RouteRow, answer: (deps: HttpDeps, context: Context) => Promise<void>): RequestHandler {
  return async (req, res) => {
    res.locals.route = row.path;
    res.set('Cache-Control', 'no-store');
    const context = contextOf(deps, req, res);
    try {
      await answer(deps, context);
    } catch (error) {
      sendRefusal(deps, context, error);
    }
  };
}

function sendRefusal(deps: HttpDeps, { res, lang, requestId }: Context, error: unknown): void {
  const back = { href: `${deps.basePath}/admin/`, text: STAFF_PAGE_TEXT[lang].back };
  const page = { lang, basePath: deps.basePath, message: null, ticket: null, back };
  if (error instanceof SignInRefused || error instanceof StaffRefused) {
    const refused = staffRefusalText(error.reason, lang);
    res
      .status(PROBLEM_STATUS['sign-in-refused'])
      .type('html')
      .send(popupPage({ ...page, refused }));
    return;
  }
  if (!(error instanceof Problem)) deps.log.error({ err: error, requestId }, 'sign-in of staff');
  const problem = toProblem(error);
  const { retryAfter } = problem.pub;
  if (typeof retryAfter === 'number') res.set('Retry-After', String(retryAfter));
  res
    .status(problem.status)
    .type('html')
    .send(popupPage({ ...page, refused: sentenceOf(problem, lang) }));
}

const redirectUriOf = (deps: HttpDeps): string => deps.publicUrl() + routes.finishStaffSignIn.path;

/** @throws Problem `not-found` where there is no provider. */
function providerOf({ signIn }: HttpDeps): StaffSignIn {
  if (signIn.staff === null) throw new Problem('not-found');
  return signIn.staff;
}

async function goToProvider(
  deps: HttpDeps,
  context: Context,
  more: { confirms: { staffId: Id; sessionHash: string } | null; back: string },
): Promise<void> {
  const { req, res, network } = context;
  const provider = providerOf(deps);
  requireOwnPage(context);
  await deps.limits.spend('sign-in', network);
  const browser = browsersIn(req.headers.cookie)[0] ?? randomBytes(32).toString('base64url');
  const url = await provider.start({ browser, redirectUri: redirectUriOf(deps), ...more });
  res.append('Set-Cookie', browserCookie(browser, false, SIGN_IN_WITHIN / 1000));
  res.redirect(302, url.href);
}

async function start(deps: HttpDeps, context: Context): Promise<void> {
  const mistakes: FieldError[] = [];
  const query = parse(routes.startStaffSignIn.query, { ...context.req.query }, context.lang, mistakes);
  if (query === undefined) throw new Problem('invalid-request', { errors: mistakes });
  await goToProvider(deps, context, { confirms: null, back: query.back ?? '' });
}

async function startConfirm(deps: HttpDeps, context: Context): Promise<void> {
  const actor = await context.staffOrNull();
  if (actor?.sessionHash == null) throw new Problem('sign-in-required');
  await goToProvider(deps, context, { confirms: { staffId: actor.staff.id, sessionHash: actor.sessionHash }, back: '' });
}

async function finish(deps: HttpDeps, context: Context): Promise<void> {
  const { req, res, lang, place, requestId } = context;
  const provider = providerOf(deps);
  await deps.limits.spend('sign-in', context.network);
  const browsers = browsersIn(req.headers.cookie);
  const { person, confirms, back } = await provider.finish({ params: sentParams(req), browsers, redirectUri: redirectUriOf(deps) });
  if (confirms !== null) {
    await deps.people.confirmByProvider(person, confirms);
    const { confirmedTitle: title, confirmed: text } = STAFF_PAGE_TEXT[lang];
    const page = { lang, basePath: deps.basePath, refused: null, message: null, ticket: null };
    res.type('html').send(popupPage({ ...page, done: { title, text }, channel: CONFIRMED }));
    return;
  }
  enter(deps, context, await deps.people.signInByProvider(provider.provider.rules, person, { ...place, requestId }));
  res.redirect(302, `${deps.basePath}/admin/${back}`);
}
