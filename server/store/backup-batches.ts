import { type BackupData, type BackupKind, batchSizeOf } from './port-backup.ts';

/** The records of one kind, so many together as one batch of it may have. */
export async function* inBatches<K extends BackupKind>(
  kind: K,
  records: Iterable<BackupData[K]> | AsyncIterable<BackupData[K]>,
): AsyncGenerator<{ kind: K; data: BackupData[K][] }> {
  const most = batchSizeOf(kind);
  let data: BackupData[K][] = [];
  for await (const record of records) {
    data.push(record);
    if (data.length < most) continue;
    yield { kind, data };
    data = [];
  }
  if (data.length > 0) yield { kind, data };
}
