/** Schemes that a reader's link may have. */
const SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:']);
/** Longest address that is taken. */
const LONGEST = 2_000;

/**
 * A link's target in the form in which it is stored, or null when it is none that may be published:
 * another scheme than http(s), a name or password in it, control or invisible characters, too long.
 */
export function safeHref(href: string): string | null {
  const trimmed = href.trim();
  if (trimmed.length > LONGEST || /[\p{Cc}\p{Cf}\s<>"'`\\]/u.test(trimmed)) return null;
  if (!/^https?:\/\//i.test(trimmed) || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  if (!SCHEMES.has(url.protocol) || url.username !== '' || url.password !== '' || url.hostname === '') return null;
  return url.href;
}

/** The hosts that the links of sanitised html lead to, without `www.`, each once. */
export function hostsIn(html: string): string[] {
  const hosts = new Set<string>();
  for (const [, host] of html.matchAll(/<a href="https?:\/\/([^"/?#:]+)/g)) hosts.add((host ?? '').toLowerCase().replace(/^www\./, ''));
  return [...hosts];
}

/** The host that a visible text claims to lead to, or null when it names none: `www.bank.example` or a whole address. */
export function claimedHost(text: string): string | null {
  const found = /^(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,})(?:[/:?#]|$)/iu.exec(text.normalize('NFKC').trim())?.[1];
  if (found === undefined || !URL.canParse(`http://${found}`)) return null;
  return new URL(`http://${found}`).hostname;
}

/** Is it the same host, apart from a leading `www.`? Whole hosts are compared, never their ends. */
export function isSameHost(one: string, other: string): boolean {
  const bare = (host: string): string => host.toLowerCase().replace(/^www\./, '');
  return bare(one) === bare(other);
}
