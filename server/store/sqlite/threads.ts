import { encodeCursor, decodeCursor } from '../../domain/cursor.ts';
import type { SiteMode, Thread, ThreadId, ThreadKey } from '../../domain/types.ts';
import { NotFound, StaleRevision } from '../port.ts';
import type { Slice } from '../port-types.ts';
import type { Effects } from '../../domain/effects.ts';
import type { CommentStore } from '../port-comments.ts';
import type { ThreadStore } from '../port-sites.ts';
import { sliced } from './comment-lists.ts';
import type { Db, Row } from './database.ts';
import { applyEffects } from './effects.ts';
import { number, text, wordOrNull } from './rows.ts';

function threadOf(row: Row): Thread {
  return {
    id: text(row, 'id'),
    siteId: text(row, 'site_id'),
    key: text(row, 'key'),
    url: text(row, 'url'),
    title: text(row, 'title'),
    setByStaff: JSON.parse(text(row, 'set_by_staff')),
    closed: row.closed === 1,
    mode: wordOrNull<SiteMode>(row, 'mode'),
    slowMode: number(row, 'slow_mode'),
    burstUntil: number(row, 'burst_until'),
    commentCount: number(row, 'comment_count'),
    revision: number(row, 'revision'),
    createdAt: number(row, 'created_at'),
  };
}

/** See the port. */
export function openThread(db: Db, siteId: string, key: ThreadKey, seen: Parameters<ThreadStore['open']>[2]): Thread {
  const { id, url, title, now } = seen;
  const known = findThread(db, siteId, key);
  if (known !== null) return known;
  db.run(
    'INSERT INTO threads (id, site_id, key, url, title, created_at) VALUES ($id, $siteId, $key, $url, $title, $now) ON CONFLICT DO NOTHING',
    {
      id,
      siteId,
      key,
      url,
      title,
      now,
    },
  );
  const thread = findThread(db, siteId, key);
  if (thread === null) throw new NotFound(`no thread ${key}`);
  return thread;
}

/** See the port. An old key is looked up only where no thread has the key. */
export function findThread(db: Db, siteId: string, key: ThreadKey): Thread | null {
  const row =
    db.get('SELECT * FROM threads WHERE site_id = $siteId AND key = $key', { siteId, key }) ??
    db.get(
      `SELECT threads.* FROM moved_keys JOIN threads ON threads.id = moved_keys.thread_id
       WHERE moved_keys.site_id = $siteId AND moved_keys.key = $key`,
      { siteId, key },
    );
  return row === undefined ? null : threadOf(row);
}

/** The thread that has this id itself; null where there is none, or it was merged into another. */
export function storedThread(db: Db, id: ThreadId): Thread | null {
  const row = db.get('SELECT * FROM threads WHERE id = $id', { id });
  return row === undefined ? null : threadOf(row);
}

/** See the port. */
export function getThreads(db: Db, ids: ThreadId[]): Map<ThreadId, Thread> {
  const rows = db.all('SELECT * FROM threads WHERE id IN (SELECT value FROM json_each($ids))', { ids: JSON.stringify(ids) });
  const found = new Map(rows.map((row) => [text(row, 'id'), threadOf(row)]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length === 0) return found;
  const merged = db.all(
    `SELECT thread_moves.id AS asked, threads.* FROM thread_moves JOIN threads ON threads.id = thread_moves.into_id
     WHERE thread_moves.id IN (SELECT value FROM json_each($missing))`,
    { missing: JSON.stringify(missing) },
  );
  for (const row of merged) found.set(text(row, 'asked'), threadOf(row));
  return found;
}

/** See the port. */
export function changeThread(db: Db, id: ThreadId, expected: number, patch: Parameters<ThreadStore['change']>[2], fx: Effects): Thread {
  const before = storedThread(db, id);
  if (before === null) throw new NotFound(`no thread ${id}`);
  if (before.revision !== expected) throw new StaleRevision(`thread ${id} is at ${before.revision}`);
  const after = { ...before, ...patch };
  db.run(
    'UPDATE threads SET closed = $closed, mode = $mode, slow_mode = $slowMode, burst_until = $burstUntil, url = $url, title = $title, set_by_staff = $setByStaff, revision = revision + 1 WHERE id = $id',
    {
      id,
      closed: after.closed ? 1 : 0,
      mode: after.mode,
      slowMode: after.slowMode,
      burstUntil: after.burstUntil,
      url: after.url,
      title: after.title,
      setByStaff: JSON.stringify(after.setByStaff),
    },
  );
  applyEffects(db, fx);
  return { ...after, revision: expected + 1 };
}

/** See the port. */
export function listThreads(db: Db, q: Parameters<ThreadStore['list']>[0]): Slice<Thread> {
  const key = q.cursor === undefined ? null : decodeCursor('threads', q.cursor, ['number', 'string']);
  const rows = db.all(
    `SELECT * FROM threads WHERE site_id = $siteId ${key === null ? '' : 'AND (created_at, id) < ($at, $id)'}
     ${q.text === undefined ? '' : 'AND (instr(lower(title), lower($text)) > 0 OR instr(lower(url), lower($text)) > 0 OR instr(lower(key), lower($text)) > 0)'}
     ORDER BY created_at DESC, id DESC LIMIT $limit`,
    {
      siteId: q.siteId,
      limit: q.limit + 1,
      ...(q.text === undefined ? {} : { text: q.text }),
      ...(key === null ? {} : { at: Number(key[0]), id: String(key[1]) }),
    },
  );
  return sliced(rows.map(threadOf), q.limit, (last) => encodeCursor('threads', [last.createdAt, last.id]));
}

/** See the port. */
export function counts(db: Db, siteId: string, keys: ThreadKey[]): Map<ThreadKey, number> {
  const rows = db.all('SELECT key, comment_count FROM threads WHERE site_id = $siteId AND key IN (SELECT value FROM json_each($keys))', {
    siteId,
    keys: JSON.stringify(keys),
  });
  const found = new Map(rows.map((row) => [text(row, 'key'), number(row, 'comment_count')]));
  const missing = keys.filter((key) => !found.has(key));
  const moved =
    missing.length === 0
      ? []
      : db.all(
          `SELECT moved_keys.key, threads.comment_count FROM moved_keys JOIN threads ON threads.id = moved_keys.thread_id
           WHERE moved_keys.site_id = $siteId AND moved_keys.key IN (SELECT value FROM json_each($missing))`,
          { siteId, missing: JSON.stringify(missing) },
        );
  for (const row of moved) found.set(text(row, 'key'), number(row, 'comment_count'));
  return new Map(keys.map((key) => [key, found.get(key) ?? 0]));
}

/** See the port. */
export function busiest(
  db: Db,
  { siteId, from, most, limit }: Parameters<CommentStore['busiest']>[0],
): { threadId: ThreadId; count: number }[] {
  const rows = db.all(
    `SELECT thread_id, count(*) AS count FROM (
       SELECT thread_id FROM comments WHERE site_id = $siteId AND status = 'published' AND created_at >= $from
       ORDER BY created_at DESC, id DESC LIMIT $most
     ) GROUP BY thread_id ORDER BY count DESC, thread_id DESC LIMIT $limit`,
    { siteId, from, most, limit },
  );
  return rows.map((row) => ({ threadId: text(row, 'thread_id'), count: number(row, 'count') }));
}
