import type { MeAnswer } from '../server/contract/account.ts';
import type { CommentView, ListAnswer } from '../server/contract/comment.ts';
import type { ProblemView } from '../server/contract/problem.ts';
import type { Settled } from './options.ts';

/** The server's refusal, in its words. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly retryAfter: number | null;

  constructor(problem: Pick<ProblemView, 'status' | 'code' | 'detail'> & { retryAfter?: number | undefined }) {
    super(problem.detail);
    this.status = problem.status;
    this.code = problem.code;
    this.retryAfter = problem.retryAfter ?? null;
  }
}

/** No answer came, or the server could not serve just now: the same may be asked again. */
export class Unreachable extends Error {}

/** The calls that a reader's box makes. Each throws Refused or Unreachable. */
export function createSdk(settled: Settled, token: () => string | null) {
  const { service, site, thread } = settled;

  async function call<T>(path: string, init: { method?: string; body?: unknown; key?: string; personal?: boolean } = {}): Promise<T> {
    const headers: Record<string, string> = { 'Accept-Language': settled.lang };
    const bearer = token();
    if (init.personal !== false && bearer !== null) headers.Authorization = `Bearer ${bearer}`;
    if (init.body !== undefined) headers['Content-Type'] = 'application/json';
    if (init.key !== undefined) headers['Idempotency-Key'] = init.key;
    let answer: Response;
    try {
      answer = await fetch(`${service}/api/v1${path}`, {
        method: init.method ?? 'GET',
        headers,
        credentials: 'omit',
        body: init.body === undefined ? null : JSON.stringify(init.body),
      });
    } catch (cause) {
      throw new Unreachable('no answer', { cause });
    }
    if (answer.ok) return answer.json();
    if (answer.status >= 500) throw new Unreachable(String(answer.status));
    const problem: ProblemView | null = await answer.json().catch(() => null);
    throw new Refused(problem ?? { status: answer.status, code: 'internal', detail: String(answer.status) });
  }

  const here = (): URLSearchParams => new URLSearchParams({ site, thread: thread.key });

  return {
    list(sort: string | null, view: string, cursor: string | null): Promise<ListAnswer> {
      const query = here();
      if (sort !== null) query.set('sort', sort);
      if (view !== 'nested') query.set('view', view);
      if (cursor !== null) query.set('cursor', cursor);
      return call(`/comments?${query}`, { personal: false });
    },
    replies: (id: string, cursor: string | null) =>
      call<{ comments: CommentView[]; nextCursor: string | null }>(`/comments/${id}/replies${cursor === null ? '' : `?cursor=${cursor}`}`, {
        personal: false,
      }),
    me: () => call<MeAnswer>(`/me?${here()}`),
    call,
  };
}

export type Sdk = ReturnType<typeof createSdk>;
