import type { MeAnswer } from '../contract/account.ts';
import type { ListAnswer } from '../contract/comment.ts';
import type { ProblemView } from '../contract/problem.ts';
import type { BoxSettings } from './types/settings.ts';

/** The server refused a request: the error's message is its sentence. */
export class Refused extends Error {
  readonly problem: PartialProblem;

  constructor(problem: PartialProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** The fields of a refusal; only the first three are always there. */
type PartialProblem = Pick<ProblemView, 'status' | 'code' | 'detail'> & Partial<ProblemView>;

/** No answer came, or the server could not serve just now: the same may be asked again. */
export class Unreachable extends Error {}

/** An answer that has not come by then, ms, is not waited for. */
const LONGEST_WAIT = 30_000;

interface Init {
  method?: string;
  body?: unknown;
  key?: string;
  /** Without the reader's token: the answer is the same for everybody and may be kept on the way. */
  isPublic?: boolean;
}

/** What is asked of a list. */
export interface Page {
  sort?: string | null;
  cursor?: string | null;
  limit?: number | undefined;
}

/**
 * The calls that a reader's box makes. Each throws Refused or Unreachable.
 * @param renew gets another token in place of one that was refused, for one more attempt; false where there is none
 */
export function createSdk(
  settings: BoxSettings,
  token: () => string | null,
  renew: (refused: string | null) => Promise<boolean> | undefined,
) {
  const { service, site, thread } = settings;

  async function call<T>(path: string, init: Init = {}): Promise<T> {
    const headers: Record<string, string> = { 'Accept-Language': settings.lang };
    const bearer = init.isPublic ? null : token();
    if (bearer !== null) headers.Authorization = `Bearer ${bearer}`;
    if (init.body !== undefined) headers['Content-Type'] = 'application/json';
    if (init.key !== undefined) headers['Idempotency-Key'] = init.key;
    let answer: Response;
    try {
      answer = await fetch(`${service}/api/v1${path}`, {
        ...init,
        headers,
        credentials: 'omit',
        body: JSON.stringify(init.body),
        signal: AbortSignal.timeout(LONGEST_WAIT),
      });
    } catch {
      throw new Unreachable();
    }
    // What is no JSON came from something on the way.
    const body: (T & Partial<PartialProblem>) | null = await answer.json().catch(() => null);
    if (answer.ok && body !== null) return body;
    if (answer.ok || answer.status >= 500) throw new Unreachable();
    if (answer.status === 401 && (await renew(bearer))) return call(path, init);
    throw new Refused({ status: answer.status, code: 'internal', detail: '', ...body });
  }

  const query = (facts: Record<string, string | number | null | undefined>): URLSearchParams => {
    const parameters = Object.entries(facts).flatMap(([name, value]) => (value == null ? [] : [[name, String(value)]]));
    return new URLSearchParams(parameters);
  };
  const view = settings.view === 'nested' ? null : settings.view;

  return {
    call,
    list: ({ sort, cursor, limit }: Page): Promise<ListAnswer> =>
      call(`/comments?${query({ site, thread: thread.key, sort, view, limit, cursor })}`, { isPublic: true }),
    me: () => call<MeAnswer>(`/me?${query({ site, thread: thread.key })}`),
  };
}

export type Sdk = ReturnType<typeof createSdk>;
