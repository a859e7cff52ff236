import { createHash } from 'node:crypto';
import { type BackupBatch, type BackupKind, batchSizeOf } from '../store/port-backup.ts';
import { archiveLines } from './archive-lines.ts';
import { type Counts, End, FORMAT, Manifest, NotRestorable, RecordLine, VERSION } from './archive-format.ts';
import { keysFor, type PassphraseKeys, secretIn } from './passphrase.ts';
import { RECORDS } from './record-schemas.ts';
import { showSecrets } from './site-secrets.ts';

/** An archive whose first line was read. */
export interface Archive {
  manifest: Manifest;
  /** The server's secret; null where it is left out or there is no passphrase. */
  secret: string | null;
  /** Its records from the first to the last; every call begins anew. @throws NotRestorable, at the latest after the last one. */
  batches: () => AsyncGenerator<BackupBatch, void>;
}

function parsed(line: Buffer): unknown {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    return undefined;
  }
}

function has(value: unknown, name: string, wanted: (part: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && Object.entries(value).some(([key, part]) => key === name && wanted(part));
}

function manifestIn(line: Buffer): Manifest {
  const value = parsed(line);
  if (!has(value, 'format', (format) => format === FORMAT)) throw new NotRestorable('not-an-archive');
  if (!has(value, 'version', (version) => version === VERSION)) throw new NotRestorable('other-version');
  const read = Manifest.safeParse(value);
  if (!read.success) throw new NotRestorable('altered', 1);
  return read.data;
}

/** @throws NotRestorable when the last line is not about what was read before it. */
function checkEnd(value: unknown, counts: Counts, sha256: string, manifest: Manifest, keys: PassphraseKeys | null): void {
  const end = End.safeParse(value);
  if (!end.success || end.data.sha256 !== sha256) throw new NotRestorable('altered');
  const kinds = new Set([...Object.keys(counts), ...Object.keys(end.data.counts)]);
  for (const kind of kinds)
    if (end.data.counts[kind] !== Object.entries(counts).find(([name]) => name === kind)?.[1]) throw new NotRestorable('altered');
  const { mac } = end.data;
  if ((mac === null) !== (manifest.secrets === null)) throw new NotRestorable('altered');
  if (mac !== null && keys !== null && !keys.isMac(sha256, mac)) throw new NotRestorable('altered');
}

function recordIn(value: unknown, line: number, keys: PassphraseKeys | null): { kind: BackupKind; data: unknown } {
  const read = RecordLine.safeParse(value);
  if (!read.success) throw new NotRestorable('unknown-record', line);
  const { kind } = read.data;
  const record = RECORDS[kind].safeParse(
    kind === 'site' || kind === 'staff' || kind === 'webhook' ? showSecrets(read.data.data, keys) : read.data.data,
  );
  if (!record.success) throw new NotRestorable('unknown-record', line, { cause: record.error });
  return { kind, data: record.data };
}

async function* readBatches(file: string, manifest: Manifest, keys: PassphraseKeys | null): AsyncGenerator<BackupBatch, void> {
  const hash = createHash('sha256');
  const counts: Partial<Record<BackupKind, number>> = {};
  let batch: { kind: BackupKind; data: unknown[] } | null = null;
  let line = 0;
  let isEnded = false;
  // Kind and records were checked to belong to each other.
  const given = (whole: { kind: BackupKind; data: unknown[] }): BackupBatch => whole as BackupBatch;

  for await (const bytes of archiveLines(file)) {
    line++;
    if (isEnded) throw new NotRestorable('altered', line);
    const value = line === 1 ? null : parsed(bytes);
    if (has(value, 'kind', (kind) => kind === 'end')) {
      if (batch !== null) yield given(batch);
      batch = null;
      checkEnd(value, counts, hash.digest('hex'), manifest, keys);
      isEnded = true;
      continue;
    }
    hash.update(bytes);
    if (line === 1) continue;
    const { kind, data } = recordIn(value, line, keys);
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (batch !== null && (batch.kind !== kind || batch.data.length >= batchSizeOf(batch.kind))) {
      yield given(batch);
      batch = null;
    }
    if (batch === null) batch = { kind, data: [data] };
    else batch.data.push(data);
  }
  if (!isEnded) throw new NotRestorable('cut-off');
}

/**
 * Opens an archive and reads what it says of itself.
 * @param passphrase null: what is secret is not restored.
 * @throws NotRestorable.
 */
export async function openArchive(file: string, passphrase: string | null): Promise<Archive> {
  for await (const first of archiveLines(file)) {
    const manifest = manifestIn(first);
    if (passphrase === null) return { manifest, secret: null, batches: () => readBatches(file, manifest, null) };
    if (manifest.secrets === null) throw new NotRestorable('no-secrets');
    const keys = await keysFor(passphrase, manifest.secrets);
    if (keys === null) throw new NotRestorable('wrong-passphrase');
    return { manifest, secret: secretIn(manifest.secrets, keys), batches: () => readBatches(file, manifest, keys) };
  }
  throw new NotRestorable('not-an-archive');
}

/** Reads an archive to its end. @returns how many records it has. @throws NotRestorable. */
export async function verifyArchive({ batches }: Archive, onProgress: (records: number) => void = () => undefined): Promise<Counts> {
  const counts: Partial<Record<BackupKind, number>> = {};
  let records = 0;
  for await (const { kind, data } of batches()) {
    counts[kind] = (counts[kind] ?? 0) + data.length;
    records += data.length;
    onProgress(records);
  }
  return counts;
}
