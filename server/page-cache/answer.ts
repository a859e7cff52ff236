import type { ServerResponse } from 'node:http';
import { EXPOSED_HEADERS } from '../web/exposed-headers.ts';
import type { Encoding } from './encoding.ts';
import { etagOf, knownEtag } from './etag.ts';
import { bytesFor, type Page } from './page.ts';

/**
 * How long public answers, which are the same for everybody, may be kept. A browser asks each time, with the ETag: it
 * would show a reader the list without the comment that they have just written. (Browsers take
 * `stale-while-revalidate` for themselves too, RFC 5861; so it stands where shared caches alone look, RFC 9213.) A
 * shared cache may keep an answer for a second, and give the old one for two more while it asks.
 */
export const PUBLIC_CACHING = {
  'Cache-Control': 'public, max-age=0, must-revalidate, s-maxage=1',
  'CDN-Cache-Control': 'max-age=1, stale-while-revalidate=2',
} as const;

/** What differs from one request for a page to the next. */
export interface Asked {
  isHead: boolean;
  encoding: Encoding;
  ifNoneMatch: string | undefined;
  ifModifiedSince: string | undefined;
  requestId: string;
  /** The origin whose page may read the answer; null without one. */
  reader: string | null;
}

/** The head of an answer as pairs, made once for a page: only the values at two places change. */
interface Head {
  pairs: string[];
  bytes: Buffer;
}

const ID_AT = 1;
const ORIGIN_AT = 3;
const heads = new WeakMap<Page, Map<string, Head>>();

function makeHead(page: Page, common: readonly string[], wanted: Encoding, isRead: boolean): Head {
  const { encoding, bytes } = bytesFor(page, wanted);
  const pairs = ['X-Request-Id', ''];
  if (isRead) pairs.push('Access-Control-Allow-Origin', '', 'Access-Control-Expose-Headers', EXPOSED_HEADERS);
  const { since } = page;
  pairs.push(...common, ...(since?.isSure === true ? ['Last-Modified', new Date(since.at).toUTCString()] : []));
  pairs.push('ETag', etagOf(page.hash, encoding), 'Content-Length', String(bytes.length));
  if (encoding !== 'identity') pairs.push('Content-Encoding', encoding);
  return { pairs, bytes };
}

function headOf(page: Page, common: readonly string[], wanted: Encoding, isRead: boolean): Head {
  let known = heads.get(page);
  if (known === undefined) {
    known = new Map();
    heads.set(page, known);
  }
  // Until brotli is made, who takes it gets gzip.
  const packed = wanted === 'br' && page.brotli === null ? 'gzip' : wanted;
  const key = isRead ? `${packed} read` : packed;
  let head = known.get(key);
  if (head === undefined) {
    head = makeHead(page, common, packed, isRead);
    known.set(key, head);
  }
  return head;
}

/** Sends a page, or 304 to a client that has it. Gives the status. `common` are the headers of every answer, as pairs. */
export function sendPage(res: ServerResponse, page: Page, common: readonly string[], asked: Asked): 200 | 304 {
  const { requestId, reader } = asked;
  const { pairs, bytes } = headOf(page, common, asked.encoding, reader !== null);
  pairs[ID_AT] = requestId;
  if (reader !== null) pairs[ORIGIN_AT] = reader;
  const known = knownEtag(asked.ifNoneMatch, page.hash) ?? (isUnmodified(page, asked) ? etagOf(page.hash) : null);
  if (known !== null) {
    res.writeHead(304, withEtag(pairs, known));
    res.end();
    return 304;
  }
  // The head is written out in this call: nothing holds on to the pairs.
  res.writeHead(200, pairs);
  if (asked.isHead) res.end();
  else res.end(bytes);
  return 200;
}

/** Has the page not changed since the time that the client names? A validator that it names too counts instead (RFC 9110, 13.1.3). */
function isUnmodified({ since }: Page, { ifNoneMatch, ifModifiedSince }: Asked): boolean {
  if (ifNoneMatch !== undefined || ifModifiedSince === undefined || since?.isSure !== true) return false;
  return Date.parse(ifModifiedSince) >= since.at;
}

/** The head of a 304: without what describes the body, and with the validator that the client has. */
function withEtag(pairs: readonly string[], etag: string): string[] {
  const left = pairs.slice(0, pairs.indexOf('ETag'));
  left.push('ETag', etag);
  return left;
}
