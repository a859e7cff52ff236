import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** How the bytes of an answer may be packed. */
export type Encoding = 'identity' | 'gzip' | 'br';

/** Browsers send a handful of different headers: each is read once. */
const chosen = new LRUCache<string, Encoding>({ max: 200 });
/** The packings that we have, the best first. */
const PACKINGS = ['br', 'gzip'] as const;

/** The best packing that an `Accept-Encoding` takes at all (RFC 9110, 12.5.3), of those that we have. */
export function encodingFor(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return 'identity';
  const known = chosen.get(acceptEncoding);
  if (known !== undefined) return known;
  const accepted = new Negotiator({ headers: { 'accept-encoding': acceptEncoding } }).encodings([...PACKINGS]);
  const encoding = PACKINGS.find((packing) => accepted.includes(packing)) ?? 'identity';
  chosen.set(acceptEncoding, encoding);
  return encoding;
}
