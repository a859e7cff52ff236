/** How the bytes of an answer may be packed. */
export type Encoding = 'identity' | 'gzip' | 'br';

const MOST_REMEMBERED = 200;
const remembered = new Map<string, Encoding>();

/**
 * The best packing that an `Accept-Encoding` takes, of those that we have. Browsers send a handful of
 * different ones, so that the answer is remembered.
 */
export function encodingFor(acceptEncoding: string | undefined): Encoding {
  if (acceptEncoding === undefined) return 'identity';
  const known = remembered.get(acceptEncoding);
  if (known !== undefined) return known;
  const encoding = choose(acceptEncoding);
  if (remembered.size < MOST_REMEMBERED) remembered.set(acceptEncoding, encoding);
  return encoding;
}

function choose(acceptEncoding: string): Encoding {
  const weights = new Map<string, number>();
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = q === undefined ? 1 : Number(q.slice(2));
    if (name !== '' && !Number.isNaN(weight)) weights.set(name, weight);
  }
  const accepts = (name: string): boolean => (weights.get(name) ?? weights.get('*') ?? 0) > 0;
  if (accepts('br')) return 'br';
  return accepts('gzip') ? 'gzip' : 'identity';
}
