import type { Express, Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import type { Lang } from '../contract/problem.ts';
import type { RouteRow } from '../contract/route-row.ts';
import { type FieldError, Problem } from '../domain/problem.ts';
import { contentHash, etagOf, knownEtag } from '../listing/etag.ts';
import { allowsScope, type StaffActor } from '../people/staff.ts';
import { BODY_LIMIT, parseJson, readBody } from './body.ts';
import { type Context, contextOf } from './context.ts';
import type { HttpDeps } from './deps.ts';

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;

/** The parts of a request after its route's schemas. */
export interface Input<R extends RouteRow> {
  params: Parsed<R['params']>;
  query: Parsed<R['query']>;
  body: Parsed<R['body']>;
}

/** What a handler answers; a body of undefined is no content. */
export interface Reply {
  status: number;
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

export type Handler<R extends RouteRow> = (input: Input<R>, context: Context) => Promise<Reply>;

const LOCALES = { 'zh-CN': z.locales.zhCN(), 'zh-TW': z.locales.zhTW(), en: z.locales.en() };

/** Parses a part of a request, telling every mistake at once in the reader's language. */
function parse<S extends z.ZodType>(schema: S, value: unknown, lang: Lang, mistakes: FieldError[]): z.output<S> | undefined {
  const result = schema.safeParse(value, { error: LOCALES[lang].localeError });
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) mistakes.push({ path: path.map(String).join('.'), message });
  return undefined;
}

/** A member of staff with the right scope and, for a change by cookie, the CSRF token. */
async function requireStaff(row: RouteRow, context: Context): Promise<StaffActor> {
  const actor = await context.staffOrNull();
  if (actor === null) throw new Problem(context.bearer === null ? 'sign-in-required' : 'invalid-token');
  if (row.scope !== undefined && !allowsScope(actor, row.scope)) throw new Problem('not-allowed');
  const changes = row.method !== 'get';
  if (changes && actor.via === 'session' && context.req.get('x-csrf-token') !== actor.csrfToken) throw new Problem('csrf-token-missing');
  return actor;
}

/** A row's path as Express writes it. */
export const expressPath = ({ path }: Pick<RouteRow, 'path'>): string => path.replace(/\{(\w+)\}/g, ':$1');

/** Puts a row of the contract into the router: limit → who → parse → handle → answer. */
export function mount<R extends RouteRow>(app: Express, deps: HttpDeps, row: R, handle: Handler<R>): void {
  const answer: RequestHandler = async (req, res) => {
    res.locals.route = row.path;
    const context = contextOf(deps, req, res);
    if (row.who === 'staff') {
      const actor = await requireStaff(row, context);
      context.staff = () => actor;
    } else if (row.who === 'reader' && req.get('authorization') === undefined) {
      throw new Problem('sign-in-required');
    }
    const mistakes: FieldError[] = [];
    const text = row.textBody === true && /^text\/plain\b/i.test(req.get('content-type') ?? '');
    const body = row.body === undefined || text ? undefined : bodyOf(row, req.get('content-type'), req.body);
    const input = {
      params: row.params === undefined ? undefined : parse(row.params, req.params, context.lang, mistakes),
      query: row.query === undefined ? undefined : parse(row.query, { ...req.query }, context.lang, mistakes),
      body: row.body === undefined || text ? undefined : parse(row.body, body, context.lang, mistakes),
    };
    if (mistakes.length > 0) throw new Problem('invalid-request', { errors: mistakes });
    // Each part was made by the schema of this very row.
    const reply = await handle(input as Input<R>, context);
    if (reply.headers !== undefined) res.set(reply.headers);
    if (res.getHeader('Cache-Control') === undefined) res.set('Cache-Control', 'no-store');
    res.status(reply.status);
    if (reply.body === undefined) res.end();
    else if (typeof reply.body === 'string') res.send(reply.body);
    else sendJson(req, res, JSON.stringify(reply.body));
  };
  app[row.method](expressPath(row), ...(row.body === undefined ? [] : [readBody(row.bodyLimit ?? BODY_LIMIT)]), answer);
}

/**
 * Sends JSON, or 304 to whoever has it. The validator alone decides: a client's `Cache-Control: no-cache`
 * asks whether its copy is current, which is what this answers.
 */
function sendJson(req: Request, res: Response, text: string): void {
  res.type('json');
  if ((req.method !== 'GET' && req.method !== 'HEAD') || res.statusCode !== 200) {
    res.send(text);
    return;
  }
  const hash = res.get('ETag')?.slice(1, -1) ?? contentHash(text);
  const known = knownEtag(req.get('if-none-match'), hash);
  res.set('ETag', known ?? etagOf(hash));
  if (known === null) res.send(text);
  else res.status(304).end();
}

function bodyOf(row: RouteRow, contentType: string | undefined, text: unknown): unknown {
  // A DELETE without a body means the empty object.
  if (row.method === 'delete' && (text === undefined || text === '' || typeof text === 'object')) return {};
  return parseJson(contentType, text);
}
