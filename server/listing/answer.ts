import type { ServerResponse } from 'node:http';
import type { Encoding } from './encoding.ts';
import { etagOf, knownEtag } from './etag.ts';
import { bytesFor, type Page } from './page.ts';

/** Pages are the same for everybody: a CDN may keep them a second, a browser asks again with the ETag. */
export const PUBLIC_PAGE = 'public, max-age=0, s-maxage=1, stale-while-revalidate=5';

/** What differs from one request for a page to the next. */
export interface Asked {
  isHead: boolean;
  encoding: Encoding;
  ifNoneMatch: string | undefined;
  /** Pairs of names and values for this answer alone: its id, and whether the asking page may read it. */
  headers: readonly string[];
}

/** Sends a page, or 304 to whoever has it. Gives the status. `common` are the headers of every answer, as pairs. */
export function sendPage(res: ServerResponse, page: Page, common: readonly string[], asked: Asked): 200 | 304 {
  const known = knownEtag(asked.ifNoneMatch, page.hash);
  if (known !== null) {
    res.writeHead(304, [...common, ...asked.headers, 'ETag', known]);
    res.end();
    return 304;
  }
  const { encoding, bytes } = bytesFor(page, asked.encoding);
  const head = [...common, ...asked.headers, 'ETag', etagOf(page.hash, encoding), 'Content-Length', String(bytes.length)];
  if (encoding !== 'identity') head.push('Content-Encoding', encoding);
  res.writeHead(200, head);
  if (asked.isHead) res.end();
  else res.end(bytes);
  return 200;
}
