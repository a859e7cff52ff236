import { readHead } from './expand-files.ts';
import { readJsonLines } from './json-lines.ts';
import { jsonShapeOf } from './json-shape.ts';
import { readJson } from './json-values.ts';
import type { SourceEntry } from './source-entry.ts';

/** A value in a file of JSON or of JSON Lines; see `JsonValue`. The path of a line is empty. */
export type JsonItem = { line: number } & ({ path: string; isRecord: boolean; value: unknown } | { why: 'not-json' | 'line-too-long' });

/**
 * The records of a file that is one JSON value or JSON Lines, and the single values beside them.
 * @throws NotImportable when it is one value that is cut or malformed.
 */
export async function* readJsonRecords(entry: SourceEntry): AsyncGenerator<JsonItem[]> {
  const shape = jsonShapeOf((await readHead(entry.path)).toString('utf8').replace(/^\ufeff/, ''));
  // A single object in one line is read as the object that it is: its lists are taken apart.
  if (shape?.form !== 'lines' || shape.records.length < 2) yield* readJson(entry.path);
  else
    for await (const lines of readJsonLines(entry.path))
      yield lines.map((read) => ('why' in read ? read : { line: read.line, path: '', isRecord: true, value: read.value }));
}
