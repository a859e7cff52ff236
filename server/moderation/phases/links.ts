import { claimedHost, isSameHost } from '../../domain/links.ts';
import type { Evidence } from '../../domain/types.ts';
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

/** Too many links, or one that hides where it leads. */
export const links: Phase = {
  name: 'links',
  look({ site, rendered, trust, body }) {
    if (rendered.links.length === 0) return null;
    const evidence: Evidence[] = rendered.links.flatMap((link) => {
      const note = doubt(link);
      return note === null ? [] : [{ field: 'link' as const, ...placeOf(body, link.href), note, word: link.href.slice(0, 200) }];
    });
    const tooMany = rendered.links.length > site.settings.maxLinks;
    if (tooMany) evidence.push({ field: 'link', start: 0, end: 0, note: `${rendered.links.length} links` });
    if (evidence.length > 0) return { phase: 'links', score: 0.6, verdict: 'review', active: true, evidence };
    const first = rendered.links[0];
    const place = first === undefined ? { start: 0, end: 0 } : placeOf(body, first.href);
    return { phase: 'links', score: trust === 0 ? 0.25 : 0.05, active: true, evidence: [{ field: 'link', ...place, note: 'link' }] };
  },
  reasons: () => ['links'],
};

function placeOf(body: string, href: string): { start: number; end: number } {
  const start = body.indexOf(href);
  return start < 0 ? { start: 0, end: 0 } : { start, end: start + href.length };
}
