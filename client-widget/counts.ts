import { type Attempts, keepTrying } from './keep-trying.ts';

/** Longest query of one request: proxies refuse addresses of more than a few thousand characters. */
const LONGEST = 4_000;
/** Most threads of one request, as the server takes them. */
const MOST = 100;
/** The numbers for elements that the page adds within so long, ms, are fetched together. */
const TOGETHER = 100;

const keyOf = (place: HTMLElement): string => place.dataset.liangjuCount ?? '';

/** An address as the box writes it: in URL code. */
function written(key: string): string {
  try {
    return new URL(key).href;
  } catch {
    return key;
  }
}

/** Cuts the threads into requests. */
function queriesFor(site: string, keys: Iterable<string>): string[] {
  const queries: string[] = [];
  const start = `?${new URLSearchParams({ site })}`;
  let query = start;
  let size = 0;
  for (const key of keys) {
    const part = `&${new URLSearchParams({ thread: key })}`;
    if (size > 0 && (size === MOST || query.length + part.length > LONGEST)) {
      queries.push(query);
      query = start;
      size = 0;
    }
    query += part;
    size++;
  }
  return size > 0 ? [...queries, query] : queries;
}

/**
 * Finds `<span data-liangju-count="KEY">` anywhere on the page, and fills those that come later.
 * @returns what fills all of them, the first time too; it fails where the service does not answer
 */
export function openCounts(site: string, service: string): () => Promise<void> {
  const asked = new WeakMap<HTMLElement, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let later: Attempts | null = null;
  let all: Promise<void> | null = null;

  async function fill(isWanted: (place: HTMLElement) => boolean): Promise<void> {
    const all = document.querySelectorAll<HTMLElement>('[data-liangju-count]');
    const places = [...all].filter((place) => keyOf(place) !== '' && isWanted(place));
    const counts: Record<string, number> = {};
    for (const place of places) asked.set(place, keyOf(place));
    try {
      for (const query of queriesFor(site, new Set(places.flatMap((place) => [keyOf(place), written(keyOf(place))])))) {
        const answer = await fetch(`${service}/api/v1/counts${query}`, { credentials: 'omit' });
        if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
        if (answer.ok) Object.assign(counts, (await answer.json()).counts);
        for (const place of places) {
          const key = keyOf(place);
          if (key in counts) place.textContent = String(counts[key] || counts[written(key)] || 0);
        }
      }
    } catch (error) {
      for (const place of places) asked.delete(place);
      throw error;
    }
  }

  new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      later?.end();
      later = keepTrying(() => fill((place) => asked.get(place) !== keyOf(place)));
    }, TOGETHER);
  }).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ['data-liangju-count'] });
  // A second call during the first fetches nothing more.
  return () => {
    all ??= fill(() => true).finally(() => {
      all = null;
    });
    return all;
  };
}
