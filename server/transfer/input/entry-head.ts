import { closeSync, openSync, readSync } from 'node:fs';
import type { SourceEntry } from './source-entry.ts';

const HEAD = 16 * 1024;

/** The beginning of a file as text, without a byte order mark; empty when it cannot be read. */
export function headOf(entry: SourceEntry): string {
  let file: number;
  try {
    file = openSync(entry.path, 'r');
  } catch {
    return '';
  }
  try {
    const head = Buffer.alloc(HEAD);
    return head.toString('utf8', 0, readSync(file, head, 0, HEAD, 0)).replace(/^\ufeff/, '');
  } catch {
    return '';
  } finally {
    closeSync(file);
  }
}
