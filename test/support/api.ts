import { randomUUID } from 'node:crypto';
import { takeSession } from './prepared-store.ts';
import { ADMIN } from './start-server.ts';

/** An answer with its parsed body, null without one. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent as it is. */
  body?: unknown;
}

/** A call without an answer after so long, ms, will have none: it is an error, and may be made again. */
const NO_ANSWER = 15_000;

/** Calls the server and reads the answer as JSON where it is. @throws where none comes. */
export async function call<T>(url: string, path: string, { method, headers = {}, body }: Call = {}): Promise<Answer<T>> {
  const init: RequestInit = {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    redirect: 'manual',
    signal: AbortSignal.timeout(NO_ANSWER),
  };
  if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(url + path, init);
  const text = await response.text();
  const isJson = text !== '' && /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
}

export const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

/** Signs in as a member of staff, the administrator by the session of a prepared store while that is unused; gives the headers of further calls. */
export async function signIn(url: string, who: { email: string; password: string } = ADMIN): Promise<Record<string, string>> {
  const prepared = who.email === ADMIN.email && who.password === ADMIN.password ? takeSession(url) : undefined;
  if (prepared !== undefined) return prepared;
  const answer = await call<{ csrfToken: string }>(url, '/api/v1/staff/session', { body: { email: who.email, password: who.password } });
  if (answer.status !== 200) throw new Error(`sign-in gave ${answer.status} ${JSON.stringify(answer.body)}`);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { cookie, 'x-csrf-token': answer.body.csrfToken };
}

/** A thread of its own for a test. */
export function newThread(title = '测试文章'): { key: string; url: string; title: string } {
  const url = `http://127.0.0.1/articles/${randomUUID()}`;
  return { key: url, url, title };
}

/** Signs that stand for hexadecimal digits: a text of them is like no other and says nothing. */
const SIGNS = '春夏秋冬东西南北山川云雨风花雪月';

/** A sentence that nothing objects to and that is like no other. */
export function sentence(): string {
  const signs = [...randomUUID().replaceAll('-', '')].map((digit) => SIGNS[Number.parseInt(digit, 16)] ?? '').join('');
  return `读到${signs.slice(0, 12)}这里，想起了${signs.slice(12, 24)}。`;
}

/** A body of a post that nothing objects to; each text is said once. */
export function post(
  thread: { key: string; url: string; title: string },
  overrides: Record<string, unknown> = {},
): Record<string, unknown> {
  return { site: 'demo', thread, body: sentence(), author: { name: '读者' }, ...overrides };
}
