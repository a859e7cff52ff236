import { parseCookie, stringifySetCookie } from 'cookie';

/** Names this browser while it signs in by a passkey. The prefix binds it to this very host, over a secure connection. */
const COOKIE = '__Host-liangju_passkey';

/** What the cookies of a request call the browser; null: nothing. */
export function passkeyBrowserIn(header: string | undefined): string | null {
  const value = header === undefined ? undefined : parseCookie(header)[COOKIE];
  return value !== undefined && /^[\w-]{43}$/.test(value) ? value : null;
}

/** The cookie that names the browser. @param seconds until it ends. */
export function passkeyCookie(browser: string, seconds: number): string {
  return stringifySetCookie({ name: COOKIE, value: browser, path: '/', httpOnly: true, secure: true, sameSite: 'strict', maxAge: seconds });
}
