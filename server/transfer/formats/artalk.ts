/**
 * Artalk: its transfer files (`artrans`: every value a text; other programs write numbers and booleans), the export of its
 * first version, and its own SQLite database. A comment has the id of what it answers (`rid`) and nothing of a conversation.
 */
import { isDatabase } from '../input/database-rows.ts';
import { readHead } from '../input/expand-files.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { isArtalkDatabase, readArtalkDatabase } from './artalk-database.ts';
import { commentOfArtalk } from './artalk-comment.ts';
import type { ImportFormat, Sample, SourceItem } from './format.ts';
import { fieldNames, placesIn, readRows } from './json-rows.ts';

export const artalk: ImportFormat = { name: 'artalk', source: 'artalk', recognises: isArtalk, read: readArtalk };

function isArtalk(sample: Sample): boolean {
  if (isDatabase(sample.text)) return isArtalkDatabase(sample);
  const names = fieldNames(sample);
  return names.has('page_key') && names.has('content') && (names.has('nick') || names.has('rid'));
}

async function* readArtalk(entries: readonly SourceEntry[]): AsyncGenerator<SourceItem> {
  for (const entry of entries) {
    if (isDatabase((await readHead(entry.path)).toString('latin1'))) {
      yield* readArtalkDatabase(entries, entry);
      continue;
    }
    for await (const rows of readRows(entry, placesIn(entries, entry), ['', 'data', 'comments']))
      for (const row of rows) yield row.type === 'row' ? commentOfArtalk(row) : row;
  }
}
