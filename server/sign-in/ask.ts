import type { z } from 'zod';
import { OutboundFailure } from '../outbound/failure.ts';
import type { Outbound } from '../outbound/fetch.ts';
import { SignInRefused } from './refused.ts';

/** How long one answer of a provider is waited for, ms: a reader is waiting too. */
export const PROVIDER_TIMEOUT = 5_000;

/** Without a name some providers answer nothing. */
const USER_AGENT = 'liangju';

/** What a failure of the outbound client means to the reader. */
export function refusedBy(failure: OutboundFailure): SignInRefused {
  const { code } = failure;
  if (code === 'too-large' || code === 'redirect') return new SignInRefused('bad-answer', code);
  if (code === 'bad-request' || code === 'forbidden-address') return new SignInRefused('misconfigured', code);
  return new SignInRefused('unreachable', code);
}

/** An answer of a provider, whatever its status says: many say 200 to everything. */
export interface ProviderAnswer {
  status: number;
  text: string;
}

interface Question {
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  /** Sent as a form, or as JSON. */
  form?: Readonly<Record<string, string>>;
  json?: unknown;
}

/** Asks a provider. @throws SignInRefused `unreachable` where nothing useful comes back, `bad-answer` for an endless answer. */
export async function askProvider(fetch: Outbound, url: URL, { method, headers, form, json }: Question = {}): Promise<ProviderAnswer> {
  const body = form === undefined ? (json === undefined ? null : JSON.stringify(json)) : new URLSearchParams(form).toString();
  const type = form === undefined ? 'application/json; charset=utf-8' : 'application/x-www-form-urlencoded';
  const init = {
    method: method ?? (body === null ? 'GET' : 'POST'),
    headers: { accept: 'application/json', 'user-agent': USER_AGENT, ...(body === null ? {} : { 'content-type': type }), ...headers },
    body,
    timeoutMs: PROVIDER_TIMEOUT,
  };
  try {
    const answer = await fetch(url, init);
    if (answer.status >= 500) throw new SignInRefused('unreachable', `status ${answer.status}`);
    return { status: answer.status, text: await answer.text() };
  } catch (error) {
    throw error instanceof OutboundFailure ? refusedBy(error) : error;
  }
}

/** The JSON of an answer; null for what is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What the answer has to be. @throws SignInRefused `bad-answer`. */
export function readAnswer<S extends z.ZodType>(schema: S, data: unknown, what: string): z.output<S> {
  const read = schema.safeParse(data);
  if (read.success) return read.data;
  throw new SignInRefused('bad-answer', `${what}: ${read.error.issues[0]?.path.join('.') ?? ''}`);
}

/** A provider's own code for what went wrong, and what that means here. */
export type CodeTable = ReadonlyMap<string, 'cancelled' | 'code-refused' | 'misconfigured' | 'no-account' | 'unreachable'>;

/** Makes a table of lists of codes. */
export function codeTable(
  lists: Partial<Record<'cancelled' | 'code-refused' | 'misconfigured' | 'no-account' | 'unreachable', readonly (string | number)[]>>,
): CodeTable {
  const rows = Object.entries(lists).flatMap(([reason, codes]) => codes.map((code): [string, string] => [String(code), reason]));
  // Each reason is a key of the lists.
  return new Map(rows) as CodeTable;
}

/** The refusal for a provider's code; one that is not known is a wrong answer. */
export function refusedByCode(table: CodeTable, code: string | number, what: string): SignInRefused {
  return new SignInRefused(table.get(String(code)) ?? 'bad-answer', `${what} ${code}`);
}

/** Errors of RFC 6749 (4.1.2.1, 5.2). */
export const OAUTH_ERRORS = codeTable({
  cancelled: ['access_denied'],
  'code-refused': ['invalid_grant'],
  misconfigured: [
    'invalid_client',
    'unauthorized_client',
    'invalid_request',
    'invalid_scope',
    'unsupported_response_type',
    'redirect_uri_mismatch',
  ],
  unreachable: ['server_error', 'temporarily_unavailable'],
});

/**
 * The code that the browser has brought back.
 * @param errors what an `error` beside it means.
 * @throws SignInRefused; without a code and an error the reader has turned back.
 */
export function codeIn(
  params: URLSearchParams,
  { name = 'code', errors = OAUTH_ERRORS }: { name?: string; errors?: CodeTable } = {},
): string {
  const error = params.get('error');
  if (error !== null) throw refusedByCode(errors, error, 'callback');
  const code = params.get(name) ?? '';
  if (code === '') throw new SignInRefused('cancelled', 'no code');
  if (code.length > 2048) throw new SignInRefused('bad-answer', 'code');
  return code;
}
