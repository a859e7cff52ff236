import { NotImportable } from './not-importable.ts';
import { isRecord, parseJson } from './json-text.ts';
import { JsonSplitter, type JsonValue } from './json-values.ts';

/** The outer form of JSON, and some of what is in it. */
export interface JsonShape {
  form: 'lines' | 'array' | 'object';
  /** Lines that begin with `#`, or JSON Lines: the first line as it stands. */
  firstLine: string;
  /** Names in the outer object, as far as the beginning goes. */
  keys: ReadonlySet<string>;
  /** The first records: with the path of the list that they are in, joined by dots; empty for the outermost. */
  records: readonly { path: string; value: Readonly<Record<string, unknown>> }[];
}

/** So many records are looked at. */
const SAMPLE = 20;

/** The outer form of a text that may be cut in the middle; null when it is not JSON. */
export function jsonShapeOf(text: string): JsonShape | null {
  const begun = text.trimStart();
  const firstLine = begun.split('\n', 1)[0]?.trim() ?? '';
  if (!/^[#{[]/.test(begun)) return null;
  return begun.startsWith('#') || isLines(begun) ? shapeOfLines(begun, firstLine) : shapeOfValue(begun, firstLine);
}

/** Is the first line a value of its own with another value in the next one? A single object in one line may be either. */
function isLines(text: string): boolean {
  const [first = '', second = ''] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return isRecord(parsedOrUndefined(first)) && (second === '' || second.startsWith('{') || second.startsWith('#'));
}

function parsedOrUndefined(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

function shapeOfLines(text: string, firstLine: string): JsonShape {
  const values = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map(parsedOrUndefined)
    .filter(isRecord)
    .slice(0, SAMPLE);
  return {
    form: 'lines',
    firstLine,
    keys: new Set(values.slice(0, 1).flatMap((value) => Object.keys(value))),
    records: values.map((value) => ({ path: '', value })),
  };
}

function shapeOfValue(text: string, firstLine: string): JsonShape {
  const values = valuesOf(text);
  const names = values.map(({ path }) => path.split('.', 1)[0] ?? '');
  // Names without a value that is whole yet, and names of empty lists.
  const written = [...text.slice(0, 64 * 1024).matchAll(/"([\w-]{1,40})"\s*:/g)].map(([, name]) => name ?? '');
  return {
    form: text.startsWith('[') ? 'array' : 'object',
    firstLine,
    keys: new Set(text.startsWith('[') ? [] : [...names, ...written]),
    records: values.flatMap(({ path, isRecord: isIn, value }) => (isIn && isRecord(value) ? [{ path, value }] : [])),
  };
}

/** What stands before the text is cut or goes wrong. */
function valuesOf(text: string): JsonValue[] {
  const splitter = new JsonSplitter();
  const values: JsonValue[] = [];
  for (let at = 0; at < text.length && values.length < 4 * SAMPLE; at += 4096) {
    try {
      values.push(...splitter.push(text.slice(at, at + 4096)));
    } catch (error) {
      if (!(error instanceof NotImportable)) throw error;
      break;
    }
  }
  return values;
}
