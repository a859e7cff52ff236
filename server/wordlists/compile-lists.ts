import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Site } from '../domain/types.ts';
import type { WordEntry, WordList } from '../domain/words.ts';
import { SHIPPED_WORDS } from './shipped/words.ts';
import { compileInSteps, compileWords, type Matcher } from './text/matcher.ts';
import type { Matching } from './text/patterns.ts';

/** Longer lists are made ready in slices. */
const AT_ONCE = 2_000;
/** A slice's share of the event loop, in ms. */
const SLICE = 4;

/** What of a site decides on its list. */
export interface ListedSite {
  id: Site['id'];
  settings: Pick<Site['settings'], 'shipped' | 'matching'>;
}

/** The sites' word lists, ready for matching. */
export interface CompiledLists {
  /**
   * The matcher of a site's list in its newest version. While a long list is being made ready its former
   * version answers; the first time there is none, and the answer waits.
   */
  matcherOf(site: ListedSite): Promise<Matcher>;
}

interface Ready {
  key: string;
  matcher: Matcher;
}

/** One long list at a time, so that slices of several do not add up. */
let queue: Promise<unknown> = Promise.resolve();

/** Makes a list ready without holding up the process: in slices of some milliseconds between which others have their turn. */
export function compileInSlices(entries: readonly WordEntry[], matching: Matching): Promise<Matcher> {
  const job = queue.then(async () => {
    const steps = compileInSteps(entries, matching);
    for (let started = performance.now(); ; ) {
      const { done, value } = steps.next();
      if (done === true) return value;
      if (performance.now() - started < SLICE) continue;
      await nextTurn();
      started = performance.now();
    }
  });
  queue = job.catch(() => null);
  return job;
}

/** @param words a site's word list; may be some moments old. */
export function createCompiledLists(words: (siteId: string) => Promise<WordList>): CompiledLists {
  const ready = new Map<string, Ready>();
  const underWay = new Map<string, { key: string; matcher: Promise<Matcher> }>();

  function start(id: string, key: string, entries: readonly WordEntry[], matching: Matching): Promise<Matcher> {
    const running = underWay.get(id);
    if (running?.key === key) return running.matcher;
    const matcher = compileInSlices(entries, matching);
    const job = { key, matcher };
    underWay.set(id, job);
    const swap = (made: Matcher): void => {
      if (underWay.get(id) === job) ready.set(id, { key, matcher: made });
    };
    const end = (): void => {
      if (underWay.get(id) === job) underWay.delete(id);
    };
    matcher.then(swap, () => null).then(end, end);
    return matcher;
  }

  return {
    async matcherOf({ id, settings: { shipped, matching } }) {
      const { version, entries } = await words(id);
      const key = [version, shipped, matching.boundary, matching.pinyin, matching.split].join();
      const former = ready.get(id);
      if (former?.key === key) return former.matcher;
      const all = shipped === 'on' ? [...SHIPPED_WORDS, ...entries] : entries;
      if (all.length > AT_ONCE) {
        const coming = start(id, key, all, matching);
        return former?.matcher ?? coming;
      }
      underWay.delete(id);
      const matcher = compileWords(all, matching);
      ready.set(id, { key, matcher });
      return matcher;
    },
  };
}
