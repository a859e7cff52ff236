import type { Api } from '../client-widget/embed.d.ts';
import { LATEST, MOST_LATEST, MOST_PAGES } from '../server/domain/compat-limits.ts';
import type { ScriptFacts } from './script.ts';

/** The service that a script came from, for one system's calls. */
export interface Service {
  url: string;
  /**
   * The site: of the script, else of a setting that is an address of the old server (`…/compat/waline/SITE`), else the one
   * that the page's origin may embed.
   * @throws where it cannot be found out
   */
  site(server?: unknown): Promise<string>;
  /** embed.js, loaded when it is first asked for. */
  boxes(): Promise<Api>;
  /** Fills what has `data-liangju-count`, now and later. */
  fillCounts(site: string): Promise<void>;
  /**
   * Calls the service in another system's form.
   * @param path behind `/compat`
   * @param body what is sent; left out: the call reads
   * @throws where it is refused
   */
  ask<T>(path: string, body?: object): Promise<{ data: T[] }>;
  /** Numbers of comments of pages, by their paths or addresses, in their order. */
  numbers(site: string, pages: readonly string[]): Promise<number[]>;
}

/** Says in the console, once for each text, what a website's owner has to know. */
const reported = new Set<string>();
export function report(text: string, level: 'info' | 'warn' = 'info'): void {
  if (reported.has(text)) return;
  reported.add(text);
  console[level](`Liangju: ${text}`);
}

/** Says which of a theme's options nothing is done with, in one line. */
export function reportUnused(system: string, options: object, known: readonly string[]): void {
  const unused = Object.entries(options).flatMap(([name, value]: [string, unknown]) => (value && !known.includes(name) ? [name] : []));
  if (unused.length > 0) report(`options of ${system} that have no counterpart here: ${unused.join(', ')}`);
}

/** How many of the newest comments a theme asks for, as many as the service gives. */
export const latestOf = (count: unknown): number => Math.min(Math.max(Number(count) || LATEST, 1), MOST_LATEST);

/** Loads a script of the service. */
function load(address: string, site = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.async = true;
    if (site !== '') script.dataset.site = site;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${address} could not be loaded`));
    document.head.append(script);
  });
}

/** What the service cannot say now it is asked again after so long, ms. */
const PAUSES = [5_000, 15_000, 60_000];

const siteIn = (server: unknown): string =>
  typeof server === 'string' ? (/\/compat\/\w+\/([a-z0-9][a-z0-9-]*)/.exec(server)?.[1] ?? '') : '';

/** Keeps what was begun, unless it fails: then it is begun anew when it is asked for again. */
function once<T>(begin: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null;
  return () => {
    begun ??= begin();
    begun.catch(() => {
      begun = null;
    });
    return begun;
  };
}

export function openService({ service: url, site }: ScriptFacts): Service {
  const siteOfPage = once(async () => {
    let answer = await fetch(`${url}/api/v1/site`, { credentials: 'omit' });
    for (const pause of PAUSES) {
      if (answer.status < 500 && answer.status !== 429) break;
      await new Promise((resolve) => setTimeout(resolve, pause));
      answer = await fetch(`${url}/api/v1/site`, { credentials: 'omit' });
    }
    if (!answer.ok) throw new Error(`which site is ${location.origin}? Put ?site=ID behind the address of the script (${answer.status})`);
    const found: { site: string } = await answer.json();
    return found.site;
  });

  let isBoxWanted = false;
  const boxes = once(async () => {
    isBoxWanted = true;
    if (window.Liangju?.mount === undefined) await load(`${url}/embed.js`);
    if (window.Liangju === undefined) throw new Error(`${url}/embed.js did not run`);
    return window.Liangju;
  });

  async function ask<T>(path: string, body?: object): Promise<{ data: T[] }> {
    const answer = await fetch(`${url}/compat/${path}`, {
      credentials: 'omit',
      ...(body === undefined ? {} : { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`the service answered ${answer.status}`);
    return answer.json();
  }

  return {
    url,
    site: async (server) => site || siteIn(server) || siteOfPage(),
    boxes,
    async fillCounts(asked) {
      // A page without a box needs no more than counts.js, which fills at once.
      if (isBoxWanted) await boxes();
      if (window.Liangju?.counts === undefined) await load(`${url}/counts.js`, asked);
      else await window.Liangju.counts(asked);
    },
    ask,
    async numbers(asked, pages) {
      const counts: number[] = [];
      for (let from = 0; from < pages.length; from += MOST_PAGES) {
        // Twikoo's form takes long lists, and the server makes threads of paths.
        const call = { event: 'GET_COMMENTS_COUNT', urls: pages.slice(from, from + MOST_PAGES) };
        const { data } = await ask<{ count: number }>(`twikoo/${asked}`, call);
        counts.push(...data.map(({ count }) => count));
      }
      return counts;
    },
  };
}
