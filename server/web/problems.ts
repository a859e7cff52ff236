import type { Lang, ProblemView } from '../../contract/problem.ts';
import { faultOf, sentenceOf } from '../../contract/sentence.ts';
import { Problem, type ProblemCode } from '../domain/problem.ts';
import { storeProblem } from '../store/store-problem.ts';

/** What an unexpected or foreign error is to the outside. Only a Problem shows anything of itself. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return storeProblem(error) ?? new Problem(codeOfFrameworkError(error), { cause: error });
}

/** Express and its parsers mark a client's mistake by `status` 4xx. */
function codeOfFrameworkError(error: unknown): ProblemCode {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  if (status === 413) return 'too-large';
  if (status === 415) return 'json-only';
  return typeof status === 'number' && status >= 400 && status < 500 ? 'invalid-request' : 'internal';
}

/** The problem as an RFC 9457 document in the reader's language. */
export function presentProblem(problem: Problem, lang: Lang, requestId: string, basePath = ''): ProblemView {
  const facts = problem.pub;
  const fault = faultOf(problem);
  const view: ProblemView = {
    // The service's own reference page explains the code.
    type: `${basePath}/api/v1/docs#${problem.code}`,
    title: problem.code,
    status: problem.status,
    detail: sentenceOf(problem, lang),
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
  for (const name of ['commentId', 'readerToken', 'challenge', 'origin', 'terms', 'termsUrl', 'opensAt', 'ways'] as const) {
    const fact = facts[name];
    if (typeof fact === 'string') view[name] = fact;
  }
  return view;
}
