/** Which addresses of a site name the same thread. */
export interface ThreadKeyRules {
  /** Does a fragment that begins with `#/` or `#!` name a page of its own (an application with hash routes)? */
  hashRoutes: boolean;
  /** Is an address with a slash at the end of its path the same as without? */
  trailingSlash: 'keep' | 'ignore';
  /** Is `…/index.html` the same as `…/`? */
  indexFiles: 'keep' | 'ignore';
  /** Parameters of the query that name no other page; `*` at the end stands for anything. */
  ignoredParameters: readonly string[];
}

/**
 * Parameters that say where a reader came from, not what they read: of analytics, of advertisements, of mail senders
 * and of the apps in which addresses are passed on. `from` is none of them: many sites name a page by it.
 */
export const TRACKING_PARAMETERS: readonly string[] = [
  'utm_*',
  ...[
    'gclid',
    'gclsrc',
    'gbraid',
    'wbraid',
    'dclid',
    '_ga',
    '_gl',
    'fbclid',
    'msclkid',
    'yclid',
    'twclid',
    'ttclid',
    'igshid',
    'li_fat_id',
  ],
  ...['mc_cid', 'mc_eid', '_hsenc', '_hsmi', 'mkt_tok', 'vero_id', 'oly_anon_id', 'oly_enc_id'],
  ...['spm', 'scm', 'share_*', 'isappinstalled', 'nsukey', 'wxshare_count', 'vd_source', 'hmsr', 'hmpl', 'hmcu', 'hmkw', 'hmci', 'bd_vid'],
];

/** What a new site starts with. */
export const DEFAULT_KEY_RULES: ThreadKeyRules = {
  hashRoutes: false,
  trailingSlash: 'keep',
  indexFiles: 'keep',
  ignoredParameters: TRACKING_PARAMETERS,
};

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
 * The name of a thread: one form for all addresses of one article, whoever sends them (box, badges, imports, API).
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
