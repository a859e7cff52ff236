/** Second half of an import: what has been written down is stored. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SiteId, Thread } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { ImportedComment } from '../store/port-admin.ts';
import { idsOf } from './ids.ts';
import { makeComment } from './make-comment.ts';
import type { Outline } from './outline.ts';
import type { ImportedPage } from './page-table.ts';
import type { Prepared } from './prepare-import.ts';
import { readSpool, type SpooledComment } from './spool.ts';

/** So many comments are stored in one transaction: other writes wait for one at most, and the indexes are written once for it. */
const BATCH = 2_000;
/** So many comments are made without looking at what else there is to do. */
const AT_A_TIME = 100;

export interface ImportDeps {
  store: Pick<Store, 'comments' | 'threads' | 'maintenance'>;
  /** Hides the addresses of authors in their ids. */
  secret: string;
  /** The name of an author who has none. */
  standIn: string;
}

export interface Imported {
  /** Comments that were not there. */
  inserted: number;
  /** Comments that were, and have changed at their source since. */
  updated: number;
  /** Comments that were, and are left as they are. */
  known: number;
  importId: string;
}

/**
 * Stores what has been prepared. No more of it is in memory than two batches. Breaking off does no harm: the same again goes on
 * where there is something new.
 * @param onProgress how far it is, from 0 to 1, and how many comments have been stored or were there.
 * @throws what the store throws.
 */
export async function importPrepared(
  deps: ImportDeps,
  siteId: SiteId,
  prepared: Prepared,
  onProgress: (at: { share: number; comments: number }) => void,
): Promise<Pick<Imported, 'inserted' | 'updated' | 'known'>> {
  const storing = new Storing(deps, siteId, prepared);
  for await (const { comments, share } of readSpool(prepared.spool.file, prepared.spool.size)) {
    for (const { number, comment } of comments) await storing.take(number, comment);
    onProgress({ share, comments: storing.total.inserted + storing.total.known });
  }
  await storing.end();
  return storing.total;
}

/** While the store takes one batch, the next is made and the threads of the one after it are opened. */
class Storing {
  readonly total = { inserted: 0, updated: 0, known: 0 };
  readonly #deps: ImportDeps;
  readonly #siteId: SiteId;
  readonly #pages: readonly ImportedPage[];
  readonly #outline: Outline;
  readonly #threads = new Map<number, Thread>();
  #batch: SpooledComment[] = [];
  #opened: { comments: SpooledComment[]; opening: Promise<void> } | null = null;
  #underWay: Promise<void> = Promise.resolve();

  constructor(deps: ImportDeps, siteId: SiteId, { pages, outline }: Pick<Prepared, 'pages' | 'outline'>) {
    this.#deps = deps;
    this.#siteId = siteId;
    this.#pages = pages;
    this.#outline = outline;
  }

  async take(number: number, comment: SpooledComment): Promise<void> {
    const fate = this.#outline.fateOf(comment.id, number);
    if (fate === null || fate === 'left-out') return;
    this.#batch.push(comment);
    if (this.#batch.length === BATCH) await this.#goOn();
  }

  async end(): Promise<void> {
    // The last that were read, and then those whose threads are being opened.
    await this.#goOn();
    await this.#goOn();
    await this.#underWay;
  }

  /** Opens the threads of what has been read, and stores what was read before: a store that is busy with a batch opens none. */
  async #goOn(): Promise<void> {
    const before = this.#opened;
    this.#opened = { comments: this.#batch, opening: this.#openThreads(this.#batch) };
    this.#batch = [];
    // A failure is met where it is awaited.
    this.#opened.opening.catch(() => undefined);
    if (before === null) return;
    await before.opening;
    const rows = await this.#rowsOf(before.comments);
    if (rows.length === 0) return;
    const done = this.#underWay;
    this.#underWay = this.#deps.store.maintenance.importBatch(rows).then(({ inserted, known }) => {
      this.total.inserted += inserted;
      this.total.known += known;
    });
    this.#underWay.catch(() => undefined);
    await done;
  }

  async #rowsOf(comments: readonly SpooledComment[]): Promise<ImportedComment[]> {
    const { secret, standIn } = this.#deps;
    const rows: ImportedComment[] = [];
    for (const [i, comment] of comments.entries()) {
      const thread = this.#threads.get(comment.page);
      if (thread !== undefined) rows.push(makeComment(comment, { above: this.#outline.above(comment.id), thread, secret, standIn }));
      // The batch before may be waiting to be sent.
      if (i % AT_A_TIME === AT_A_TIME - 1) await nextTurn();
    }
    return rows;
  }

  /** Opens the threads that are not open yet, together. */
  async #openThreads(comments: readonly SpooledComment[]): Promise<void> {
    const firsts = new Map<number, SpooledComment>();
    for (const comment of comments) if (!this.#threads.has(comment.page) && !firsts.has(comment.page)) firsts.set(comment.page, comment);
    await Promise.all([...firsts].map(([number, { createdAt }]) => this.#openThread(number, createdAt)));
  }

  async #openThread(number: number, now: number): Promise<void> {
    const page = this.#pages[number];
    if (page === undefined) return;
    const { threads } = this.#deps.store;
    const { key, url, title } = page;
    const there = await this.#threadUnder([key, ...page.otherKeys]);
    const id = idsOf(this.#siteId, 'liangju', false).idOf(`thread ${key}`, now);
    this.#threads.set(number, there ?? (await threads.open(this.#siteId, key, { id, url, title, now })));
  }

  /** A thread that is there under one of the spellings of the page's address. */
  async #threadUnder(keys: readonly string[]): Promise<Thread | null> {
    for (const key of keys.length === 1 ? [] : keys) {
      const found = await this.#deps.store.threads.find(this.#siteId, key);
      if (found !== null) return found;
    }
    return null;
  }
}
