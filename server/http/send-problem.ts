import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import type { Problem } from '../domain/problem.ts';
import { langOf } from '../web/lang.ts';
import { presentProblem, toProblem } from '../web/problems.ts';
import { letPageRead } from './cors.ts';

/** Answers with the problem; a client that has gone, or an answer that has begun, gets nothing more. */
export function sendProblem(res: Response, problem: Problem): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const view = presentProblem(
    problem,
    langOf(res.req.get('accept-language')),
    String(res.locals.requestId ?? ''),
    String(res.app.locals.basePath),
  );
  letPageRead(res);
  // A problem is no file, whatever was begun.
  res.removeHeader('Content-Disposition');
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
