import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Ms } from '../domain/types.ts';
import type { ChangeNote } from '../domain/events.ts';
import { isPageUrl } from './read-page.ts';
import type { CachedPage, PagesDeps, PagesReport } from './cached-page.ts';
import { createPageCache } from './page-cache.ts';
import { createPageSender } from './page-sender.ts';
import { StoreBusy } from '../store/port.ts';

export interface Pages {
  /** Answers a request for a public page; whatever it cannot answer goes on to `next` untouched. */
  answer(req: IncomingMessage, res: ServerResponse, next: (req: IncomingMessage, res: ServerResponse) => void): void;
  /** Something public changed in this process. */
  changed(changes: readonly ChangeNote[]): void;
  /** What was done since the last report. */
  report(): PagesReport;
}

/** A store that did not answer is not asked again for a page that can be had for so long. */
const AWAY: Ms = 1_000;
/** A request waits this long for a new page where the page as it was can be sent. */
const PATIENCE: Ms = 1_000;
const LATE = 'late' as const;

const failures = new WeakMap<IncomingMessage, unknown>();
/** Why no page could be read for this request; undefined when nothing failed. The router answers with it instead of trying again. */
export const pageFailure = (req: IncomingMessage): unknown => failures.get(req);

/**
 * The public pages as ready bytes, answered before the router: a Map from the raw address to the packed
 * bytes. They are the same for every reader; only the request's id and what its origin may read differ.
 */
export function createPages(deps: PagesDeps): Pages {
  const { now, log } = deps;
  const cache = createPageCache({
    ...deps,
    onError: (error) => log.warn({ err: error }, 'a page could not be made ahead; it is tried again'),
  });
  const { send, sendLast, takeCounts } = createPageSender(deps, cache);
  let hits = 0;
  let misses = 0;
  let awayUntil = Number.NEGATIVE_INFINITY;

  /** Asks for the page; a store that is away is noted, so that for a second no request waits for it in vain. */
  async function ask(url: string): Promise<CachedPage | null> {
    try {
      const cached = await cache.get(url);
      awayUntil = Number.NEGATIVE_INFINITY;
      return cached;
    } catch (error) {
      if (error instanceof StoreBusy) awayUntil = now() + AWAY;
      throw error;
    }
  }

  async function answerLater(req: IncomingMessage, res: ServerResponse, url: string, next: Parameters<Pages['answer']>[2]): Promise<void> {
    const began = now();
    const asked = ask(url);
    // A request that can get the page as it was does not wait long for a store that hangs.
    const late = cache.last(url) === null ? asked : Promise.race([asked, delay(PATIENCE, LATE, { ref: false })]);
    const cached: CachedPage | null | typeof LATE = await late.catch((error: unknown) => {
      failures.set(req, error);
      return LATE;
    });
    // What came too late is still made, for those who ask next.
    asked.catch(() => undefined);
    if (cached === LATE) {
      if (!sendLast(req, res, url, began)) next(req, res);
    } else if (cached !== null && send(req, res, cached, began)) {
      misses++;
      deps.observe?.((now() - began) / 1_000);
    } else next(req, res);
  }

  return {
    answer(req, res, next) {
      const { url = '', method } = req;
      if (deps.mostBytes === 0 || (method !== 'GET' && method !== 'HEAD') || !isPageUrl(url)) return next(req, res);
      const cached = cache.ready(url);
      if (cached === null && now() < awayUntil && sendLast(req, res, url, null)) return;
      if (cached === null) void answerLater(req, res, url, next);
      else if (send(req, res, cached, null)) hits++;
      else next(req, res);
    },
    changed: cache.changed,
    report() {
      const report = { answered: takeCounts(), hits, misses, ...cache.size() };
      hits = 0;
      misses = 0;
      return report;
    },
  };
}
