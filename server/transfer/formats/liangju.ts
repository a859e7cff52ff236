/** Our own format, JSON Lines: a line that names it, then one comment or one thread a line. */
import { z } from 'zod';
import { isRecord } from '../input/json-text.ts';
import { readJsonLines } from '../input/json-lines.ts';
import { NotImportable } from '../input/not-importable.ts';
import type { SourceEntry } from '../input/source-entry.ts';
import { checkRecord } from './comment-record.ts';
import type { ImportFormat, SourceItem } from './format.ts';

export const HEADER = { format: 'liangju', version: 1 } as const;

const Header = z.strictObject({ format: z.literal(HEADER.format), version: z.int() });

export const liangju: ImportFormat = {
  name: 'liangju',
  source: 'liangju',
  keepsIds: true,
  recognises: ({ json }) => json?.form === 'lines' && json.records[0]?.value.format === HEADER.format,
  async *read(entries) {
    for (const entry of entries) yield* readEntry(entry, entries.length > 1);
  },
};

async function* readEntry(entry: SourceEntry, isOneOfSeveral: boolean): AsyncGenerator<SourceItem> {
  const place = (line: number): { line: number; entry?: string } => (isOneOfSeveral ? { line, entry: entry.name } : { line });
  let hasHeader = false;
  for await (const lines of readJsonLines(entry.path)) {
    for (const read of lines) {
      const at = place(read.line);
      if (!hasHeader) {
        checkHeader('value' in read ? read.value : undefined, at);
        hasHeader = true;
      } else if ('why' in read) yield { type: 'refused', at, why: read.why };
      else yield itemOf(read.value, at);
    }
  }
  if (!hasHeader) throw new NotImportable('no-header');
}

/** @throws NotImportable when the first line does not name this format, or another version of it. */
function checkHeader(value: unknown, at: { line: number }): void {
  const header = Header.safeParse(value);
  if (!header.success) throw new NotImportable('no-header', { at });
  if (header.data.version !== HEADER.version) throw new NotImportable('unknown-version', { at, detail: String(header.data.version) });
}

function itemOf(value: unknown, at: { line: number }): SourceItem {
  const read = checkRecord(value);
  if ('comment' in read) return { type: 'own', at, comment: read.comment };
  if ('why' in read) return { type: 'refused', at, why: read.why, field: isRecord(value) ? read.field : '' };
  const { key, url, title, closed = false, mode = null, slowMode = 0, movedFrom = [] } = read.thread.thread;
  return { type: 'page', page: { address: url, title }, key, isClosed: closed, mode, slowMode: slowMode * 1_000, movedFrom };
}
