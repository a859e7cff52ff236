import { replacedAfterReports } from '../../domain/reported-text.ts';
import { foldText, searchGrams } from '../../domain/text.ts';
import type { CommentId } from '../../domain/types.ts';
import type { Db } from './database.ts';
import { number, text } from './rows.ts';

/** The replaced texts of a comment that readers reported, folded, as the search compares them; empty without any. */
export function reportedFolded(db: Db, id: CommentId): string {
  const reports = db.all('SELECT DISTINCT revision FROM reports WHERE comment_id = $id', { id });
  if (reports.length === 0) return '';
  const texts = db
    .all('SELECT revision, body, coalesce(text, body) AS text FROM revisions WHERE comment_id = $id ORDER BY revision', { id })
    .map((row) => ({ revision: number(row, 'revision'), body: text(row, 'body'), text: text(row, 'text') }));
  const replaced = replacedAfterReports(
    texts,
    reports.map((row) => ({ revision: number(row, 'revision') })),
  );
  return replaced.map((one) => foldText(one.text)).join('\n');
}

/** Makes a comment findable under the number of its row by these folded texts. */
export function keepGrams(db: Db, n: number, texts: readonly string[]): void {
  const grams = new Set(texts.flatMap(searchGrams));
  db.run('INSERT INTO comment_grams (rowid, grams) VALUES ($n, $grams)', { n, grams: [...grams].join(' ') });
}

/** Lets the search find a comment by the replaced texts that were reported. The second time changes nothing. */
export function findByReported(db: Db, id: CommentId): void {
  const reported = reportedFolded(db, id);
  const row = db.get('SELECT n, folded FROM comments WHERE id = $id AND reported_folded <> $reported', { id, reported });
  if (row === undefined) return;
  const n = number(row, 'n');
  db.run('UPDATE comments SET reported_folded = $reported WHERE n = $n', { n, reported });
  db.run('DELETE FROM comment_grams WHERE rowid = $n', { n });
  keepGrams(db, n, [text(row, 'folded'), reported]);
}
