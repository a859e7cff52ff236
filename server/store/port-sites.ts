/** The storage port, sites with their word lists and threads. See port.ts for the promises. */
import type { Effects } from '../domain/effects.ts';
import type { Ms, Site, SiteId, Thread, ThreadId, ThreadKey } from '../domain/types.ts';
import type { SizedWordBlocks, WordBlocks, WordList, WordsSaving, WordVersion } from '../domain/words.ts';
import type { Cut, Slice } from './port-types.ts';

/** What may be changed of a thread. */
export type ThreadPatch = Partial<Pick<Thread, 'closed' | 'mode' | 'slowMode' | 'burstUntil' | 'url' | 'title' | 'setByStaff'>>;
/** What a thread is called from now on, and what else is changed of it. */
export type ThreadMove = Pick<Thread, 'key'> & ThreadPatch;

export interface ThreadStore {
  /**
   * The thread of this key, made at first sight (then `seen` names it); the first sight wins. A key that no thread has, and that
   * one has had, gives that one: so do `find` and the counts of comments.
   */
  open(siteId: SiteId, key: ThreadKey, seen: { id: ThreadId; url: string; title: string; now: Ms }): Promise<Thread>;
  find(siteId: SiteId, key: ThreadKey): Promise<Thread | null>;
  /** By the ids that were asked for: that of a merged thread gives the one that it went into. */
  get(ids: ThreadId[]): Promise<Map<ThreadId, Thread>>;
  /** @throws StaleRevision, NotFound, also of a thread that was merged. */
  change(id: ThreadId, expected: number, patch: ThreadPatch, fx: Effects): Promise<Thread>;
  /** Newest first. `text`: those whose title, address or key has it, capital letters or not. */
  list(q: { siteId: SiteId; text?: string | undefined } & Cut): Promise<Slice<Thread>>;
  /**
   * Gives the thread another key; the old one leads to it from then on, as all do that led to it before. Comments keep their
   * ids and get the key. The last of them may have it a little later than the thread: `finishMoves` does the rest where a process ends
   * in between.
   * @throws StaleRevision, NotFound; Duplicate when another thread has the key.
   */
  move(id: ThreadId, expected: number, move: ThreadMove, fx: Effects): Promise<Thread>;
  /**
   * Brings all comments of the one thread to the other, with what hangs on them; ids and parents stay. The one is gone from then
   * on: its id, its key and those that led to it lead to the other. What is posted or imported into it meanwhile is in
   * the other. The comments follow in parts between which others write, each with the
   * counts right; the effects are stored with the last, and then it resolves. `finishMoves` does the rest where a process ends in between.
   * @returns the other. @throws NotFound when one of them is not there or both are not of one site; StaleRevision when the other is being merged at
   * the same moment.
   */
  merge(fromId: ThreadId, intoId: ThreadId, fx: Effects): Promise<Thread>;
  /** Brings comments to where a process that has ended was moving them. Gives how many threads were unfinished. */
  finishMoves(): Promise<number>;
  /** The keys that lead to threads beside their own, in order; a thread to which none leads is not in it. */
  oldKeys(ids: readonly ThreadId[]): Promise<Map<ThreadId, ThreadKey[]>>;
  /** Makes keys lead to the thread. Those of other threads, or that lead to others, stay so and are given. @throws NotFound. */
  addOldKeys(id: ThreadId, keys: ThreadKey[]): Promise<ThreadKey[]>;
}

export interface SiteStore {
  get(id: SiteId): Promise<Site | null>;
  /** By id. */
  list(): Promise<Site[]>;
  /** @throws Duplicate when the id is taken. */
  create(site: Site, fx: Effects): Promise<Site>;
  /** Sets revision to `expected + 1`. @throws StaleRevision, NotFound. */
  change(
    id: SiteId,
    expected: number,
    patch: Partial<Pick<Site, 'name' | 'type' | 'origins' | 'mode' | 'settings'>>,
    fx: Effects,
  ): Promise<Site>;
  /** The site's word list; version 0 with nothing in it when there is none. */
  words(id: SiteId): Promise<WordList>;
  /** The version of the site's word list alone: cheap, to see whether it has changed. */
  wordsVersion(id: SiteId): Promise<number>;
  /** Replaces the list; `expected` null overwrites whatever is there. Gives the new version. @throws StaleRevision. */
  saveWords(id: SiteId, expected: number | null, list: SizedWordBlocks, saved: WordsSaving, fx: Effects): Promise<number>;
  /** The list as it stood at a version; null when it is not kept (the latest 50 are). */
  wordsAt(id: SiteId, version: number): Promise<WordBlocks | null>;
  /** The kept versions of the list, newest first. */
  wordVersions(id: SiteId): Promise<WordVersion[]>;
}
