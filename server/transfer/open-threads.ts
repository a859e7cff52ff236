/** Threads of an import: opened when the first of their comments is stored, and set as the file says. */
import type { Ms, SiteId, Thread, ThreadId, ThreadKey } from '../domain/types.ts';
import { type Store, StaleRevision } from '../store/port.ts';
import { idsOf, tailOfId } from './ids.ts';
import { type ImportedPage, isSet } from './page-table.ts';

/** The id of a thread that an import opens. */
function idOfThread(siteId: SiteId, key: ThreadKey, openedAt: Ms): ThreadId {
  return idsOf(siteId, 'liangju', false).idOf(`thread ${key}`, openedAt);
}

/** The revision of a thread that has been opened and set by an import and by nobody else. */
const SET_ONCE = 2;

/** Was the thread opened for its settings alone, by the import that began then, and changed by nobody since? */
export function isOpenedBare({ siteId, id, key, createdAt, revision }: Thread, begunAt: Ms): boolean {
  return createdAt === begunAt && revision <= SET_ONCE && id === idOfThread(siteId, key, begunAt);
}

/** The threads of pages, by the numbers of these. */
export class ImportThreads {
  readonly #store: Pick<Store, 'threads'>;
  readonly #siteId: SiteId;
  readonly #pages: readonly ImportedPage[];
  readonly #threads = new Map<number, Thread>();
  /** Keys that threads of the file had before, each with the page that it is to lead to. */
  readonly #leading = new Map<string, number>();
  #takenKeys = 0;

  constructor(store: Pick<Store, 'threads'>, siteId: SiteId, pages: readonly ImportedPage[]) {
    this.#store = store;
    this.#siteId = siteId;
    this.#pages = pages;
    this.#divideOldKeys();
  }

  /** Keys of before, of threads that have been opened, that are threads of their own or lead to others already. */
  get takenKeys(): number {
    return this.#takenKeys;
  }

  /** The thread of a page that has been opened. */
  of(page: number): Thread | undefined {
    return this.#threads.get(page);
  }

  /**
   * Opens the threads that are not open yet, together.
   * @param firsts the page and the time of each comment that needs one.
   * @throws what the store throws.
   */
  async open(firsts: Iterable<{ page: number; createdAt: Ms }>): Promise<void> {
    const times = new Map<number, Ms>();
    for (const { page, createdAt } of firsts) if (!this.#threads.has(page) && !times.has(page)) times.set(page, createdAt);
    await Promise.all([...times].map(([page, now]) => this.#openThread(page, now)));
  }

  /**
   * Opens those that have no comment and still something to keep, settings or keys of before: of our own format, where a key may be
   * any text.
   * @param begunAt when the import began: by that its undo knows them.
   * @throws what the store throws.
   */
  async openRest(begunAt: Ms): Promise<void> {
    for (const [number, { settings, isOwn, movedFrom }] of this.#pages.entries()) {
      const isKept = isOwn && (isSet(settings) || movedFrom.length > 0);
      if (isKept && !this.#threads.has(number)) await this.#openThread(number, begunAt);
    }
  }

  /** A key that is a page of the file itself is no key of before, and of two pages the first has it: whichever is opened first. */
  #divideOldKeys(): void {
    if (this.#pages.every(({ movedFrom }) => movedFrom.length === 0)) return;
    const own = new Set(this.#pages.flatMap(({ key, otherKeys }) => [key, ...otherKeys]));
    for (const [number, { movedFrom }] of this.#pages.entries())
      for (const key of movedFrom) if (!own.has(key) && !this.#leading.has(key)) this.#leading.set(key, number);
  }

  async #openThread(number: number, now: Ms): Promise<void> {
    const page = this.#pages[number];
    if (page === undefined) return;
    const { key, url, title } = page;
    const there = await this.#threadUnder([key, ...page.otherKeys]);
    const id = idOfThread(this.#siteId, key, now);
    const thread = there ?? (await this.#store.threads.open(this.#siteId, key, { id, url, title, now }));
    // Pages at another spelling of the address, as the file has them, show the same thread.
    const otherKeys = [key, ...page.otherKeys].filter((other) => other !== thread.key);
    if (page.otherKeys.length > 0) await this.#store.threads.addOldKeys(thread.id, otherKeys);
    await this.#addOldKeys(number, thread, page.movedFrom);
    // A thread that an import has opened has this id, whenever that was.
    const isImported = tailOfId(thread.id) === tailOfId(id);
    this.#threads.set(number, isImported ? await this.#withSettings(thread, page) : thread);
  }

  /** Lets keys of before lead to the thread, those that nothing else has. */
  async #addOldKeys(number: number, thread: Thread, movedFrom: readonly string[]): Promise<void> {
    const others = movedFrom.filter((key) => key !== thread.key);
    const keys = others.filter((key) => this.#leading.get(key) === number);
    const taken = keys.length === 0 ? [] : await this.#store.threads.addOldKeys(thread.id, keys);
    this.#takenKeys += others.length - keys.length + taken.length;
  }

  /** Sets a thread as the file says, unless somebody has changed it since it was opened. */
  async #withSettings(thread: Thread, { settings: { isClosed, mode, slowMode } }: ImportedPage): Promise<Thread> {
    const isSo = thread.closed === isClosed && thread.mode === mode && thread.slowMode === slowMode;
    if (isSo || thread.revision !== 1) return thread;
    try {
      // Nobody follows it yet, and the import itself is in the audit log.
      return await this.#store.threads.change(thread.id, 1, { closed: isClosed, mode, slowMode }, { events: [], audit: [] });
    } catch (error) {
      if (error instanceof StaleRevision) return thread;
      throw error;
    }
  }

  /** A thread that is there under one of the spellings of the page's address. */
  async #threadUnder(keys: readonly string[]): Promise<Thread | null> {
    for (const key of keys.length === 1 ? [] : keys) {
      const found = await this.#store.threads.find(this.#siteId, key);
      if (found !== null) return found;
    }
    return null;
  }
}
