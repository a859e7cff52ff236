import type { BackupData } from '../port-backup.ts';
import { type ReaderDocument, toReader } from './documents.ts';

/** A reader with everything that the account has. */
export function toReaderRecord(document: ReaderDocument): BackupData['reader'] {
  const { importId, source, tokens } = document;
  return {
    ...toReader(document),
    origin: importId === undefined || source === undefined ? null : { importId, source },
    joined: document.joined ?? null,
    factsAt: document.factsAt ?? null,
    tokens,
  };
}
