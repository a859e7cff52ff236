import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Express, Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import { parse } from '../../contract/parse.ts';
import { type RouteRow, typeOf } from '../../contract/route-row.ts';
import { type FieldError, Problem } from '../domain/problem.ts';
import { contentHash, etagOf, knownEtag } from '../page-cache/etag.ts';
import type { Lang } from '../../contract/problem.ts';
import { BODY_LIMIT, parseJson, readBody, requireJson } from './body.ts';
import { type Context, contextOf } from './context.ts';
import type { HttpDeps } from './deps.ts';
import { isNamedOutsideBody, requireFields, requirePermission, requireStaff } from './permission.ts';

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
  /** Instead of a body: what is too long to be written in one go. */
  pieces?: Iterable<Uint8Array> | AsyncIterable<string>;
  headers?: Readonly<Record<string, string>>;
}

export type Handler<R extends RouteRow> = (input: Input<R>, context: Context) => Promise<Reply>;

/** A row's path as Express writes it. */
export const expressPath = ({ path }: Pick<RouteRow, 'path'>): string => path.replace(/\{(\w+)\}/g, ':$1');

/**
 * Asked once it is known who it is, before the body is read: may it be read now?
 * @returns what to do when the request is over. @throws Problem when not.
 */
export type Admit = (context: Context) => () => void;

/** Does the body go to the handler as it is? So long a list is read off the event loop. */
export function isLongList(row: RouteRow, body: unknown): body is string {
  return row.textBody === true && typeof body === 'string' && body.length > BODY_LIMIT;
}

/** What is known of a request before its body is read. */
interface Entered {
  context: Context;
  params: unknown;
  query: unknown;
  mistakes: FieldError[];
}

/** Reads what stands before the body, and asks whether staff may do it wherever that is known already. @throws Problem. */
async function enterRow(deps: HttpDeps, row: RouteRow, req: Request, res: Response): Promise<Entered> {
  const context = contextOf(deps, req, res);
  const mistakes: FieldError[] = [];
  const params = parsed(row.params, req.params, context.lang, mistakes);
  const query = parsed(row.query, { ...req.query }, context.lang, mistakes);
  const entered: Entered = { context, params, query, mistakes };
  if (row.who !== 'staff') return entered;
  const actor = await requireStaff(row, context);
  context.staff = () => actor;
  // What is not understood names no site: it is refused as such, with all that is wrong in it.
  if (isNamedOutsideBody(row) && mistakes.length === 0) await requirePermission(deps, row, context, { params, query });
  return entered;
}

function parsed(schema: z.ZodType | undefined, given: unknown, lang: Lang, mistakes: FieldError[]): unknown {
  return schema === undefined ? undefined : parse(schema, given, lang, mistakes);
}

/** Puts a row of the contract into the router: who → may they → limit → parse → handle → answer. */
export function mount<R extends RouteRow>(app: Express, deps: HttpDeps, row: R, handle: Handler<R>, admit?: Admit): void {
  const entries = new WeakMap<Request, Entered>();
  // A long body is read only for staff who may save it.
  const enter: RequestHandler = async (req, res, next) => {
    res.locals.route = row.path;
    const entered = await enterRow(deps, row, req, res);
    entries.set(req, entered);
    const leave = admit?.(entered.context);
    if (leave !== undefined) res.once('close', leave);
    next();
  };
  const answer: RequestHandler = async (req, res) => {
    const { context, params, query, mistakes } = entries.get(req) ?? (await enterRow(deps, row, req, res));
    if (row.who === 'reader' && req.get('authorization') === undefined) {
      throw new Problem('sign-in-required');
    }
    const isPlain = row.textBody === true && /^text\/plain\b/i.test(req.get('content-type') ?? '');
    const text = isPlain || isLongList(row, req.body);
    if (text && !isPlain) requireJson(req.get('content-type'));
    const body = row.body === undefined || text ? undefined : bodyOf(row, req.get('content-type'), req.body);
    const input = {
      params,
      query,
      body: row.body === undefined || text ? undefined : parse(row.body, body, context.lang, mistakes),
    };
    if (mistakes.length > 0) throw new Problem('invalid-request', { errors: mistakes });
    if (row.who === 'staff') {
      if (!isNamedOutsideBody(row)) await requirePermission(deps, row, context, input);
      requireFields(row, context, input.body);
      if (row.confirms === true) deps.people.wantConfirmed(context.staff());
    }
    // Each part was made by the schema of this very row.
    const reply = await handle(input as Input<R>, context);
    if (reply.headers !== undefined) res.set(reply.headers);
    if (res.getHeader('Cache-Control') === undefined) res.set('Cache-Control', 'no-store');
    res.status(reply.status);
    if (reply.pieces !== undefined) await sendPieces(req, res, reply.pieces);
    else if (reply.body === undefined) res.end();
    else if (typeof reply.body !== 'string') sendTagged(req, res, JSON.stringify(reply.body), typeOf(row));
    else if (row.answerType !== undefined) sendTagged(req, res, reply.body, row.answerType);
    else res.send(reply.body);
  };
  app[row.method](expressPath(row), enter, ...(row.body === undefined ? [] : [readBody(row.bodyLimit ?? BODY_LIMIT)]), answer);
}

/**
 * Sends a text with its validator, or 304 to a client that has it. The validator alone decides: a client's `Cache-Control: no-cache`
 * asks whether its copy is current, which is what this answers.
 */
function sendTagged(req: Request, res: Response, text: string, type: string): void {
  res.set('Content-Type', `${type}; charset=utf-8`);
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

/** Sends one piece after the other, as fast as they are taken; or 304 to a client that has them all. */
async function sendPieces(req: Request, res: Response, pieces: NonNullable<Reply['pieces']>): Promise<void> {
  const tag = res.get('ETag')?.slice(1, -1);
  const isRead = (req.method === 'GET' || req.method === 'HEAD') && res.statusCode === 200;
  if (isRead && tag !== undefined && knownEtag(req.get('if-none-match'), tag) !== null) {
    res.status(304).end();
    return;
  }
  for await (const piece of req.method === 'HEAD' ? [] : pieces) {
    // A client that has gone does not keep the rest in memory.
    if (res.destroyed) return;
    if (res.write(piece)) await nextTurn();
    else await new Promise<void>((resolve) => res.once('drain', resolve).once('close', resolve));
  }
  res.end();
}

function bodyOf(row: RouteRow, contentType: string | undefined, text: unknown): unknown {
  // A DELETE without a body means the empty object.
  if (row.method === 'delete' && (text === undefined || text === '' || typeof text === 'object')) return {};
  return parseJson(contentType, text);
}
