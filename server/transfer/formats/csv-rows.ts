/** Rows of a CSV file by the names in its header. */
import { createReadStream } from 'node:fs';
import { CsvError, type Info, type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { readHead } from '../input/expand-files.ts';
import { NotImportable, type Place } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import type { Row } from './json-rows.ts';

/** A longer record is no comment, characters. */
const LONGEST_RECORD = 16 * 1024 * 1024;

const OPTIONS = {
  bom: true,
  max_record_size: LONGEST_RECORD,
  relax_column_count: true,
  relax_quotes: true,
  skip_empty_lines: true,
} as const satisfies Options;

const firstLineOf = (text: string): string => /^[^\r\n]*/.exec(text.replace(/^\ufeff/, '').trimStart())?.[0] ?? '';

/** What divides the fields: the one of comma, semicolon and tab that the first line has most often. */
function delimiterOf(firstLine: string): string {
  const count = (sign: string): number => firstLine.split(sign).length;
  return [';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

/** The names in the header at the beginning of a text; none when it is no CSV. */
export function headerNames(text: string): string[] {
  const firstLine = firstLineOf(text);
  try {
    const [names = []] = parseSync(firstLine, { ...OPTIONS, delimiter: delimiterOf(firstLine) });
    return names.map((name) => name.trim());
  } catch {
    return [];
  }
}

/**
 * The rows of a CSV file with a header. A row may have fewer or more fields than the header has names.
 * @param columnName the name that a row has a column by, from the one in the header.
 * @throws NotImportable `not-csv` with the line, for a quoted field that does not end too.
 */
export async function* readCsvRows(
  entry: SourceEntry,
  at: (line: number) => Place,
  columnName: (name: string) => string,
): AsyncGenerator<Row[]> {
  const parser = parse({
    ...OPTIONS,
    columns: (names: string[]) => names.map((name) => columnName(name.trim())),
    delimiter: delimiterOf(firstLineOf((await readHead(entry.path)).toString('utf8'))),
    info: true,
  });
  const file = createReadStream(entry.path);
  file.on('error', (error) => parser.destroy(error)).pipe(parser);
  try {
    for await (const read of parser) {
      const { record, info }: { record: Record<string, string>; info: Info } = read;
      yield [{ type: 'row', at: at(info.lines), path: '', value: record }];
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new NotImportable('not-csv', { at: at(parser.info.lines) });
  } finally {
    file.destroy();
  }
}
