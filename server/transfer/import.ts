/** Second half of an import: what has been written down is stored. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { hashText } from '../domain/text-hash.ts';
import type { CommentId, Id, Ms, ReaderId, SiteId } from '../domain/types.ts';
import type { Import, ImportedReader, ImportOrigin } from '../domain/imports.ts';
import type { Store } from '../store/port.ts';
import type { ImportedComment } from '../store/port-admin.ts';
import { type MadeComment, makeComment } from './make-comment.ts';
import { ImportThreads } from './open-threads.ts';
import type { Outline } from './outline.ts';
import type { Prepared } from './prepare-import.ts';
import { readSpool, type SpooledComment } from './spool.ts';
import { updateImported } from './update-imported.ts';

/** So many comments are stored in one transaction: other writes wait for one at most, and the indexes are written once for it. */
const BATCH = 2_000;
/** So many comments are made without looking at what else there is to do. */
const AT_A_TIME = 50;

export interface ImportDeps {
  store: Pick<Store, 'comments' | 'threads' | 'maintenance' | 'imports'>;
  /** Hides the addresses of authors in their ids. */
  secret: string;
  /** The name of an author who has none. */
  standIn: string;
  now: () => Ms;
  newId: () => Id;
}

/** Where it goes, and under which import it is noted. */
export interface ImportTarget {
  siteId: SiteId;
  importId: Id;
  /** When the import began. */
  begunAt: Ms;
}

export const targetOf = ({ id, siteId, createdAt }: Import): ImportTarget => ({ siteId, importId: id, begunAt: createdAt });

export interface Imported {
  /** Comments that were not there. */
  inserted: number;
  /** Comments that were. */
  known: number;
  /** Those of them that have become another, because their source says something else now. */
  updated: number;
  /** Keys that threads of the file had before and that are threads of their own here, or lead to others: they stay so. */
  takenKeys: number;
}

/**
 * Stores what has been prepared. No more of it is in memory than two batches. Breaking off does no harm: the same again goes on
 * where there is something new.
 * @param onProgress how far it is, from 0 to 1, and how many comments have been stored or were there.
 * @throws what the store throws.
 */
export async function importPrepared(
  deps: ImportDeps,
  target: ImportTarget,
  prepared: Prepared,
  onProgress: (at: { share: number; comments: number }) => void | Promise<void>,
): Promise<Imported> {
  const storing = new Storing(deps, target, prepared);
  for await (const { comments, share } of readSpool(prepared.spool.file, prepared.spool.size)) {
    for (const { number, comment } of comments) await storing.take(number, comment);
    await onProgress({ share, comments: storing.total.inserted + storing.total.known });
  }
  return storing.end();
}

/** While the store takes one batch, the next is made and the threads of the one after it are opened. */
class Storing {
  readonly total = { inserted: 0, updated: 0, known: 0 };
  readonly #deps: ImportDeps;
  readonly #target: ImportTarget;
  readonly #source: string;
  readonly #readers = new Set<ReaderId>();
  /** Those of them who were erased here. */
  readonly #erased = new Set<ReaderId>();
  readonly #outline: Outline;
  readonly #threads: ImportThreads;
  #batch: SpooledComment[] = [];
  #opened: { comments: SpooledComment[]; opening: Promise<void> } | null = null;
  #underWay: Promise<void> = Promise.resolve();

  constructor(deps: ImportDeps, target: ImportTarget, { pages, outline, source }: Pick<Prepared, 'pages' | 'outline' | 'source'>) {
    this.#deps = deps;
    this.#target = target;
    this.#source = source;
    this.#threads = new ImportThreads(deps.store, target.siteId, pages);
    this.#outline = outline;
  }

  async take(number: number, comment: SpooledComment): Promise<void> {
    const fate = this.#outline.fateOf(comment.id, number);
    if (fate === null || fate === 'left-out') return;
    this.#batch.push(comment);
    if (this.#batch.length === BATCH) await this.#goOn();
  }

  async end(): Promise<Imported> {
    // The last that were read, and then those whose threads are being opened.
    await this.#goOn();
    await this.#goOn();
    await this.#underWay;
    await this.#threads.openRest(this.#target.begunAt);
    return { ...this.total, takenKeys: this.#threads.takenKeys };
  }

  /** Opens the threads of what has been read, and stores what was read before: a store that is busy with a batch opens none. */
  async #goOn(): Promise<void> {
    const before = this.#opened;
    this.#opened = { comments: this.#batch, opening: this.#threads.open(this.#batch) };
    this.#batch = [];
    // A failure is met where it is awaited.
    this.#opened.opening.catch(() => undefined);
    if (before === null) return;
    await before.opening;
    const made = await this.#makeAll(before.comments);
    if (made.length === 0) return;
    const done = this.#underWay;
    this.#underWay = this.#store(made, done);
    this.#underWay.catch(() => undefined);
    await done;
  }

  /** Where comments come from is noted before they are stored: none is there without it, wherever this process ends. */
  async #store(made: readonly MadeComment[], done: Promise<void>): Promise<void> {
    await done;
    const { imports, maintenance } = this.#deps.store;
    const origins = made.map(({ row, fingerprint }) => originOf(row, this.#target.importId, fingerprint));
    const { changed, erased } = await imports.note({ origins, readers: this.#newReaders(made) });
    for (const id of erased) this.#erased.add(id);
    const { inserted, known } = await maintenance.importBatch(made.map(({ row }) => (this.#isOfErased(row) ? withoutAuthor(row) : row)));
    const updated = await this.#updateAll(made, changed);
    this.total.inserted += inserted;
    this.total.updated += updated;
    this.total.known += known;
  }

  #isOfErased({ comment: { author } }: ImportedComment): boolean {
    return author !== null && this.#erased.has(author.readerId);
  }

  #newReaders(made: readonly MadeComment[]): ImportedReader[] {
    const readers: ImportedReader[] = [];
    for (const { reader } of made) {
      if (reader === null || this.#readers.has(reader.reader.id)) continue;
      this.#readers.add(reader.reader.id);
      readers.push(reader);
    }
    return readers;
  }

  /** Takes over what the source has changed; gives how many comments became another. */
  async #updateAll(made: readonly MadeComment[], changed: readonly CommentId[]): Promise<number> {
    const wanted = new Set(changed);
    let updated = 0;
    for (const one of made) if (wanted.delete(one.row.comment.id) && (await updateImported(this.#deps, one))) updated++;
    return updated;
  }

  async #makeAll(comments: readonly SpooledComment[]): Promise<MadeComment[]> {
    const { secret, standIn } = this.#deps;
    const made: MadeComment[] = [];
    for (const [i, comment] of comments.entries()) {
      const thread = this.#threads.of(comment.page);
      const place = { above: this.#outline.above(comment.id), secret, standIn, source: this.#source, importId: this.#target.importId };
      if (thread !== undefined) made.push(makeComment(comment, { ...place, thread }));
      // The batch before may be waiting to be sent.
      if (i % AT_A_TIME === AT_A_TIME - 1) await nextTurn();
    }
    return made;
  }
}

/** A comment of somebody who was erased here is a place-holder: it does not bring them back. */
function withoutAuthor({ comment }: ImportedComment): ImportedComment {
  const nothing = { author: null, content: null, published: null, editedAt: null, removedFrom: null, reason: null, review: null } as const;
  return {
    comment: { ...comment, ...nothing, status: 'purged', textHash: hashText(''), pinned: false, featured: false },
    votes: { up: 0, down: 0 },
  };
}

function originOf({ comment: { id, threadId, revision, status } }: ImportedComment, importId: Id, fingerprint: string): ImportOrigin {
  return { commentId: id, importId, threadId, fingerprint, revision, status };
}
