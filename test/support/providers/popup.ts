import { createHash, randomBytes } from 'node:crypto';
import { expect } from '@jest/globals';
import { call, type Answer } from '../api.ts';

export const ORIGIN = 'http://localhost:8080';

/** What the page of a popup has for its opener. */
export interface PopupEnd {
  status: number;
  headers: Headers;
  html: string;
  /** null where the origin is not known. */
  message: {
    origin: string;
    data: { type: string; reader?: { id: string; kind: string; name: string }; readerToken?: string; refused?: string };
  } | null;
  ticket: string | null;
}

/** A browser of one reader, as far as a popup needs one. */
export interface PopupBrowser {
  cookies: Map<string, string>;
  /** Opens the popup and stops at the provider's address. */
  start(site: string, way: string, more?: { origin?: string; claim?: string; referer?: string; agent?: string }): Promise<Answer<string>>;
  /** Where the provider sends the browser. */
  atProvider(location: string): Promise<{ url: string; form: URLSearchParams | null }>;
  back(to: { url: string; form: URLSearchParams | null }): Promise<PopupEnd>;
  /** All of it. */
  signIn(site: string, way: string, more?: { claim?: string; referer?: string; agent?: string }): Promise<PopupEnd>;
}

const unescaped = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&');

export function endOf(status: number, headers: Headers, html: string): PopupEnd {
  const data = /data-popup="([^"]*)"/.exec(html)?.[1];
  const { message, ticket } = data === undefined ? { message: null, ticket: null } : JSON.parse(unescaped(data));
  return { status, headers, html, message, ticket };
}

/** A code by which a page fetches a result, and what stands for it in the popup's address. */
export function newClaim(): { code: string; claim: string } {
  const code = randomBytes(32).toString('base64url');
  return { code, claim: createHash('sha256').update(code).digest('base64url') };
}

export function popupBrowser(url: () => string): PopupBrowser {
  const cookies = new Map<string, string>();
  const cookie = (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const keep = (headers: Headers): void => {
    for (const line of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
  };
  const browser: PopupBrowser = {
    cookies,
    async start(site, way, { origin = ORIGIN, claim, referer, agent } = {}) {
      const query = new URLSearchParams({ site, origin, ...(claim === undefined ? {} : { claim }) });
      const headers = {
        cookie: cookie(),
        ...(referer === undefined ? {} : { referer }),
        ...(agent === undefined ? {} : { 'user-agent': agent }),
      };
      const answer = await call<string>(url(), `/api/v1/auth/${way}/start?${query}`, { headers });
      keep(answer.headers);
      return answer;
    },
    async atProvider(location) {
      const answer = await fetch(location, { redirect: 'manual' });
      const html = await answer.text();
      const action = /action="([^"]*)"/.exec(html)?.[1];
      if (action === undefined) return { url: answer.headers.get('location') ?? '', form: null };
      const fields = [...html.matchAll(/name="([^"]*)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
        unescaped(name),
        unescaped(value),
      ]);
      return { url: unescaped(action), form: new URLSearchParams(fields) };
    },
    async back(to) {
      const answer = await fetch(to.url, {
        method: to.form === null ? 'GET' : 'POST',
        headers: { cookie: cookie() },
        redirect: 'manual',
        ...(to.form === null ? {} : { body: to.form }),
      });
      return endOf(answer.status, answer.headers, await answer.text());
    },
    async signIn(site, way, more = {}) {
      const started = await browser.start(site, way, more);
      const location = started.headers.get('location');
      if (location === null) return endOf(started.status, started.headers, started.body);
      return browser.back(await browser.atProvider(location));
    },
  };
  return browser;
}

/** Nobody is signed in, and a sentence says why. @param reason what the page is sent; null: it is not known which page it was. */
export function expectRefused(end: PopupEnd, reason: string | null): void {
  expect(end.html).toMatch(/<p role="alert">[^<]{5,}<\/p>/);
  expect(end.html).not.toContain('ljr_');
  expect(end.message?.data.refused ?? null).toBe(reason);
  expect(end.headers.get('content-security-policy')).toContain("default-src 'none'");
}
