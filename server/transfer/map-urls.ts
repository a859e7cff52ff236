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
  const rules = pairs.map(({ from, to }) => ({ pattern: patternOf(from), to }));
  return (address) => {
    for (const { pattern, to } of rules) {
      const found = pattern.exec(address);
      if (found === null) continue;
      // Where NEW has fewer `*` than OLD, they are the last ones: an archive's prefix comes before what counts.
      let at = Math.max(1, found.length - (to.split('*').length - 1));
      const mapped = to.replaceAll('*', () => found[at++] ?? '');
      return URL.canParse(mapped) && /^https?:/i.test(mapped) ? mapped : address;
    }
    return address;
  };
}

function patternOf(from: string): RegExp {
  const plain = from.trim().replace(/^https?:\/\//i, '');
  const escaped = plain.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  const end = plain.endsWith('*') ? '' : '/?';
  return new RegExp(`^https?://${escaped.join('(.*)')}${end}$`, 'i');
}

/** A pair as it is typed: the first `=` that another address or path follows divides it; null when there is none. */
export function urlPairOf(text: string): UrlPair | null {
  const found = /^(.+?)=(https?:\/\/.+)$/i.exec(text.trim());
  return found === null ? null : { from: found[1] ?? '', to: found[2] ?? '' };
}
