import { parseJson } from './json-text.ts';
import { readLines } from './lines.ts';

/** A line of JSON Lines: its value, or why there is none. Empty lines and lines that begin with `#` are left out. */
export type JsonLine = { line: number } & ({ value: unknown } | { why: 'not-json' | 'line-too-long' });

/**
 * The values of JSON Lines, some at a time.
 * @throws what reading the file throws.
 */
export async function* readJsonLines(file: string): AsyncGenerator<JsonLine[]> {
  for await (const { lines } of readLines(file)) {
    const read: JsonLine[] = [];
    for (const { number, text } of lines) {
      if (text === null) read.push({ line: number, why: 'line-too-long' });
      else if (text.trim() !== '' && !text.startsWith('#')) read.push(jsonLine(number, text));
    }
    if (read.length > 0) yield read;
  }
}

function jsonLine(line: number, text: string): JsonLine {
  try {
    return { line, value: parseJson(text) };
  } catch {
    return { line, why: 'not-json' };
  }
}
