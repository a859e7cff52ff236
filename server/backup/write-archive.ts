import about from '../../package.json' with { type: 'json' };
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Ms } from '../domain/types.ts';
import type { BackupBatch, BackupKind, StoredRecords } from '../store/port-backup.ts';
import type { Store } from '../store/port.ts';
import { type Counts, FORMAT, type Manifest, VERSION } from './archive-format.ts';
import { makeFile } from './new-file.ts';
import { newKeys, type PassphraseKeys } from './passphrase.ts';
import { hideSecrets } from './site-secrets.ts';

export interface WriteOptions {
  now: () => Ms;
  /** Encrypts what is secret; null: it is left out. */
  passphrase: string | null;
  /** The server's; null where there is none. */
  secret: string | null;
  /** Is called with the number of records so far. */
  onProgress?: (records: number) => void;
  /** Gives it up. */
  signal?: AbortSignal;
}

export interface Written {
  counts: Counts;
  isOneMoment: boolean;
}

function linesOf({ kind, data }: BackupBatch, keys: PassphraseKeys | null): string {
  if (kind === 'site' || kind === 'staff' || kind === 'webhook') return data.map((one) => lineOf(kind, hideSecrets(one, keys))).join('');
  if (kind === 'model') return data.map((model) => lineOf(kind, { ...model, bytes: Buffer.from(model.bytes).toString('base64') })).join('');
  return data.map((record) => lineOf(kind, record)).join('');
}

const lineOf = (kind: BackupKind, data: unknown): string => `${JSON.stringify({ kind, data })}\n`;

async function fill(partial: string, { isOneMoment, batches }: StoredRecords, options: WriteOptions): Promise<Written> {
  const protection = options.passphrase === null ? null : await newKeys(options.passphrase, options.secret);
  const keys = protection?.keys ?? null;
  const counts: Partial<Record<BackupKind, number>> = {};
  const hash = createHash('sha256');
  let records = 0;

  async function* texts(): AsyncGenerator<string> {
    const manifest: Manifest = {
      format: FORMAT,
      version: VERSION,
      program: about.version,
      at: new Date(options.now()).toISOString(),
      isOneMoment,
      secrets: protection?.fields ?? null,
    };
    const first = `${JSON.stringify(manifest)}\n`;
    hash.update(first);
    yield first;
    for await (const batch of batches) {
      const text = linesOf(batch, keys);
      hash.update(text);
      counts[batch.kind] = (counts[batch.kind] ?? 0) + batch.data.length;
      records += batch.data.length;
      options.onProgress?.(records);
      yield text;
    }
    const sha256 = hash.digest('hex');
    yield `${JSON.stringify({ kind: 'end', counts, sha256, mac: keys?.mac(sha256) ?? null })}\n`;
  }

  const { signal } = options;
  const source = Readable.from(texts(), { highWaterMark: 1 });
  await pipeline(source, createGzip(), createWriteStream(partial), signal === undefined ? {} : { signal });
  return { counts, isOneMoment };
}

/**
 * Writes everything that is stored to a new archive; the store may be written to meanwhile.
 * @throws EEXIST; SnapshotTooOld, StoreBusy; what writing to the disk throws. Then there is no file.
 */
export async function writeArchive(
  store: Pick<Store, 'backup'> & { threads: Pick<Store['threads'], 'finishMoves'> },
  file: string,
  options: WriteOptions,
): Promise<Written> {
  let written: Written = { counts: {}, isOneMoment: false };
  await makeFile(file, async (partial) => {
    // Comments of a thread that is being merged are all with the other then.
    await store.threads.finishMoves();
    written = await fill(partial, await store.backup.read(), options);
  });
  return written;
}
