/** Name of the staff session's cookie: the prefix binds it to this very host, over a secure connection. */
export const SESSION_COOKIE = '__Host-liangju_session';

/** The value of a cookie in a `Cookie` header, or undefined. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
