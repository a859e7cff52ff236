import { claimedHost, isSameHost } from '../../domain/links.ts';
import type { Evidence } from '../../domain/types.ts';
import type { AuthorHistory } from '../../store/port-readers.ts';
import type { Phase } from '../pipeline.ts';

/** Hosts behind which any other may hide. */
const SHORTENERS: ReadonlySet<string> = new Set([
  't.cn',
  'url.cn',
  'dwz.cn',
  'suo.im',
  'bit.ly',
  't.co',
  'goo.gl',
  'tinyurl.com',
  'is.gd',
  'v.gd',
  'ow.ly',
  'rb.gy',
  'cutt.ly',
  'reurl.cc',
]);

/** What is doubtful about one link, or null. */
function doubt({ href, text }: { href: string; text: string }): string | null {
  const { hostname } = new URL(href);
  const host = hostname.replace(/^www\./, '');
  if (SHORTENERS.has(host)) return 'shortener';
  if (/(?:^|\.)xn--/.test(host)) return 'punycode';
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) || host.startsWith('[')) return 'address';
  const claimed = claimedHost(text);
  return claimed !== null && !isSameHost(claimed, host) ? 'other-host' : null;
}

/** So many comments that link to a host were refused, and none was published: the site does not want it. */
const REFUSED_HOST = 3;
/** A newcomer's text with more links is an advertisement until somebody has looked. */
const MOST_OF_NEWCOMER = 2;

/** What the site decided on a link's host: unwanted, unknown, or nothing. */
function reputation({ href }: { href: string }, hosts: AuthorHistory['hosts']): 'refused-host' | 'new-host' | null {
  const record = hosts.get(new URL(href).hostname.replace(/^www\./, ''));
  if (record === undefined) return null;
  if (record.published > 0) return null;
  return record.refused >= REFUSED_HOST ? 'refused-host' : 'new-host';
}

/**
 * Too many links, one that hides where it leads, or one to a host that the site's moderators refuse. A
 * newcomer's link to a host that nobody has linked to yet is a sign, not enough by itself.
 */
export const links: Phase = {
  name: 'links',
  look({ site, rendered, trust, body, history }) {
    if (rendered.links.length === 0) return null;
    const evidence: Evidence[] = rendered.links.flatMap((link) => {
      const known = reputation(link, history.hosts);
      const note = doubt(link) ?? (known === 'refused-host' ? known : null);
      return note === null ? [] : [{ field: 'link' as const, ...placeOf(body, link.href), note, word: link.href.slice(0, 200) }];
    });
    const most = trust === 0 ? Math.min(MOST_OF_NEWCOMER, site.settings.maxLinks) : site.settings.maxLinks;
    const tooMany = rendered.links.length > most;
    if (tooMany) evidence.push({ field: 'link', start: 0, end: 0, note: `${rendered.links.length} links` });
    if (evidence.length > 0) return { phase: 'links', score: 0.6, verdict: 'review', active: true, evidence };
    const first = rendered.links[0];
    const place = first === undefined ? { start: 0, end: 0 } : placeOf(body, first.href);
    const isNew = rendered.links.some((link) => reputation(link, history.hosts) === 'new-host');
    const score = trust > 0 ? 0.05 : isNew ? 0.3 : 0.2;
    return { phase: 'links', score, active: true, evidence: [{ field: 'link', ...place, note: isNew ? 'new-host' : 'link' }] };
  },
  reasons: () => ['links'],
};

function placeOf(body: string, href: string): { start: number; end: number } {
  const start = body.indexOf(href);
  return start < 0 ? { start: 0, end: 0 } : { start, end: start + href.length };
}
