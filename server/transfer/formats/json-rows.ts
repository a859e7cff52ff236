/** Rows of JSON files whose outer form may be anything: JSON Lines, a list, or lists in an object. */
import { readHead } from '../input/expand-files.ts';
import { readJsonLines } from '../input/json-lines.ts';
import { jsonShapeOf, type JsonShape } from '../input/json-shape.ts';
import { isRecord } from '../input/json-text.ts';
import { readJson } from '../input/json-values.ts';
import type { Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import type { Sample, SourceRefusal, SourceUnreadable } from './format.ts';

/** An object in a file, and where it begins. */
export interface Row {
  type: 'row';
  at: Place;
  /** The list that it is in, as names joined by dots; empty for the outermost and for lines. */
  path: string;
  value: Readonly<Record<string, unknown>>;
}

/** Says where something stands: with the name of the file where there are several. */
export function placesIn(entries: readonly SourceEntry[], entry: SourceEntry): (line: number) => Place {
  return entries.length > 1 ? (line) => ({ line, entry: entry.name }) : (line) => ({ line });
}

/**
 * The rows of a file, some at a time.
 * @param lists the paths of the lists whose objects are rows, `''` for the outermost.
 * @throws NotImportable `not-json`, `cut`, `too-large`.
 */
export async function* readRows(
  entry: SourceEntry,
  at: (line: number) => Place,
  lists: readonly string[],
): AsyncGenerator<(Row | SourceRefusal | SourceUnreadable)[]> {
  if (isJsonLines(await shapeOf(entry), lists)) yield* readRowsOfLines(entry, at);
  else yield* readRowsOfValue(entry, at, lists);
}

/**
 * The fields of the object around the lists; none for other outer forms.
 * @throws as `readRows`.
 */
export async function readOuterFields(entry: SourceEntry, lists: readonly string[]): Promise<Row['value']> {
  const fields: Record<string, unknown> = Object.create(null);
  const shape = await shapeOf(entry);
  if (shape?.form === 'array' || isJsonLines(shape, lists)) return fields;
  for await (const values of readJson(entry.path))
    for (const { path, isRecord: isInList, value } of values) if (!isInList && !path.includes('.')) fields[path] = value;
  return fields;
}

async function shapeOf(entry: SourceEntry): Promise<JsonShape | null> {
  return jsonShapeOf((await readHead(entry.path)).toString('utf8').replace(/^\ufeff/, ''));
}

/** Is every line a row? An object that is alone is one too, unless it has one of the lists. */
function isJsonLines(shape: JsonShape | null, lists: readonly string[]): boolean {
  if (shape === null || shape.form === 'array') return false;
  if (shape.firstLine.startsWith('#') || shape.records.length > 1) return shape.form === 'lines';
  return !lists.some((path) => path !== '' && shape.keys.has(path.split('.', 1)[0] ?? ''));
}

async function* readRowsOfLines(
  entry: SourceEntry,
  at: (line: number) => Place,
): AsyncGenerator<(Row | SourceRefusal | SourceUnreadable)[]> {
  for await (const lines of readJsonLines(entry.path)) {
    yield lines.map((line) => {
      if ('why' in line) return { type: 'refused', at: at(line.line), why: line.why };
      return rowOf(line.value, at(line.line), '');
    });
  }
}

async function* readRowsOfValue(
  entry: SourceEntry,
  at: (line: number) => Place,
  lists: readonly string[],
): AsyncGenerator<(Row | SourceUnreadable)[]> {
  for await (const values of readJson(entry.path)) {
    const rows = values.flatMap(({ path, isRecord: isInList, value, line }) =>
      isInList && lists.includes(path) ? [rowOf(value, at(line), path)] : [],
    );
    if (rows.length > 0) yield rows;
  }
}

function rowOf(value: unknown, at: Place, path: string): Row | SourceUnreadable {
  return isRecord(value) ? { type: 'row', at, path, value } : { type: 'unreadable', at };
}

/** All names of fields at the beginning of a JSON file, cut or not, in the outer object and below it; none for another file. */
export function fieldNames(sample: Sample): ReadonlySet<string> {
  if (sample.json === null) return new Set();
  return new Set([...sample.text.matchAll(/"([\w$-]{1,40})"\s*:/g)].map(([, name]) => name ?? ''));
}
