import type { NewEvent } from '../../domain/events.ts';
import type { Effects } from '../../domain/effects.ts';
import type { CommentId, Ms, SiteId, Thread, ThreadId, ThreadKey } from '../../domain/types.ts';
import { Duplicate, NotFound, StaleRevision } from '../port.ts';
import type { ThreadMove } from '../port-sites.ts';
import type { Db, WriteDb } from './database.ts';
import { applyEffects } from './effects.ts';
import { jsonOrNull, number, text } from './rows.ts';
import { changeThread, storedThread } from './threads.ts';

/** So many comments go to another thread in one transaction: other writes wait for no more. */
const AT_ONCE = 500;

/** How far the comments of a thread have its key: null before the first. */
export type KeyedUpTo = { createdAt: Ms; id: CommentId } | null;
/** What became of a part of a move; `upTo` where comments keep their thread and get its key. */
export interface MovedPart {
  isDone: boolean;
  upTo: KeyedUpTo;
}

/** The thread that a merged one went into, and its key; null for a thread that was never merged, or whose successor is gone. */
export function successorOf(db: Db, id: ThreadId): { threadId: ThreadId; threadKey: ThreadKey } | null {
  const row = db.get(
    'SELECT threads.id, threads.key FROM thread_moves JOIN threads ON threads.id = thread_moves.into_id WHERE thread_moves.id = $id',
    { id },
  );
  return row === undefined ? null : { threadId: text(row, 'id'), threadKey: text(row, 'key') };
}

/** Events to the readers of a merged thread go to those of the one that it went into. */
export function withChannel(events: readonly NewEvent[], from: ThreadId, into: ThreadId): NewEvent[] {
  return events.map((event) => (event.channel === `thread:${from}` ? { ...event, channel: `thread:${into}` as const } : event));
}

/** From now on the key leads to the thread, where no thread has it for its own. */
function lead(db: Db, siteId: SiteId, key: ThreadKey, threadId: ThreadId): void {
  db.run(
    `INSERT INTO moved_keys (site_id, key, thread_id) VALUES ($siteId, $key, $threadId)
     ON CONFLICT (site_id, key) DO UPDATE SET thread_id = excluded.thread_id`,
    { siteId, key, threadId },
  );
}

/** Notes that comments of a thread have to follow. */
function begin(db: Db, id: ThreadId, into: ThreadId, fx: Effects | null): void {
  db.run(
    `INSERT INTO thread_moves (id, into_id, is_done, effects) VALUES ($id, $into, 0, $effects)
     ON CONFLICT (id) DO UPDATE SET into_id = excluded.into_id, is_done = 0, effects = excluded.effects`,
    { id, into, effects: fx === null ? null : JSON.stringify(fx) },
  );
}

/** See the port; the comments follow by `moveComments`. */
export function moveThread(db: WriteDb, id: ThreadId, expected: number, { key, ...rest }: ThreadMove, fx: Effects): Thread {
  const before = storedThread(db, id);
  if (before === null) throw new NotFound(`no thread ${id}`);
  if (before.revision !== expected) throw new StaleRevision(`thread ${id} is at ${before.revision}`);
  const { siteId } = before;
  if (key !== before.key) {
    if (db.get('SELECT 1 FROM threads WHERE site_id = $siteId AND key = $key', { siteId, key }) !== undefined)
      throw new Duplicate(`a thread has the key ${key}`);
    db.run('DELETE FROM moved_keys WHERE site_id = $siteId AND key = $key', { siteId, key });
    lead(db, siteId, before.key, id);
    begin(db, id, id, null);
  }
  db.run('UPDATE threads SET key = $key WHERE id = $id', { id, key });
  return changeThread(db, id, expected, rest, fx);
}

/** See the port; the comments follow by `moveComments`. */
export function mergeThread(db: WriteDb, fromId: ThreadId, intoId: ThreadId, fx: Effects): MovedPart {
  const from = storedThread(db, fromId);
  const into = storedThread(db, intoId);
  if (from === null || into === null || fromId === intoId || from.siteId !== into.siteId) throw new NotFound('no such two threads');
  db.run('DELETE FROM threads WHERE id = $fromId', { fromId });
  db.run('UPDATE moved_keys SET thread_id = $intoId WHERE thread_id = $fromId', { fromId, intoId });
  lead(db, from.siteId, from.key, intoId);
  db.run('UPDATE thread_moves SET into_id = $intoId WHERE into_id = $fromId', { fromId, intoId });
  begin(db, fromId, intoId, fx);
  // A thread of few comments is merged in one step.
  return moveComments(db, fromId, null);
}

/** Brings a part of the comments to where the move leads. `upTo`: what the part before gave. */
export function moveComments(db: WriteDb, id: ThreadId, upTo: KeyedUpTo): MovedPart {
  const move = db.get('SELECT into_id, effects FROM thread_moves WHERE id = $id AND is_done = 0', { id });
  const into = move === undefined ? null : storedThread(db, text(move, 'into_id'));
  // Done by another process, or the thread that it led to is gone.
  if (into === null) return { isDone: true, upTo: null };
  const part = into.id === id ? giveKey(db, into, upTo) : takeOver(db, id, into);
  // Moves leave no event for each comment: what is shown of their thread is another all the same.
  db.written?.push({ type: 'thread.updated', channel: `thread:${into.id}`, siteId: into.siteId });
  if (!part.isDone) return part;
  if (into.id === id) db.run('DELETE FROM thread_moves WHERE id = $id', { id });
  else db.run('UPDATE thread_moves SET is_done = 1, effects = NULL WHERE id = $id', { id });
  const fx = move === undefined ? null : jsonOrNull<Effects>(move, 'effects');
  if (fx !== null) applyEffects(db, fx);
  return part;
}

function giveKey(db: Db, { id, key }: Thread, upTo: KeyedUpTo): MovedPart {
  const rows = db.all(
    `SELECT id, created_at FROM comments WHERE thread_id = $id AND thread_key <> $key ${upTo === null ? '' : 'AND (created_at, id) > ($at, $last)'}
     ORDER BY created_at, id LIMIT ${AT_ONCE}`,
    { id, key, ...(upTo === null ? {} : { at: upTo.createdAt, last: upTo.id }) },
  );
  const ids = JSON.stringify(rows.map((row) => text(row, 'id')));
  db.run('UPDATE comments SET thread_key = $key WHERE id IN (SELECT value FROM json_each($ids))', { key, ids });
  const last = rows.at(-1);
  if (rows.length < AT_ONCE || last === undefined) return { isDone: true, upTo: null };
  return { isDone: false, upTo: { createdAt: number(last, 'created_at'), id: text(last, 'id') } };
}

function takeOver(db: Db, from: ThreadId, { id, key }: Thread): MovedPart {
  const rows = db.all(`SELECT id, published_at IS NOT NULL AS is_public FROM comments WHERE thread_id = $from LIMIT ${AT_ONCE}`, { from });
  const ids = JSON.stringify(rows.map((row) => text(row, 'id')));
  db.run('UPDATE comments SET thread_id = $id, thread_key = $key WHERE id IN (SELECT value FROM json_each($ids))', { id, key, ids });
  for (const table of ['votes', 'imported_comments'])
    db.run(`UPDATE ${table} SET thread_id = $id WHERE comment_id IN (SELECT value FROM json_each($ids))`, { id, ids });
  const by = rows.reduce((sum, row) => sum + number(row, 'is_public'), 0);
  db.run('UPDATE threads SET comment_count = comment_count + $by WHERE id = $id', { by, id });
  return { isDone: rows.length < AT_ONCE, upTo: null };
}

/** Threads whose comments have not all followed. */
export function unfinishedMoves(db: Db): ThreadId[] {
  return db.all('SELECT id FROM thread_moves WHERE is_done = 0 ORDER BY id').map((row) => text(row, 'id'));
}

/** See the port. */
export function oldKeys(db: Db, threadIds: readonly ThreadId[]): Map<ThreadId, ThreadKey[]> {
  const rows = db.all(
    'SELECT thread_id, key FROM moved_keys WHERE thread_id IN (SELECT value FROM json_each($ids)) ORDER BY thread_id, key',
    { ids: JSON.stringify(threadIds) },
  );
  const byThread = Map.groupBy(rows, (row) => text(row, 'thread_id'));
  return new Map([...byThread].map(([id, own]) => [id, own.map((row) => text(row, 'key'))]));
}

/** See the port. */
export function addOldKeys(db: WriteDb, threadId: ThreadId, keys: ThreadKey[]): ThreadKey[] {
  const thread = storedThread(db, threadId);
  if (thread === null) throw new NotFound(`no thread ${threadId}`);
  const { siteId } = thread;
  const isFree = (key: ThreadKey): boolean =>
    db.get('SELECT 1 FROM threads WHERE site_id = $siteId AND key = $key', { siteId, key }) === undefined &&
    db.get('SELECT 1 FROM moved_keys WHERE site_id = $siteId AND key = $key AND thread_id <> $threadId', { siteId, key, threadId }) ===
      undefined;
  const taken = keys.filter((key) => key !== thread.key && !isFree(key));
  for (const key of keys) {
    if (key === thread.key || taken.includes(key)) continue;
    lead(db, siteId, key, threadId);
    // Pages that showed the key as one without a thread are others now.
    db.written?.push({ type: 'thread.updated', channel: `thread:${threadId}`, siteId });
  }
  return taken;
}
