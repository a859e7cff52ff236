import type { WordComment, WordEntry } from '../../domain/words.ts';
import { cutComments, cutEntries, joined } from '../list-blocks.ts';
import type { BackupData } from '../port-backup.ts';
import type { BackupTable } from './backup-columns.ts';
import type { Db, Row } from './database.ts';
import { number, numberOrNull, text } from './rows.ts';
import { words, wordsAt, wordsVersion } from './sites.ts';

type WordsData = BackupData['words'];

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const itemsOf = <T>(block: Uint8Array): T[] => JSON.parse(decoder.decode(block));

/** Every version that is kept, and a list that holds without being kept. */
const VERSIONS = `
  SELECT site_id, version, size, at, by_id, by_name FROM word_versions
  UNION ALL
  SELECT site_id, version, NULL, NULL, NULL, NULL FROM word_lists
    WHERE NOT EXISTS (SELECT 1 FROM word_versions AS kept WHERE kept.site_id = word_lists.site_id AND kept.version = word_lists.version)
  ORDER BY 1, 2`;

function savedIn(row: Row): WordsData['saved'] {
  const size = numberOrNull(row, 'size');
  return size === null ? null : { size, at: number(row, 'at'), by: { id: text(row, 'by_id'), name: text(row, 'by_name') } };
}

function* partsOf(db: Db, row: Row): Generator<WordsData> {
  const [siteId, version, saved] = [text(row, 'site_id'), number(row, 'version'), savedIn(row)];
  const list = saved === null ? words(db, siteId) : wordsAt(db, siteId, version);
  if (list === null) return;
  const head = { siteId, version, isCurrent: wordsVersion(db, siteId) === version, saved };
  for (const block of cutEntries(list.entries)) yield { ...head, entries: itemsOf<WordEntry>(block), comments: [], isLast: false };
  for (const block of cutComments(list.comments)) yield { ...head, entries: [], comments: itemsOf<WordComment>(block), isLast: false };
  yield { ...head, entries: [], comments: [], isLast: true };
}

function store(db: Db, { siteId, version, isCurrent, saved }: WordsData, entries: Uint8Array, comments: Uint8Array): void {
  const list = { siteId, version, entries, comments };
  if (isCurrent)
    db.run(
      `INSERT INTO word_lists (site_id, version, entries, comments)
       VALUES ($siteId, $version, CAST($entries AS TEXT), CAST($comments AS TEXT))`,
      list,
    );
  if (saved === null) return;
  const { size, at, by } = saved;
  db.run(
    `INSERT INTO word_versions (site_id, version, entries, comments, size, at, by_id, by_name)
     VALUES ($siteId, $version, CAST($entries AS TEXT), CAST($comments AS TEXT), $size, $at, $byId, $byName)`,
    { ...list, size, at, byId: by.id, byName: by.name },
  );
}

/** Word lists; the parts of one are gathered until its last. */
export function wordsTable(): BackupTable<'words'> {
  let [entries, comments]: [Uint8Array[], Uint8Array[]] = [[], []];
  return {
    tables: ['word_lists', 'word_versions'],
    *read(db) {
      for (const row of db.all(VERSIONS)) yield* partsOf(db, row);
    },
    write(db, parts) {
      for (const part of parts) {
        if (part.entries.length > 0) entries.push(encoder.encode(JSON.stringify(part.entries)));
        if (part.comments.length > 0) comments.push(encoder.encode(JSON.stringify(part.comments)));
        if (!part.isLast) continue;
        store(db, part, joined(entries), joined(comments));
        [entries, comments] = [[], []];
      }
    },
  };
}
