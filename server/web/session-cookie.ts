import { parseCookie } from 'cookie';

/** Name of the staff session's cookie: the prefix binds it to this very host, over a secure connection. */
export const SESSION_COOKIE = '__Host-liangju_session';

/** The value of the session's cookie in a `Cookie` header, or undefined. */
export function sessionTokenIn(header: string | undefined): string | undefined {
  return header === undefined ? undefined : parseCookie(header)[SESSION_COOKIE];
}
