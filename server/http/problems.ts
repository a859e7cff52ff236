import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { type Lang, NAME_FAULT_TEXT, type NameFault, PROBLEM_TEXT, type ProblemView } from '../contract/problem.ts';
import { REASON_TEXT } from '../contract/reasons.ts';
import { type FieldError, Problem, type ProblemCode } from '../domain/problem.ts';
import { Duplicate, NotFound, StaleRevision, StoreBusy, StoreFull } from '../store/port.ts';
import { letPageRead } from './cors.ts';
import { langOf } from './lang.ts';

/** What an unexpected or foreign error is to the outside. Only a Problem says anything of itself. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreBusy) return new Problem('store-unavailable', { pub: { retryAfter: 2 }, cause: error });
  if (error instanceof StoreFull) return new Problem('store-full', { pub: { retryAfter: 30 }, cause: error });
  if (error instanceof StaleRevision) return new Problem('stale-revision', { cause: error });
  if (error instanceof NotFound) return new Problem('not-found', { cause: error });
  if (error instanceof Duplicate) return new Problem('already-decided', { cause: error });
  return new Problem(codeOfFrameworkError(error), { cause: error });
}

/** Express and its parsers mark a client's mistake by `status` 4xx. */
function codeOfFrameworkError(error: unknown): ProblemCode {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return 'too-large';
  if (status === 415) return 'json-only';
  return typeof status === 'number' && status >= 400 && status < 500 ? 'invalid-request' : 'internal';
}

/** Wrong fields that the sentence names, and its length with them. */
const MOST_FIELDS = 3;
const LONGEST_FIELDS = 300;

/** The problem as an RFC 9457 document in the reader's language. */
export function presentProblem(problem: Problem, lang: Lang, requestId: string): ProblemView {
  const facts = { ...problem.pub };
  if (problem.code === 'comment-rejected' && facts.reason === undefined) facts.reason = reasonText(facts.reasonCode, lang);
  if (problem.code === 'invalid-request') facts.fields = fieldsText(problem.errors, lang);
  const fault = isNameFault(facts.fault) ? facts.fault : null;
  if (fault !== null) facts.fault = filled(NAME_FAULT_TEXT[fault][lang], facts);
  const view: ProblemView = {
    // Relative to the service: its own reference page tells what the code means.
    type: `/api/v1/docs#${problem.code}`,
    title: problem.code,
    status: problem.status,
    detail: filled(PROBLEM_TEXT[problem.code][lang], facts),
    code: problem.code,
    requestId,
  };
  if (problem.errors.length > 0)
    view.errors = problem.errors.map(({ texts, ...error }) => ({ ...error, message: texts?.[lang] ?? error.message }));
  if (fault !== null) view.errors = [{ path: String(facts.field ?? 'name'), message: view.detail, code: fault }];
  for (const name of ['retryAfter', 'length', 'limit', 'bits'] as const) {
    const fact = facts[name];
    if (typeof fact === 'number') view[name] = fact;
  }
  for (const name of ['commentId', 'readerToken', 'challenge', 'origin'] as const) {
    const fact = facts[name];
    if (typeof fact === 'string') view[name] = fact;
  }
  return view;
}

/** A sentence with its facts. */
function filled(sentence: string, facts: Problem['pub']): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(facts[name] ?? ''));
}

const isNameFault = (fact: unknown): fact is NameFault => typeof fact === 'string' && Object.hasOwn(NAME_FAULT_TEXT, fact);

/** The wrong fields in a sentence: the first few, each with what is wrong with it; empty where none is named. */
function fieldsText(errors: readonly FieldError[], lang: Lang): string {
  if (errors.length === 0) return '';
  const named = errors.slice(0, MOST_FIELDS).map(({ path, message }) => [path, message].filter((part) => part !== '').join(': '));
  const [before, between] = lang === 'en' ? [': ', '; '] : ['：', '；'];
  return before + named.join(between).slice(0, LONGEST_FIELDS);
}

function reasonText(code: string | number | null | undefined, lang: Lang): string {
  const entry = Object.entries(REASON_TEXT).find(([name]) => name === code);
  return (entry?.[1] ?? REASON_TEXT.OTHER)[lang];
}

/** Answers with the problem; a client that has gone, or an answer that has begun, gets nothing more. */
export function sendProblem(res: Response, problem: Problem): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const view = presentProblem(problem, langOf(res.req.get('accept-language')), String(res.locals.requestId ?? ''));
  letPageRead(res);
  if (view.retryAfter !== undefined) res.set('Retry-After', String(view.retryAfter));
  res.set('Cache-Control', 'no-store').status(problem.status).type('application/problem+json').send(JSON.stringify(view));
}

/** The one place where an error becomes an answer; what we did not expect goes to the log with its stack. */
export function problemHandler(log: Logger): ErrorRequestHandler {
  return (error: unknown, _req, res, _next) => {
    const problem = toProblem(error);
    if (problem.status >= 500) log.error({ err: error, requestId: res.locals.requestId }, problem.code);
    else if (problem.cause !== undefined || Object.keys(problem.pvt).length > 0) {
      log.debug({ code: problem.code, requestId: res.locals.requestId, ...problem.pvt }, 'problem');
    }
    sendProblem(res, problem);
  };
}
