/** Takes an import back: what it brought goes for good, but for what people have changed since and what that hangs on. */
import { type Actor, effectsOf } from '../domain/effects.ts';
import type { Import, ImportOrigin } from '../domain/imports.ts';
import type { Comment, CommentId, Id, Ms, ThreadId } from '../domain/types.ts';
import type { Store } from '../store/port.ts';
import { isOpenedBare } from './open-threads.ts';

const THREADS_AT_ONCE = 100;
const COMMENTS_AT_ONCE = 500;
const READERS_AT_ONCE = 1_000;
/** So many of those that stay are named; the others are counted. */
const MOST_NAMED = 100;

export interface UndoDeps {
  store: Pick<Store, 'imports' | 'comments' | 'threads'>;
  now: () => Ms;
  newId: () => Id;
}

/** What came of taking an import back. */
export interface Undone {
  deleted: number;
  /** Comments that stay, because people changed them or answered them. */
  left: number;
  /** The first of them. */
  leftIds: CommentId[];
}

/**
 * Takes an import back. Breaking off does no harm: the same again goes on.
 * @param onProgress how many comments have been deleted.
 * @throws what the store throws.
 */
export async function undoImport(
  deps: UndoDeps,
  made: Import,
  by: Actor,
  onProgress: (at: { deleted: number }) => void | Promise<void>,
): Promise<Undone> {
  const { imports } = deps.store;
  const undone: Undone = { deleted: 0, left: 0, leftIds: [] };
  await imports.change(made.id, { state: 'undoing', updatedAt: deps.now() }, { events: [], audit: [] });
  let after: ThreadId | null = null;
  for (;;) {
    const threads: ThreadId[] = await imports.threads(made.id, { after, limit: THREADS_AT_ONCE });
    for (const threadId of threads) {
      await undoThread(deps, made.id, threadId, undone);
      await onProgress({ deleted: undone.deleted });
    }
    after = threads.at(-1) ?? null;
    if (after === null) break;
  }
  await removeBareThreads(deps, made);
  while ((await imports.deleteReaders(made.id, READERS_AT_ONCE)) > 0);
  const at = deps.now();
  const { deleted, left } = undone;
  const facts = { action: 'import.undo', siteId: made.siteId, subject: made.id, data: { deleted, left } };
  await imports.change(made.id, { state: 'undone', left, updatedAt: at }, effectsOf({ at, newId: deps.newId }, by, facts));
  return undone;
}

async function undoThread({ store }: UndoDeps, importId: Id, threadId: ThreadId, undone: Undone): Promise<void> {
  const origins = new Map((await store.imports.originsIn(importId, threadId)).map((origin) => [origin.commentId, origin]));
  const comments = await commentsOf(store, threadId);
  const staying = stayingOf(comments, origins);
  const going = comments.filter(({ id }) => origins.has(id) && !staying.has(id)).map(({ id }) => id);
  undone.deleted += going.length;
  // A run that was killed may have deleted comments and nothing of what belongs to that.
  const there = new Set(comments.map(({ id }) => id));
  for (const id of origins.keys()) if (!there.has(id)) going.push(id);
  for (let at = 0; at < going.length; at += COMMENTS_AT_ONCE)
    await store.imports.deleteComments(threadId, going.slice(at, at + COMMENTS_AT_ONCE), { events: [], audit: [] });
  for (const { id } of comments) {
    if (!origins.has(id) || !staying.has(id)) continue;
    undone.left++;
    if (undone.leftIds.length < MOST_NAMED) undone.leftIds.push(id);
  }
}

/** Takes away the threads that the import opened without any comment, as far as there is none by now and nobody has changed them. */
async function removeBareThreads({ store }: UndoDeps, { siteId, createdAt }: Import): Promise<void> {
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await store.threads.list({ siteId, limit: THREADS_AT_ONCE, cursor });
    // One that has comments stays: none is named.
    for (const thread of items)
      if (isOpenedBare(thread, createdAt)) await store.imports.deleteComments(thread.id, [], { events: [], audit: [] });
    const isPast = (items.at(-1)?.createdAt ?? 0) < createdAt;
    cursor = isPast ? undefined : (nextCursor ?? undefined);
  } while (cursor !== undefined);
}

type Placed = Pick<Comment, 'id' | 'parentId' | 'rootId' | 'ancestors' | 'revision'>;

/** All comments of a thread, the deepest first. */
async function commentsOf(store: UndoDeps['store'], threadId: ThreadId): Promise<Placed[]> {
  const all: (Placed & { depth: number })[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await store.comments.search({ siteIds: null, threadId, limit: COMMENTS_AT_ONCE, cursor });
    for (const { id, parentId, rootId, ancestors, revision, depth } of items)
      all.push({ id, parentId, rootId, ancestors, revision, depth });
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all.sort((a, b) => b.depth - a.depth);
}

/** What was not brought by the import or was changed since, and all that it hangs on. */
function stayingOf(comments: readonly Placed[], origins: ReadonlyMap<CommentId, ImportOrigin>): Set<CommentId> {
  const parents = new Map(comments.map(({ id, parentId }) => [id, parentId]));
  const staying = new Set<CommentId>();
  for (const { id, revision } of comments) {
    const origin = origins.get(id);
    if (origin !== undefined && origin.revision === revision) continue;
    for (let at: CommentId | null | undefined = id; at !== null && at !== undefined && !staying.has(at); at = parents.get(at))
      staying.add(at);
  }
  return staying;
}
