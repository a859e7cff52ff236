import { stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ThreadKeyRules } from '../domain/thread-key.ts';
import type { SiteId, Thread, ThreadKey } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { ImportedComment } from '../store/port-admin.ts';
import { type Ids, idsOf, isOwnId } from './ids.ts';
import { type Line, readLines } from './lines.ts';
import { makeComment } from './make-comment.ts';
import { isHeader, type NativeComment, type Refusal, readComment } from './native-format.ts';
import { Outline } from './outline.ts';

/** So many comments are stored in one act: others who write wait for one act at most, and the indexes are written once for it. */
const BATCH = 2_000;
/** So many comments are made without looking at what else there is to do. */
const AT_A_TIME = 100;
/** So many ids are looked at to see whether the file is another site's of this store. */
const SAMPLE = 500;

/** The file cannot be imported at all. */
export class NotImportable extends Error {
  override readonly name = 'NotImportable';
  readonly why: 'no-file' | 'no-header';

  constructor(why: NotImportable['why']) {
    super(why);
    this.why = why;
  }
}

export interface ImportDeps {
  store: Pick<Store, 'comments' | 'threads' | 'maintenance'>;
  /** Hides the addresses of authors in their ids. */
  secret: string;
}

export interface ImportRequest {
  siteId: SiteId;
  file: string;
  /** How the site names its threads. */
  keyRules: ThreadKeyRules;
  onRefused: (refusal: Refusal) => void;
  /** How far it is: the share of the file, first read and then stored. */
  onProgress: (at: { step: 'reading' | 'storing'; share: number; comments: number }) => void;
}

export interface Imported {
  /** Comments that were not there. */
  inserted: number;
  /** Comments that were. */
  known: number;
  /** Lines that could not be taken. */
  refused: number;
  /** Comments that became top-level ones because their parent is not in the file. */
  lost: number;
}

/**
 * Imports a file of our own format into a site. The file is read twice, and no more of it is in memory than a batch
 * and an outline: who answers whom, so that parents may stand anywhere. Breaking off does no harm: the same import
 * again goes on where there is something new.
 * @throws NotImportable; what the store throws.
 */
export async function importNative(deps: ImportDeps, request: ImportRequest): Promise<Imported> {
  const { siteId, file } = request;
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile()) throw new NotImportable('no-file');
  const size = Math.max(1, found.size);
  const ids = idsOf(siteId, await areOwnHere(deps.store, request));
  const outline = new Outline();
  const refused = await readOutline(outline, ids, request, size);
  const lost = outline.settle();
  return { ...(await storeAll(deps, outline, ids, request, size)), refused, lost };
}

/** May ids of our form be kept? Not where they are comments of another site of this store, whose copy this is then. */
async function areOwnHere(store: ImportDeps['store'], { siteId, file, keyRules }: ImportRequest): Promise<boolean> {
  const ids: string[] = [];
  reading: for await (const { lines } of readLines(file)) {
    for (const line of lines) {
      const read = readComment(line, keyRules);
      if (read !== null && 'comment' in read && isOwnId(read.comment.id)) ids.push(read.comment.id);
      if (ids.length === SAMPLE) break reading;
    }
    if ((lines.at(-1)?.number ?? 0) > 2 * SAMPLE) break;
  }
  const there = await store.comments.get(ids);
  return [...there.values()].every((comment) => comment.siteId === siteId);
}

/** The first reading: what is refused is told, and of the others is noted who answers whom. */
async function readOutline(
  outline: Outline,
  ids: Ids,
  { file, keyRules, onRefused, onProgress }: ImportRequest,
  size: number,
): Promise<number> {
  const threads = new Map<ThreadKey, number>();
  let isFirst = true;
  let [refused, comments, bytes] = [0, 0, 0];
  const refuse = (refusal: Refusal): void => {
    refused++;
    onRefused(refusal);
  };
  for await (const read of readLines(file)) {
    for (const line of read.lines) {
      if (isFirst) {
        if (!isHeader(line)) throw new NotImportable('no-header');
        isFirst = false;
        continue;
      }
      const found = readComment(line, keyRules);
      if (found === null) continue;
      if ('refusal' in found) {
        refuse(found.refusal);
        continue;
      }
      const { id, parentId, thread, createdAt } = found.comment;
      const number = threads.get(thread.key) ?? threads.size;
      threads.set(thread.key, number);
      const parent = parentId === undefined || parentId === null ? null : ids.tailOf(parentId);
      if (outline.add(ids.idOf(id, createdAt), line.number, number, parent)) comments++;
      else refuse({ line: line.number, why: 'repeated-id', field: 'id' });
    }
    bytes += read.bytes;
    onProgress({ step: 'reading', share: bytes / size, comments });
  }
  if (isFirst) throw new NotImportable('no-header');
  return refused;
}

/** The second reading: while the store takes one batch, the next is made and the one after it is read. */
async function storeAll(
  deps: ImportDeps,
  outline: Outline,
  ids: Ids,
  { siteId, file, keyRules, onProgress }: ImportRequest,
  size: number,
): Promise<Pick<Imported, 'inserted' | 'known'>> {
  const threads = new Map<ThreadKey, Thread>();
  const total = { inserted: 0, known: 0 };
  let underWay: Promise<void> = Promise.resolve();
  let opened: { placed: Placed[]; opening: Promise<void> } | null = null;
  let batch: Placed[] = [];
  let bytes = 0;

  /** Opens the threads of what has been read, and stores what was read before: a store that is busy with a batch opens none. */
  async function goOn(): Promise<void> {
    const before = opened;
    opened = { placed: batch, opening: openThreads(deps.store, siteId, threads, batch) };
    batch = [];
    // A failure is met where it is awaited.
    opened.opening.catch(() => undefined);
    if (before === null) return;
    await before.opening;
    const rows: ImportedComment[] = [];
    for (const [i, { comment, id }] of before.placed.entries()) {
      const thread = threads.get(comment.thread.key);
      if (thread !== undefined) rows.push(makeComment(comment, { id, above: outline.above(id), thread, secret: deps.secret }));
      // The batch before may be waiting to be sent.
      if (i % AT_A_TIME === AT_A_TIME - 1) await nextTurn();
    }
    if (rows.length === 0) return;
    const done = underWay;
    underWay = deps.store.maintenance.importBatch(rows).then(({ inserted, known }) => {
      total.inserted += inserted;
      total.known += known;
    });
    underWay.catch(() => undefined);
    await done;
  }

  for await (const read of readLines(file)) {
    for (const line of read.lines) {
      const placed = placeOf(line, outline, ids, keyRules);
      if (placed !== null) batch.push(placed);
      if (batch.length === BATCH) await goOn();
    }
    bytes += read.bytes;
    onProgress({ step: 'storing', share: bytes / size, comments: total.inserted + total.known });
  }
  // The last that were read, and then those whose threads are being opened.
  await goOn();
  await goOn();
  await underWay;
  return total;
}

interface Placed {
  comment: NativeComment;
  id: string;
}

/** The comment of a line, unless it was refused at the first reading. */
function placeOf(line: Line, outline: Outline, ids: Ids, keyRules: ThreadKeyRules): Placed | null {
  const read = line.number === 1 ? null : readComment(line, keyRules);
  if (read === null || 'refusal' in read) return null;
  const { comment } = read;
  const id = ids.idOf(comment.id, comment.createdAt);
  return outline.lineOf(id) === line.number ? { comment, id } : null;
}

/** Opens the threads that are not open yet, together. */
async function openThreads(
  store: ImportDeps['store'],
  siteId: SiteId,
  open: Map<ThreadKey, Thread>,
  placed: readonly Placed[],
): Promise<void> {
  const firsts = new Map<ThreadKey, NativeComment>();
  for (const { comment } of placed)
    if (!open.has(comment.thread.key)) firsts.set(comment.thread.key, firsts.get(comment.thread.key) ?? comment);
  const opened = await Promise.all(
    [...firsts.values()].map(({ thread: { key, url, title }, createdAt }) =>
      store.threads.open(siteId, key, { id: idsOf(siteId, false).idOf(`thread ${key}`, createdAt), url, title, now: createdAt }),
    ),
  );
  for (const thread of opened) open.set(thread.key, thread);
}
