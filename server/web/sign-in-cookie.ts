import { parseCookie, stringifySetCookie } from 'cookie';

/** Names this browser for a sign-in that is under way. The prefix binds it to this very host, over a secure connection. */
const LAX = '__Host-liangju_sign_in';
/** The same for a provider that has the browser post to us from its own page: such a request brings no other cookie. */
const POSTED = '__Host-liangju_sign_in_posted';

const FORM = /^[\w-]{43}$/;

/** What the cookies of a request call the browser: none, one, or one of each kind. */
export function browsersIn(header: string | undefined): string[] {
  if (header === undefined) return [];
  const cookies = parseCookie(header);
  return [cookies[LAX], cookies[POSTED]].filter((value): value is string => value !== undefined && FORM.test(value));
}

/** The cookie that names the browser. @param isPosted is it for a provider that has the browser post? @param seconds until it ends. */
export function browserCookie(browser: string, isPosted: boolean, seconds: number): string {
  return stringifySetCookie({
    name: isPosted ? POSTED : LAX,
    value: browser,
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: isPosted ? 'none' : 'lax',
    maxAge: seconds,
  });
}
