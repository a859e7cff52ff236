import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { Ms, Site } from '../domain/types.ts';
import { isShort, itemsOf } from '../domain/word-blocks.ts';
import type { WordEntry, WordList } from '../domain/words.ts';
import { compileInThread } from './compile-in-thread.ts';
import { SHIPPED_WORDS } from './shipped/words.ts';
import { compileInSteps, compileWords, type Matcher } from './text/matcher.ts';
import type { Matching } from './text/patterns.ts';

/** A slice's share of the event loop, in ms. */
const SLICE = 4;
/** A comment waits so long for the newest list, then it is screened with the one before. */
const LONGEST_WAIT: Ms = 3_000;

/** What of a site decides on its list. */
export interface ListedSite {
  id: Site['id'];
  settings: Pick<Site['settings'], 'shipped' | 'matching'>;
}

/** Where the sites' lists are. */
export interface ListSource {
  /** The version of a site's list; may be some moments old. */
  wordsVersion(siteId: string): Promise<number>;
  /** The list itself, each time in memory of its own. */
  words(siteId: string): Promise<WordList>;
}

/** The sites' word lists, ready for matching. */
export interface CompiledLists {
  /**
   * The matcher of a site's list in its newest version. While a long list is being made ready, in a thread, the answer
   * waits for it.
   */
  matcherOf(site: ListedSite): Promise<Matcher>;
  /**
   * The same for a comment, which does not wait for longer than `longestWait`: then it is the list that was ready last, in
   * an earlier version or with earlier settings; null without one.
   */
  matcherInTime(site: ListedSite): Promise<Matcher | null>;
}

/** A list that is ready, or on its way. */
interface Made<M> {
  version: number;
  /** What the site has set besides. */
  settings: string;
  matcher: M;
}

/** Makes a list ready without holding up the process: in slices of some milliseconds between which others have their turn. */
export async function compileInSlices(entries: readonly WordEntry[], matching: Matching): Promise<Matcher> {
  const steps = compileInSteps(entries, matching);
  for (let started = performance.now(); ; ) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - started < SLICE) continue;
    await nextTurn();
    started = performance.now();
  }
}

async function entriesOf({ entries: blocks }: WordList, { settings: { shipped } }: ListedSite): Promise<WordEntry[]> {
  const entries = shipped === 'on' ? [...SHIPPED_WORDS] : [];
  for (const [i, block] of blocks.entries()) {
    if (i > 0) await nextTurn();
    for (const entry of itemsOf<WordEntry>(block)) entries.push(entry);
  }
  return entries;
}

/**
 * @param onThreadLost is called with the reason why a thread has died; its list is made ready here instead.
 * @param longestWait of `matcherInTime`.
 */
export function createCompiledLists(
  source: ListSource,
  onThreadLost: (error: unknown) => void,
  longestWait: Ms = LONGEST_WAIT,
): CompiledLists {
  const ready = new Map<string, Made<Matcher>>();
  const underWay = new Map<string, Made<Promise<Matcher>>>();
  /** One long list at a time, so that the memory of several does not add up. */
  let last: Promise<unknown> = Promise.resolve();

  async function compileLong(site: ListedSite, list: WordList): Promise<Matcher> {
    const { shipped, matching } = site.settings;
    try {
      return await compileInThread({ list: list.entries, isShipped: shipped === 'on', matching });
    } catch (error) {
      onThreadLost(error);
      // No text may be looked at without the list. What the thread was given is gone with it.
      return compileInSlices(await entriesOf(await source.words(site.id), site), matching);
    }
  }

  async function compile(site: ListedSite, isOvertaken: () => boolean): Promise<Matcher> {
    const list = await source.words(site.id);
    if (isShort(list)) return compileWords(await entriesOf(list, site), site.settings.matching);
    const turn = last.then(() => (isOvertaken() ? null : compileLong(site, list)));
    last = turn.catch(() => null);
    // Of a list that was saved anew before its turn came nobody wants the former version.
    return (await turn) ?? lists.matcherOf(site);
  }

  function start(site: ListedSite, version: number, settings: string): Promise<Matcher> {
    const isOvertaken = (): boolean => underWay.get(site.id) !== job;
    const job = { version, settings, matcher: compile(site, () => isOvertaken()) };
    underWay.set(site.id, job);
    const swap = (matcher: Matcher): void => {
      if (!isOvertaken()) ready.set(site.id, { version, settings, matcher });
    };
    const end = (): void => {
      if (!isOvertaken()) underWay.delete(site.id);
    };
    job.matcher.then(swap, () => null).then(end, end);
    return job.matcher;
  }

  /** The newest list: ready, or on its way. */
  async function newestOf(site: ListedSite): Promise<{ ready: Matcher } | { underWay: Promise<Matcher> }> {
    const { shipped, matching } = site.settings;
    const version = await source.wordsVersion(site.id);
    const settings = [shipped, matching.boundary, matching.pinyin, matching.split].join();
    const isIt = (made: Made<unknown> | undefined): boolean => made?.version === version && made.settings === settings;
    const made = ready.get(site.id);
    if (made !== undefined && isIt(made)) return { ready: made.matcher };
    const running = underWay.get(site.id);
    return { underWay: running !== undefined && isIt(running) ? running.matcher : start(site, version, settings) };
  }

  const lists: CompiledLists = {
    async matcherOf(site) {
      const newest = await newestOf(site);
      return 'ready' in newest ? newest.ready : newest.underWay;
    },
    async matcherInTime(site) {
      const newest = await newestOf(site);
      if ('ready' in newest) return newest.ready;
      const late = delay(longestWait, null, { ref: false }).then(() => ready.get(site.id)?.matcher ?? null);
      return Promise.race([newest.underWay, late]);
    },
  };
  return lists;
}
