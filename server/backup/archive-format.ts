import { z } from 'zod';
import { BACKUP_KINDS, type BackupKind } from '../store/port-backup.ts';
import { PassphraseFields } from './passphrase.ts';

/**
 * An archive is gzip of JSON Lines: the manifest, the records by kind, and a last line with the number of records of
 * each kind and a SHA-256 over everything before it. What changes the meaning of a line raises the version.
 */
export const FORMAT = 'liangju-backup';
export const VERSION = 1;

/** Longest line, bytes; a learner's model is the longest that is written. */
export const LONGEST_LINE = 64 * 1024 * 1024;

/** What an archive says of itself in its first line. */
export const Manifest = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** The version of the program that wrote it. */
  program: z.string(),
  at: z.iso.datetime(),
  /** Is it what was stored at one moment? */
  isOneMoment: z.boolean(),
  /** How secrets are encrypted; null: they are left out. */
  secrets: PassphraseFields.nullable(),
});
export type Manifest = z.output<typeof Manifest>;

const isKind = (name: string): name is BackupKind => BACKUP_KINDS.some((kind) => kind === name);

export const RecordLine = z.strictObject({ kind: z.string().refine(isKind), data: z.unknown() });

/** The last line. */
export const End = z.strictObject({
  kind: z.literal('end'),
  counts: z.record(z.string(), z.int().min(0)),
  sha256: z.string(),
  /** The SHA-256 keyed by the passphrase; null without one. */
  mac: z.string().nullable(),
});

/** How many records of each kind. */
export type Counts = Readonly<Partial<Record<BackupKind, number>>>;

/** Why an archive cannot be restored. */
export type Fault =
  | 'no-file'
  | 'not-an-archive'
  | 'other-version'
  | 'cut-off'
  | 'altered'
  | 'unknown-record'
  | 'no-secrets'
  | 'wrong-passphrase';

/** The archive cannot be restored; `line` where that is known. */
export class NotRestorable extends Error {
  override readonly name = 'NotRestorable';
  readonly why: Fault;
  readonly line: number | null;

  constructor(why: Fault, line: number | null = null, options?: ErrorOptions) {
    super(line === null ? why : `${why} at line ${line}`, options);
    this.why = why;
    this.line = line;
  }
}
