import { type Cursor, type CursorKey, decodeCursor, encodeCursor } from '../../domain/cursor.ts';
import type { Comment, CommentId, ReaderId, Sort, ThreadId } from '../../domain/types.ts';
import type { CommentCut, Conversation } from '../port-comments.ts';
import type { Cut, Slice } from '../port-types.ts';
import type { Db, Params, Row } from './database.ts';
import { commentOf } from './rows.ts';

interface Walk {
  /** What the rows have in common; its columns begin the index. Several: each is walked, and they are put together in order. */
  where: string | readonly string[];
  params: Params;
  /** The sort column; ids break ties. */
  column: 'created_at' | 'heat';
  direction: 'ASC' | 'DESC';
  /** The index to walk, where SQLite would take a longer one. */
  index?: string;
}

const ORDER: { readonly [S in Sort]: Pick<Walk, 'column' | 'direction'> } = {
  hot: { column: 'heat', direction: 'DESC' },
  newest: { column: 'created_at', direction: 'DESC' },
  oldest: { column: 'created_at', direction: 'ASC' },
};

/** The last item given. */
interface Place {
  key: number;
  id: string;
}

/** Where a page begins. @throws Problem `invalid-cursor`. */
export function placeOf(list: string, cut: Cut): Place | null {
  if (cut.cursor === undefined) return null;
  const [key, id] = decodeCursor(list, cut.cursor, ['number', 'string']);
  return { key: Number(key), id: String(id) };
}

/** A walk as SQLite understands it. */
function queryOf({ where, params, column, direction, index }: Walk, after: Place | null, limit: number): { sql: string; params: Params } {
  const sign = direction === 'ASC' ? '>' : '<';
  const from = after === null ? '' : `AND (${column}, id) ${sign} ($key, $id)`;
  const position: Params = after === null ? {} : { key: after.key, id: after.id };
  const by = index === undefined ? '' : `INDEXED BY ${index}`;
  const walks = [where].flat().map((each) => `SELECT * FROM comments ${by} WHERE ${each} ${from}`);
  const sql = `${walks.join(' UNION ALL ')} ORDER BY ${column} ${direction}, id ${direction} LIMIT $limit`;
  return { sql, params: { ...params, ...position, limit } };
}

/** Rows after a position, in order. */
export function walk(db: Db, order: Walk, after: Place | null, limit: number): Row[] {
  const { sql, params } = queryOf(order, after, limit);
  return db.all(sql, params);
}

const keyOf = (comment: Comment, column: Walk['column']): number => (column === 'heat' ? comment.heat : comment.createdAt);

interface Page {
  items: Comment[];
  /** Is there something that is not in it? */
  isCut: boolean;
}

/** Takes the comments of a walk into a page, at least so many of them, while there is room. */
function fill(db: Db, order: Walk, after: Place | null, page: Page, { limit, fits }: CommentCut, least: 0 | 1): void {
  const { items } = page;
  const { sql, params } = queryOf(order, after, limit + 1 - items.length);
  db.each(sql, params, (row) => {
    const comment = items.length < limit ? commentOf(row) : null;
    page.isCut = comment === null || (fits?.(comment) === false && items.length >= least);
    if (comment !== null && !page.isCut) items.push(comment);
    return !page.isCut;
  });
}

/** Before the first of a list. */
const BEGINNING: Place = { key: Number.MIN_SAFE_INTEGER, id: '' };

/** A page of a walk, its next cursor under the name of the list. */
function pageOf(db: Db, list: string, order: Walk, cut: CommentCut, least: 0 | 1 = 1): Slice<Comment> {
  const page: Page = { items: [], isCut: false };
  const after = placeOf(list, cut);
  fill(db, order, after, page, cut, least);
  const last = page.items.at(-1);
  const { key, id } = last === undefined ? (after ?? BEGINNING) : { key: keyOf(last, order.column), id: last.id };
  return { items: page.items, nextCursor: page.isCut ? encodeCursor(list, [key, id]) : null };
}

/** Cuts a list that was read one longer than asked for. */
export function sliced<T>(items: T[], limit: number, cursorOf: (last: T) => Cursor): Slice<T> {
  const page = items.slice(0, limit);
  const last = page.at(-1);
  return { items: page, nextCursor: items.length > limit && last !== undefined ? cursorOf(last) : null };
}

/** A page of a thread: pinned ones first, then the rest, each part in the order of the sort. */
function threadPage(db: Db, list: 'tower' | 'conversations', q: { threadId: ThreadId; sort: Sort } & CommentCut): Slice<Comment> {
  const name = `${list}:${q.sort}`;
  const start: CursorKey | null = q.cursor === undefined ? null : decodeCursor(name, q.cursor, ['string', 'number', 'number', 'string']);
  const order = ORDER[q.sort];
  // SQLite does not know that a partial index is shorter than others which begin the same.
  const index = `comments_listed_by_${order.column === 'heat' ? 'heat' : 'time'}`;
  const page: Page = { items: [], isCut: false };
  for (const pinned of [1, 0]) {
    if (page.isCut || (start !== null && Number(start[1]) < pinned)) continue;
    const after = start !== null && Number(start[1]) === pinned ? { key: Number(start[2]), id: String(start[3]) } : null;
    const where = (list === 'tower' ? [0, 1] : [0]).map(
      (isReply) => `thread_id = $threadId AND pinned = ${pinned} AND is_reply = ${isReply} AND listed = 1`,
    );
    fill(db, { ...order, index, where, params: { threadId: q.threadId } }, after, page, q, 1);
  }
  const last = page.items.at(-1);
  const isOver = !page.isCut || last === undefined;
  return {
    items: page.items,
    nextCursor: isOver ? null : encodeCursor(name, [q.threadId, last.pinned ? 1 : 0, keyOf(last, order.column), last.id]),
  };
}

/** See the port. */
export function tower(db: Db, q: { threadId: ThreadId; sort: Sort } & CommentCut): Slice<Comment> {
  return threadPage(db, 'tower', q);
}

/** See the port. */
export function conversations(db: Db, q: { threadId: ThreadId; sort: Sort; replies: number } & CommentCut): Slice<Conversation> {
  const roots = threadPage(db, 'conversations', q);
  const items = roots.items.map((comment): Conversation => {
    const none = { items: [], nextCursor: null };
    if (q.replies === 0 || comment.replyCount === 0) return { comment, replies: none };
    return { comment, replies: repliesBelow(db, comment, { limit: q.replies, fits: q.fits }, 0) };
  });
  return { items, nextCursor: roots.nextCursor };
}

/** Listed answers below a comment, oldest first. */
export function repliesBelow(db: Db, comment: Pick<Comment, 'id' | 'depth'>, cut: CommentCut, least: 0 | 1 = 1): Slice<Comment> {
  const where = `${comment.depth === 0 ? 'root_id' : 'parent_id'} = $of AND listed = 1 AND depth > 0`;
  return pageOf(db, `replies:${comment.id}`, { where, params: { of: comment.id }, column: 'created_at', direction: 'ASC' }, cut, least);
}

/** See the port. */
export function replies(db: Db, q: { commentId: CommentId } & CommentCut): Slice<Comment> {
  const row = db.get('SELECT depth FROM comments WHERE id = $id', { id: q.commentId });
  if (row === undefined) return { items: [], nextCursor: null };
  return repliesBelow(db, { id: q.commentId, depth: Number(row.depth) }, q);
}

/** See the port. */
export function ownHeld(db: Db, threadId: ThreadId, readerId: ReaderId, limit: number): Comment[] {
  const rows = db.all(
    // The plus: by the reader's comments, never by all of the thread.
    `SELECT * FROM comments WHERE reader_id = $readerId AND +thread_id = $threadId AND status IN ('pending', 'rejected', 'spam')
     ORDER BY created_at DESC, id DESC LIMIT $limit`,
    { readerId, threadId, limit },
  );
  return rows.map(commentOf);
}

/** See the port. */
export function byReader(db: Db, q: { readerId: ReaderId } & Cut): Slice<Comment> {
  return pageOf(db, 'reader', { where: 'reader_id = $of', params: { of: q.readerId }, column: 'created_at', direction: 'DESC' }, q);
}
