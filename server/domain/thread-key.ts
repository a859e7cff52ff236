import type { SiteSettings } from './site-settings.ts';

/** Which addresses of a site name the same thread. */
export type ThreadKeyRules = SiteSettings['threadKeys'];

/** Longest name of a thread, in UTF-16 units. */
export const LONGEST_THREAD_KEY = 2048;

/** Signs that mean the same escaped or not (RFC 3986, 2.3). */
const UNRESERVED = /^[\w.~-]$/;

/** Escapes in capitals, and only where they are needed. */
function escapesIn(text: string): string {
  return text.replace(/%([\da-f]{2})/gi, (_, digits: string) => {
    const sign = String.fromCharCode(Number.parseInt(digits, 16));
    return UNRESERVED.test(sign) ? sign : `%${digits.toUpperCase()}`;
  });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replace(/\+/g, ' ')).toLowerCase();
  } catch {
    // Not an escape of UTF-8: no parameter that is known.
    return name.toLowerCase();
  }
}

/** The query without the ignored parameters; what stays is not written anew, so its order and its signs stay too. */
function queryOf(search: string, ignored: readonly string[]): string {
  const isIgnored = (pair: string): boolean => {
    const name = decoded(pair.split('=', 1)[0] ?? '');
    return ignored.some((pattern) =>
      pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1).toLowerCase()) : name === pattern.toLowerCase(),
    );
  };
  const kept = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !isIgnored(pair));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function pathOf(path: string, rules: ThreadKeyRules): string {
  const file = rules.indexFiles === 'ignore' ? path.replace(/\/index\.(?:html?|php)$/i, '/') : path;
  return rules.trailingSlash === 'ignore' && file !== '/' ? file.replace(/\/+$/, '') || '/' : file;
}

/**
 * The name of a thread: one form for all addresses of one article, from every sender (box, badges, imports, API).
 * A key that is no http(s) address is the site's own id and stays as it is, but for blanks around it.
 *
 * Of an address: scheme and host in small letters, the scheme's own port, names and passwords left out; escapes in
 * capitals and only where needed; ignored parameters and the fragment left out. See docs/embed.md.
 */
export function threadKeyOf(key: string, rules: ThreadKeyRules): string {
  const plain = key.trim();
  if (!/^https?:\/\//i.test(plain) || !URL.canParse(plain)) return plain;
  const url = new URL(plain);
  const host = url.host.replace(/\.(?=$|:)/, '');
  const isRoute = rules.hashRoutes && /^#[!/]/.test(url.hash);
  const path = escapesIn(pathOf(url.pathname, rules));
  return `${url.protocol}//${host}${path}${escapesIn(queryOf(url.search, rules.ignoredParameters))}${isRoute ? escapesIn(url.hash) : ''}`;
}

/**
 * Is it what templates leave where nothing was filled in? Such a key would put all articles of a site into one thread:
 * blank, `null`, `undefined`, `{{ … }}`, `{% … %}`, `<%= … %>`, `${…}`.
 */
export function isUnfilledKey(key: string): boolean {
  return /^(?:null|undefined|nan|\[object object\]|)$/i.test(key.trim()) || /\{\{.*\}\}|\{%.*%\}|<%.*%>|\$\{.*\}/s.test(key);
}
