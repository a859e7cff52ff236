/** Gives the address that stands for another in the import. */
export type MapUrl = (address: string) => string;

/** A rule of `--map-url OLD=NEW`; OLD may end with or contain `*`, and NEW takes what it stood for at its own `*`. */
export interface UrlPair {
  from: string;
  to: string;
}

/**
 * Makes of pairs what maps addresses; the first pair that fits counts. OLD without a `*` fits the address itself, with or without
 * its scheme and a slash at its end.
 */
export function mapUrlsBy(pairs: readonly UrlPair[]): MapUrl {
  const rules = pairs.map(({ from, to }) => ({ parts: folded(withoutScheme(from.trim())).split('*'), to }));
  return (address) => {
    const plain = withoutScheme(address);
    if (plain === address) return address;
    for (const { parts, to } of rules) {
      const found = starsOf(plain, parts);
      if (found === null) continue;
      // Where NEW has fewer `*` than OLD, they are the last ones: an archive's prefix comes before what counts.
      let at = Math.max(0, found.length - (to.split('*').length - 1));
      const mapped = to.replaceAll('*', () => found[at++] ?? '');
      return URL.canParse(mapped) && /^https?:/i.test(mapped) ? mapped : address;
    }
    return address;
  };
}

const withoutScheme = (address: string): string => address.replace(/^https?:\/\//i, '');
/** Of the same length, whatever the letters are. */
const folded = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What each `*` between the parts stands for, the first ones as much as they can; null when it does not fit. Linear in the address. */
function starsOf(address: string, parts: readonly string[]): string[] | null {
  const [first = '', ...others] = parts;
  const last = others.at(-1);
  const text = folded(address);
  if (last === undefined) return text === first || text === `${first}/` ? [] : null;
  if (!text.startsWith(first)) return null;
  for (const end of last !== '' && text.endsWith('/') ? [text.length, text.length - 1] : [text.length]) {
    if (!text.slice(0, end).endsWith(last)) continue;
    const stars: string[] = [];
    let right = end - last.length;
    for (const part of others.slice(0, -1).reverse()) {
      const at = text.lastIndexOf(part, right - part.length);
      if (at < first.length || right - part.length < 0) return null;
      stars.unshift(address.slice(at + part.length, right));
      right = at;
    }
    if (right < first.length) continue;
    return [address.slice(first.length, right), ...stars];
  }
  return null;
}

/** A pair as it is typed: the first `=` that another address or path follows divides it; null when there is none. */
export function urlPairOf(text: string): UrlPair | null {
  const found = /^(.+?)=(https?:\/\/.+)$/i.exec(text.trim());
  return found === null ? null : { from: found[1] ?? '', to: found[2] ?? '' };
}
