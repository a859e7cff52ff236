import { createServer, type Server } from 'node:http';
import express, { type Express } from 'express';
import { routes } from '../../contract/routes.ts';
import { Problem } from '../domain/problem.ts';
import { pageFailure, type Pages } from '../page-cache/pages.ts';
import { patternOf, preflight } from './cors.ts';
import type { HttpDeps } from './deps.ts';
import { dataHeaders } from '../web/data-headers.ts';
import { pageHeaders, requestLog } from './headers.ts';
import { isPlainlyFramed, refuseFraming } from './message-framing.ts';
import { openApiDocument } from './openapi.ts';
import { problemHandler } from './send-problem.ts';
import { packedOnce, sendPacked } from './ready-files.ts';
import { referencePage, referencePageCss } from './reference-page.ts';
import { mountAssets } from './routes/assets.ts';
import { mountComments } from './routes/comments.ts';
import { mountCompat } from './routes/compat.ts';
import { mountCompatFiles } from './routes/compat-files.ts';
import { mountFeeds } from './routes/feeds.ts';
import { mountHealth } from './routes/health.ts';
import { mountImports } from './routes/imports.ts';
import { mountJobs } from './routes/jobs.ts';
import { mountModeration } from './routes/moderation.ts';
import { mountMembers } from './routes/members.ts';
import { mountOwnData } from './routes/own-data.ts';
import { mountReaders } from './routes/readers.ts';
import { mountReviews } from './routes/reviews.ts';
import { mountVerification } from './routes/verification.ts';
import { mountMailLinks } from './routes/mail-links.ts';
import { mountMailSignIn } from './routes/mail-sign-in.ts';
import { mountSignIn } from './routes/sign-in.ts';
import { mountSites } from './routes/sites.ts';
import { mountExports } from './routes/exports.ts';
import { mountWords } from './routes/words.ts';
import { mountWebhooks } from './routes/webhooks.ts';
import { mountOwnAccount } from './routes/own-account.ts';
import { mountPasskeys } from './routes/passkeys.ts';
import { mountStaff } from './routes/staff.ts';
import { mountStaffComments } from './routes/staff-comments.ts';
import { mountStaffSignIn } from './routes/staff-sign-in.ts';
import { mountStaffAccounts } from './routes/staff-accounts.ts';
import { answerUnreadable, HEADER_LIMIT, noteAnswer } from './unreadable.ts';

/** The middleware stack, in the order in which a request meets it. */
export function createHttp(deps: HttpDeps): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  // Answers that are worth one get theirs where they are made.
  app.set('etag', false);
  app.set('trust proxy', deps.trustProxy);
  app.locals.basePath = deps.basePath;
  app.use(requestLog(deps.log, deps.metrics.observe));
  app.use(dataHeaders);
  app.use(preflight);
  app.use((req, _res, next) => next(pageFailure(req)));
  mountHealth(app, deps);
  mountComments(app, deps);
  mountFeeds(app, deps);
  mountReaders(app, deps);
  mountMembers(app, deps);
  // Before the ways of sites, whose addresses are like its own.
  mountStaffComments(app, deps);
  mountSignIn(app, deps);
  mountMailSignIn(app, deps);
  mountMailLinks(app, deps);
  mountOwnData(app, deps);
  mountStaff(app, deps);
  mountStaffSignIn(app, deps);
  mountStaffAccounts(app, deps);
  mountOwnAccount(app, deps);
  mountPasskeys(app, deps);
  mountModeration(app, deps);
  mountSites(app, deps);
  mountWords(app, deps);
  mountReviews(app, deps);
  mountVerification(app, deps);
  mountJobs(app, deps);
  mountExports(app, deps);
  mountImports(app, deps);
  mountWebhooks(app, deps);
  mountCompat(app, deps);
  mountReference(app, deps);
  mountAssets(app, deps);
  mountCompatFiles(app, deps);
  mountRoot(app, deps);
  app.use(unknownAddress);
  app.use(problemHandler(deps.log));
  return app;
}

function mountReference(app: Express, deps: HttpDeps): void {
  // Where the service is reached is known once it listens.
  const document = packedOnce(() => JSON.stringify(openApiDocument(deps.publicUrl())));
  const page = packedOnce(() => referencePage(openApiDocument(deps.publicUrl()), deps.basePath));
  const style = packedOnce(() => referencePageCss);
  app.get('/api/v1/openapi.json', async (req, res) => {
    res.set('Access-Control-Allow-Origin', '*').set('Cache-Control', 'public, max-age=300').type('json');
    sendPacked(req, res, await document());
  });
  app.get('/api/v1/docs', pageHeaders, async (req, res) => {
    res.set('Cache-Control', 'no-cache').type('html');
    sendPacked(req, res, await page());
  });
  app.get('/api/v1/docs.css', async (req, res) => {
    res.set('Cache-Control', 'no-cache').type('css');
    sendPacked(req, res, await style());
  });
}

function mountRoot(app: Express, deps: HttpDeps): void {
  app.get('/', (_req, res) => res.redirect(302, `${deps.basePath}${deps.demo ? '/demo' : '/admin/'}`));
}

/** The contract's paths as patterns, to distinguish an unknown address from a known one with another method. */
const KNOWN = Object.values(routes).map(({ path, method }) => ({
  pattern: patternOf(path),
  method: method.toUpperCase(),
}));

const unknownAddress: express.RequestHandler = (req, res) => {
  const methods = KNOWN.filter(({ pattern }) => pattern.test(req.path)).map(({ method }) => method);
  if (methods.length === 0) throw new Problem('not-found');
  res.set('Allow', [...new Set(methods)].join(', '));
  if (req.method === 'OPTIONS') res.status(204).end();
  else throw new Problem('method-not-allowed');
};

/** The HTTP server with limits against slow and endless requests. Public pages are answered before the router. */
export function createHttpServer(app: Express, pages: Pick<Pages, 'answer'>): Server {
  const limits = {
    maxHeaderSize: HEADER_LIMIT,
    headersTimeout: 10_000,
    // Bodies have deadlines of their own (body-deadline.ts).
    requestTimeout: 0,
    // Late requests are looked for this often; otherwise twice the time would pass.
    connectionsCheckingInterval: 1_000,
    keepAliveTimeout: 5_000,
  };
  const server = createServer(limits, (req, res) => {
    noteAnswer(res);
    if (isPlainlyFramed(req)) pages.answer(req, res, app);
    else refuseFraming(res);
  });
  server.maxHeadersCount = 100;
  server.on('clientError', answerUnreadable);
  return server;
}
