/** Our own format, JSON Lines: a line that names it, then one comment a line. */
import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { ThreadKeyRules } from '../domain/thread-key.ts';
import { type Line, readLines } from './input/lines.ts';
import { checkRecord, type ImportFormat, NotImportable, type ReadRecord, type RecordBatch } from './records.ts';

export const HEADER = { format: 'liangju', version: 1 } as const;

const Header = z.strictObject({ format: z.literal(HEADER.format), version: z.literal(HEADER.version) });

/** Reads a file of our own format; no more of it is in memory than a part of the file. */
export const nativeFormat: ImportFormat = async (file, keyRules) => {
  const found = await stat(file).catch(() => null);
  if (found === null || !found.isFile()) throw new NotImportable('no-file');
  const size = Math.max(1, found.size);
  return () => readRecords(file, size, keyRules);
};

async function* readRecords(file: string, size: number, keyRules: ThreadKeyRules): AsyncGenerator<RecordBatch> {
  let bytes = 0;
  let last = 0;
  for await (const read of readLines(file)) {
    const records: ReadRecord[] = [];
    for (const line of read.lines) {
      if (line.number === 1 && !isHeader(line)) throw new NotImportable('no-header');
      const record = line.number === 1 ? null : recordOf(line, keyRules);
      if (record !== null) records.push(record);
      last = line.number;
    }
    bytes += read.bytes;
    yield { records, line: last, share: bytes / size };
  }
  if (last === 0) throw new NotImportable('no-header');
}

/** Does the first line name this format? */
function isHeader({ text }: Line): boolean {
  return Header.safeParse(parsed(text)).success;
}

function parsed(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The record of a line; null for an empty line. */
function recordOf({ number, text }: Line, rules: ThreadKeyRules): ReadRecord | null {
  if (text === null) return { line: number, refusal: { line: number, why: 'line-too-long', field: '' } };
  if (text.trim() === '') return null;
  const value = parsed(text);
  if (value === undefined) return { line: number, refusal: { line: number, why: 'not-json', field: '' } };
  return checkRecord(number, value, rules);
}
