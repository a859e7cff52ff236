import { CsvError, parse } from 'csv-parse/sync';
import { acceptLines, listLines, type ParsedWords, type ReadEntry, type ReadLines, readEntry, readLines } from './word-list.ts';
import type { ListFormat } from '../domain/enumerations.ts';

export type { ListFormat };

/** The categories of the tags that houbb/sensitive-word puts behind its words. */
const TAGS: readonly string[] = ['politics', 'drugs', 'porn', 'gambling', 'custom'];
const HEADERS: Readonly<Record<string, keyof Columns>> = {
  word: 'word',
  词: 'word',
  詞: 'word',
  词语: 'word',
  敏感词: 'word',
  level: 'level',
  级别: 'level',
  級別: 'level',
  category: 'category',
  类别: 'category',
  類別: 'category',
  options: 'options',
  选项: 'options',
  選項: 'options',
};

interface Columns {
  word: number;
  level: number;
  category: number;
  options: number;
}

/**
 * Reads a list of words in any of these formats, recognised by its looks unless it is named:
 * - `list`: our own, with tabs;
 * - `csv`: RFC 4180, with or without a header (word, level, category, options; also in Chinese);
 * - `json`: an array of words or entries, `{entries: […]}`, or words by category;
 * - `plain`: a word a line, also with a comma behind it (konsheng/Sensitive-lexicon) or with numbers of tags
 *   (houbb/sensitive-word).
 * Every line or item that cannot be used is refused with a reason.
 */
export function importWords(text: string, format: ListFormat = formatOf(text)): ParsedWords & { format: ListFormat } {
  // Of a file in another encoding every word would be wrong.
  if (text.includes('\ufffd')) return { ...useless('not-utf-8'), format };
  const body = text.replace(/^\ufeff/, '');
  if (format === 'json') return { ...importJson(body), format };
  try {
    const read = { list: listLines, csv: csvLines, plain: plainLines }[format](body);
    return { ...acceptLines(read), format };
  } catch (error) {
    if (error instanceof CsvError && error.code === 'CSV_QUOTE_NOT_CLOSED') return { ...useless('unclosed-quote'), format };
    throw error;
  }
}

/** A text of which nothing can be used. */
const useless = (why: string): ParsedWords => ({ entries: [], comments: [], refused: [{ line: 0, why }], warnings: [] });

/** Recognises the format of a list by its first lines. */
export function formatOf(text: string): ListFormat {
  const body = text.replace(/^\ufeff/, '').trimStart();
  if (/^[[{]/.test(body)) return 'json';
  const lines = body
    .slice(0, 10_000)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .slice(0, 50);
  if (lines.some((line) => line.includes('\t'))) return 'list';
  const [first = ''] = lines;
  const isHeader = first.includes(',') && (first.split(',')[0] ?? '').replaceAll('"', '').trim().toLowerCase() in HEADERS;
  const withLevel = lines.filter((line) => /,\s*"?(?:block|hold|review|mask|allow)\b/.test(line)).length;
  return isHeader || withLevel * 2 > lines.length ? 'csv' : 'plain';
}

function plainLines(text: string): ReadLines {
  return readLines(text, (raw, line) => {
    const text = raw.trim();
    const { word = '', tags } = /^(?<word>.*?)(?:\s+(?<tags>\d(?:,\d)*))?\s*[,，;；、]*$/u.exec(text)?.groups ?? { word: text };
    return readEntry(line, word, '', tags === undefined ? '' : (TAGS[Number(tags[0])] ?? ''), '');
  });
}

function csvLines(text: string): ReadLines {
  let columns: Columns = { word: 0, level: 1, category: 2, options: 3 };
  const comments: ReadLines['comments'] = [];
  const entries = csvRows(text).flatMap(({ line, cells }, i): ReadEntry[] => {
    const names = cells.map((cell) => HEADERS[cell.trim().toLowerCase()]);
    if (i === 0 && names[0] !== undefined) {
      const at = (name: keyof Columns): number => names.indexOf(name);
      columns = { word: at('word'), level: at('level'), category: at('category'), options: at('options') };
      return [];
    }
    const cell = (name: keyof Columns): string => (cells[columns[name]] ?? '').trim();
    if (cells.every((one) => one.trim() === '')) return [];
    if (cells[0]?.startsWith('#')) {
      comments.push({ line, text: cells.join(',').replaceAll(/\s+/g, ' ').trim() });
      return [];
    }
    return [readEntry(line, cell('word'), cell('level'), cell('category'), cell('options').replaceAll(';', ','))];
  });
  return { entries, comments, warnings: [] };
}

/**
 * RFC 4180: cells may be quoted, with doubled quotes and line breaks inside; a quote within a plain cell is a sign like any.
 * @throws CsvError for a quote that never ends
 */
function csvRows(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  parse(text, {
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    on_record(cells: string[], { lines }) {
      rows.push({ line: lines - cells.join('').split('\n').length + 1, cells });
      return null;
    },
  });
  return rows;
}

function importJson(text: string): ParsedWords {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return useless('not-json');
  }
  const items = jsonItems(data);
  if (items === null) return useless('no-entries');
  const read = items.map(({ item, category }, i) => jsonEntry(item, category, i + 1));
  const strange = read.flatMap((entry, i) => (entry === null ? [{ line: i + 1, why: 'not-an-entry' }] : []));
  const found = acceptLines({ entries: read.filter((entry) => entry !== null), comments: [], warnings: [] });
  return { ...found, refused: [...strange, ...found.refused].sort((one, other) => one.line - other.line) };
}

type Item = { item: unknown; category: string };

function jsonItems(data: unknown): Item[] | null {
  if (Array.isArray(data)) return data.map((item: unknown) => ({ item, category: '' }));
  if (typeof data !== 'object' || data === null) return null;
  if ('entries' in data && Array.isArray(data.entries)) return jsonItems(data.entries);
  const lists = Object.entries(data).filter(([, list]) => Array.isArray(list));
  if (lists.length === 0) return null;
  return lists.flatMap(([category, list]) =>
    (jsonItems(list) ?? []).map(({ item }) => ({ item, category: /^[\w-]{1,40}$/.test(category) ? category : '' })),
  );
}

function jsonEntry(item: unknown, category: string, line: number): ReadEntry | null {
  if (typeof item === 'string') return readEntry(line, item, '', category, '');
  if (typeof item !== 'object' || item === null || !('word' in item) || typeof item.word !== 'string') return null;
  const text = (value: unknown): string => (typeof value === 'string' ? value : Array.isArray(value) ? value.join(',') : '');
  const of = (name: string): string => text(Object.entries(item).find(([key]) => key === name)?.[1]);
  return readEntry(line, item.word, of('level'), of('category') || category, of('options'));
}
