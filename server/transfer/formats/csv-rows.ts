/** Rows of a CSV file by the names in its header. */
import { createReadStream } from 'node:fs';
import { CsvError, type Info, parse } from 'csv-parse';
import { NotImportable, type Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import type { Row } from './json-rows.ts';

/** A longer record is no comment, characters. */
const LONGEST_RECORD = 16 * 1024 * 1024;

/** The names in the header at the beginning of a text. */
export function headerNames(text: string): string[] {
  const [first = ''] = text.split(/\r?\n/, 1);
  return first.split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
}

/**
 * The rows of a CSV file with a header. A row may have fewer or more fields than the header has names.
 * @param columnName the name that a row has a column by, from the one in the header.
 * @throws NotImportable `not-csv` with the line.
 */
export async function* readCsvRows(
  entry: SourceEntry,
  at: (line: number) => Place,
  columnName: (name: string) => string,
): AsyncGenerator<Row[]> {
  const parser = parse({
    bom: true,
    columns: (names: string[]) => names.map((name) => columnName(name.trim())),
    info: true,
    max_record_size: LONGEST_RECORD,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const file = createReadStream(entry.path);
  file.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const read of parser) {
      const { record, info }: { record: Record<string, string>; info: Info } = read;
      yield [{ type: 'row', at: at(info.lines), path: '', value: record }];
    }
  } catch (error) {
    if (error instanceof CsvError) throw new NotImportable('not-csv', { at: at(parser.info.lines) });
    throw error;
  } finally {
    file.destroy();
  }
}
