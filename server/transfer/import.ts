import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SiteId, Thread, ThreadKey } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import type { ImportedComment } from '../store/port-admin.ts';
import { type Ids, idsOf, isOwnId } from './ids.ts';
import { makeComment } from './make-comment.ts';
import { Outline } from './outline.ts';
import type { CommentRecord, ReadRecord, RecordOpener, Refusal } from './records.ts';

/** So many comments are stored in one transaction: other writes wait for one at most, and the indexes are written once for it. */
const BATCH = 2_000;
/** So many comments are made without looking at what else there is to do. */
const AT_A_TIME = 100;
/** So many ids are looked at to see whether the file is another site's of this store. */
const SAMPLE = 500;

export interface ImportDeps {
  store: Pick<Store, 'comments' | 'threads' | 'maintenance'>;
  /** Hides the addresses of authors in their ids. */
  secret: string;
}

export interface ImportRequest {
  siteId: SiteId;
  /** Opens what is imported, in whatever format that is. */
  open: RecordOpener;
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
 * Imports comments into a site. They are read twice, and no more of them is in memory than a batch
 * and an outline: who answers whom, so that parents may stand anywhere. Breaking off does no harm: the same import
 * again goes on where there is something new.
 * @throws NotImportable; what the store throws.
 */
export async function importComments(deps: ImportDeps, request: ImportRequest): Promise<Imported> {
  const ids = idsOf(request.siteId, await areOwnHere(deps.store, request));
  const outline = new Outline();
  const refused = await readOutline(outline, ids, request);
  const lost = outline.settle();
  return { ...(await storeAll(deps, outline, ids, request)), refused, lost };
}

/** May ids of our form be kept? Not where they are comments of another site of this store, whose copy this is then. */
async function areOwnHere(store: ImportDeps['store'], { siteId, open }: ImportRequest): Promise<boolean> {
  const ids: string[] = [];
  reading: for await (const { records, line } of open()) {
    for (const read of records) {
      if ('comment' in read && isOwnId(read.comment.id)) ids.push(read.comment.id);
      if (ids.length === SAMPLE) break reading;
    }
    if (line > 2 * SAMPLE) break;
  }
  const there = await store.comments.get(ids);
  return [...there.values()].every((comment) => comment.siteId === siteId);
}

/** The first reading: reports what is refused, and notes of the others who answers whom. */
async function readOutline(outline: Outline, ids: Ids, { open, onRefused, onProgress }: ImportRequest): Promise<number> {
  const threads = new Map<ThreadKey, number>();
  let [refused, comments] = [0, 0];
  const refuse = (refusal: Refusal): void => {
    refused++;
    onRefused(refusal);
  };
  for await (const { records, share } of open()) {
    for (const found of records) {
      if ('refusal' in found) {
        refuse(found.refusal);
        continue;
      }
      const { id, parentId, thread, createdAt } = found.comment;
      const number = threads.get(thread.key) ?? threads.size;
      threads.set(thread.key, number);
      const parent = parentId === undefined || parentId === null ? null : ids.tailOf(parentId);
      if (outline.add(ids.idOf(id, createdAt), found.line, number, parent)) comments++;
      else refuse({ line: found.line, why: 'repeated-id', field: 'id' });
    }
    onProgress({ step: 'reading', share, comments });
  }
  return refused;
}

/** The second reading: while the store takes one batch, the next is made and the one after it is read. */
async function storeAll(
  deps: ImportDeps,
  outline: Outline,
  ids: Ids,
  { siteId, open, onProgress }: ImportRequest,
): Promise<Pick<Imported, 'inserted' | 'known'>> {
  const threads = new Map<ThreadKey, Thread>();
  const total = { inserted: 0, known: 0 };
  let underWay: Promise<void> = Promise.resolve();
  let opened: { placed: Placed[]; opening: Promise<void> } | null = null;
  let batch: Placed[] = [];

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

  for await (const { records, share } of open()) {
    for (const read of records) {
      const placed = placeOf(read, outline, ids);
      if (placed !== null) batch.push(placed);
      if (batch.length === BATCH) await goOn();
    }
    onProgress({ step: 'storing', share, comments: total.inserted + total.known });
  }
  // The last that were read, and then those whose threads are being opened.
  await goOn();
  await goOn();
  await underWay;
  return total;
}

interface Placed {
  comment: CommentRecord;
  id: string;
}

/** The comment of a record, unless it was refused at the first reading. */
function placeOf(read: ReadRecord, outline: Outline, ids: Ids): Placed | null {
  if ('refusal' in read) return null;
  const { comment, line } = read;
  const id = ids.idOf(comment.id, comment.createdAt);
  return outline.lineOf(id) === line ? { comment, id } : null;
}

/** Opens the threads that are not open yet, together. */
async function openThreads(
  store: ImportDeps['store'],
  siteId: SiteId,
  open: Map<ThreadKey, Thread>,
  placed: readonly Placed[],
): Promise<void> {
  const firsts = new Map<ThreadKey, CommentRecord>();
  for (const { comment } of placed)
    if (!open.has(comment.thread.key)) firsts.set(comment.thread.key, firsts.get(comment.thread.key) ?? comment);
  const opened = await Promise.all(
    [...firsts.values()].map(({ thread: { key, url, title }, createdAt }) =>
      store.threads.open(siteId, key, { id: idsOf(siteId, false).idOf(`thread ${key}`, createdAt), url, title, now: createdAt }),
    ),
  );
  for (const thread of opened) open.set(thread.key, thread);
}
