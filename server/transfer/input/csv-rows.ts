/** CSV with a header, a row at a time. */
import { createReadStream } from 'node:fs';
import { types } from 'node:util';
import { type CsvError, type Options, parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';
import { NotImportable } from './not-importable.ts';

/** A longer row is no comment, in characters. */
const LONGEST_ROW = 4 * 1024 * 1024;

/** A row by the names in the header, and the line in which it ends, or begins where it has one alone. */
export interface CsvRow {
  line: number;
  row: Readonly<Record<string, string>>;
}

const OPTIONS = {
  bom: true,
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: LONGEST_ROW,
} as const satisfies Options;

/** What divides the fields of a file whose first line is given: the one of comma, semicolon and tab that stands there most often. */
function delimiterOf(firstLine: string): string {
  const count = (sign: string): number => firstLine.split(sign).length;
  return [';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best), ',');
}

const firstLineOf = (text: string): string => /^[^\r\n]*/.exec(text.replace(/^\ufeff/, '').trimStart())?.[0] ?? '';

/** The names in the first line of a text, without blanks around them; none when it is no CSV. */
export function headerOf(text: string): string[] {
  const firstLine = firstLineOf(text);
  if (firstLine === '') return [];
  try {
    const [names = []] = parseSync(firstLine, { ...OPTIONS, delimiter: delimiterOf(firstLine) });
    return names.map((name) => name.trim());
  } catch {
    return [];
  }
}

/**
 * The rows of a file.
 * @throws NotImportable `not-csv` with the line; `cut` when a quoted field does not end.
 */
export async function* readCsv(path: string): AsyncGenerator<CsvRow> {
  const parser = parse({
    ...OPTIONS,
    delimiter: delimiterOf(await beginOf(path)),
    columns: (names: string[]) => names.map((name) => name.trim()),
    info: true,
  });
  const file = createReadStream(path);
  file.on('error', (error) => void parser.destroy(error));
  try {
    for await (const read of file.pipe(parser)) {
      const { info, record }: { info: { lines: number }; record: Record<string, string> } = read;
      yield { line: info.lines, row: record };
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    const line = error.lines;
    throw new NotImportable(error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'cut' : 'not-csv', typeof line === 'number' ? { at: { line } } : {});
  } finally {
    file.destroy();
  }
}

async function beginOf(path: string): Promise<string> {
  for await (const read of createReadStream(path, { encoding: 'utf8', end: 64 * 1024 })) {
    const text: string = read;
    return firstLineOf(text);
  }
  return '';
}

function isCsvError(error: unknown): error is CsvError {
  return types.isNativeError(error) && 'code' in error && typeof error.code === 'string' && error.code.startsWith('CSV_');
}
