import type { CommentData, FormerText } from '../port-backup.ts';
import type { BackupTable } from './backup-columns.ts';
import { rowOf } from './comment-row.ts';
import { insertComment } from './comment-writes.ts';
import type { Db, Row } from './database.ts';
import { commentOf, json, number, text } from './rows.ts';

/** What a text that was never changed has. */
const FIRST_REVISION = 1;

/** The texts of a comment that has had several, the latest last; none of another one. */
function textsOf(db: Db, id: string): FormerText[] {
  const rows = db.all('SELECT revision, body, coalesce(text, body) AS text, at FROM revisions WHERE comment_id = $id ORDER BY revision', {
    id,
  });
  return rows.map((row) => ({
    revision: number(row, 'revision'),
    body: text(row, 'body'),
    text: text(row, 'text'),
    at: number(row, 'at'),
  }));
}

function dataOf(db: Db, row: Row): CommentData {
  const { heat, ...comment } = commentOf(row);
  const texts = textsOf(db, comment.id);
  const latest = texts.at(-1);
  return {
    ...comment,
    ancestors: json<string[]>(row, 'ancestors'),
    imported: { up: number(row, 'imported_up'), down: number(row, 'imported_down') },
    textRevision: latest?.revision ?? FIRST_REVISION,
    textAt: latest?.at ?? comment.createdAt,
    formerTexts: texts.slice(0, -1),
  };
}

function keepTexts(db: Db, { id, content, createdAt, textRevision, textAt, formerTexts }: CommentData): void {
  const isFirst = formerTexts.length === 0 && textRevision === FIRST_REVISION && textAt === createdAt;
  if (content === null || isFirst) return;
  for (const { revision, body, text: plain, at } of [
    ...formerTexts,
    { revision: textRevision, body: content.body, text: content.text, at: textAt },
  ])
    db.run('INSERT INTO revisions (comment_id, revision, body, text, at) VALUES ($id, $revision, $body, $text, $at)', {
      id,
      revision,
      body,
      text: plain === body ? null : plain,
      at,
    });
}

export const commentTable: BackupTable<'comment'> = {
  tables: ['comments', 'revisions'],
  *read(db) {
    for (const row of db.iterate('SELECT * FROM comments ORDER BY n')) yield dataOf(db, row);
  },
  write(db, comments) {
    for (const data of comments) {
      const { votes, replyCount, imported, textRevision, textAt, formerTexts, ...comment } = data;
      insertComment(db, rowOf(comment), { votes, replyCount });
      if (votes.up !== imported.up || votes.down !== imported.down)
        db.run('UPDATE comments SET imported_up = $up, imported_down = $down WHERE id = $id', { id: comment.id, ...imported });
      keepTexts(db, data);
    }
  },
};
