import type { ProblemView } from '../contract/problem.ts';
import { BACKGROUND_HEADER } from '../server/domain/background-header.ts';
import { lang } from './choices.ts';
import { isAway } from './last-input.ts';
import { SERVICE } from './service.ts';

/** The service refused a call: the error's message is its sentence. */
export class Refused extends Error {
  readonly problem: ProblemView;
  constructor(problem: ProblemView) {
    super(problem.detail);
    this.problem = problem;
  }
}

export interface Call {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  text?: string;
  headers?: Readonly<Record<string, string>>;
  /** The browser sends it even while the page is being left. */
  keepalive?: boolean;
  signal?: AbortSignal;
  /** What carries it, instead of `fetch`. */
  transport?: (url: string, init: RequestInit) => Promise<Response>;
}

/** What the session adds to calls: its token, and what to do when it has ended. */
interface SessionHooks {
  csrfToken: () => string;
  /** The session ended; true once the moderator is signed in again and the call may be repeated. */
  ended: () => Promise<boolean>;
  /** The token may be of an older session of this browser; true once a new one is known. */
  renew: () => Promise<boolean>;
  /** Asks who is signed in to prove it again; true once they did. */
  confirm: () => Promise<boolean>;
}

let hooks: SessionHooks = {
  csrfToken: () => '',
  ended: () => Promise.resolve(false),
  renew: () => Promise.resolve(false),
  confirm: () => Promise.resolve(false),
};

/** Connects calls with the session; the last one counts. */
export function connectSession(given: SessionHooks): void {
  hooks = given;
}

const SESSION = '/staff/session';

function initOf(call: Call): RequestInit {
  const { method = 'GET', body, text, headers = {}, keepalive = false, signal = null } = call;
  const content = text ?? (body === undefined ? null : JSON.stringify(body));
  return {
    method,
    signal,
    keepalive,
    body: content,
    credentials: 'same-origin',
    headers: {
      Accept: 'application/json',
      'Accept-Language': lang.value,
      ...(isAway() ? { [BACKGROUND_HEADER]: '1' } : {}),
      ...(method === 'GET' ? {} : { 'X-CSRF-Token': hooks.csrfToken() }),
      ...(content === null ? {} : { 'Content-Type': text === undefined ? 'application/json' : 'text/plain; charset=utf-8' }),
      ...headers,
    },
  };
}

async function problemOf(answer: Response): Promise<ProblemView> {
  const given: unknown = await answer.json().catch(() => null);
  const isProblem = (value: unknown): value is ProblemView =>
    typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
  if (isProblem(given)) return given;
  return {
    type: 'about:blank',
    title: answer.statusText,
    status: answer.status,
    detail: `${answer.status} ${answer.statusText}`.trim(),
    code: 'internal',
    requestId: '',
  };
}

/**
 * Calls the service. When the session has ended meanwhile, the call waits until the moderator is signed in
 * again and is sent once more, so that nothing is lost.
 * @throws Refused, or TypeError without a connection.
 */
export async function send(path: string, call: Call = {}): Promise<Response> {
  const { transport = fetch } = call;
  for (let attempt = 0; ; attempt++) {
    const answer = await transport(`${SERVICE}/api/v1${path}`, initOf(call));
    if (answer.ok) return answer;
    const problem = await problemOf(answer);
    const mayRepeat = attempt < 2 && path !== SESSION && call.keepalive !== true;
    if (mayRepeat && answer.status === 401 && (await hooks.ended())) continue;
    if (mayRepeat && /^csrf|-wanted$/.test(problem.code) && (await hooks.renew())) continue;
    if (mayRepeat && problem.code === 'confirm-identity' && (await hooks.confirm())) continue;
    throw new Refused(problem);
  }
}

/** Calls the service and gives the JSON of its answer; undefined where there is none. @throws like `send`. */
export async function call<T>(path: string, options: Call = {}): Promise<T> {
  const answer = await send(path, options);
  return answer.status === 204 ? (undefined as T) : answer.json();
}

/** A query string without what is empty; '' when nothing is left. */
export function queryOf(parts: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts)) {
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
