import { createHash } from 'node:crypto';
import { SLOTS } from './features.ts';
import { indexDecisionLog, type DecisionLog, LOG_SIZE } from './decision-log.ts';
import { createModel, type LearnerModel, type LearnerUse } from './model.ts';
import { validate } from './validation.ts';

/** `LJL` and the version: of the layout, and of what a feature is. A model of another version cannot be read. */
const MAGIC = 0x4c4a4c01;
const CHECK_BYTES = 32;
/** Magic, use, print of the seed, decided twice, next place of the log. */
const HEAD_BYTES = 24;
const LOG_ROW = 8 + 4 + 2 + 2 + 1;
export const MODEL_BYTES = HEAD_BYTES + 6 * SLOTS + LOG_ROW * LOG_SIZE + CHECK_BYTES;

/**
 * Why a model was not read: `length` (not as long as a model is), `checksum` (bytes were changed or lost),
 * `version` (made by a program that reads features differently), `seed` (of another site, use or secret).
 */
export type Unread = 'length' | 'checksum' | 'version' | 'seed';

/** A model from bytes: what was stored, or a fresh one and why. */
export interface FromBytes {
  model: LearnerModel;
  unread: Unread | null;
}

/** The model as bytes, always `MODEL_BYTES` long. The seed itself is not in them. */
export function toBytes(model: LearnerModel): Uint8Array {
  const bytes = Buffer.alloc(MODEL_BYTES);
  bytes.writeUInt32LE(MAGIC, 0);
  bytes.writeUInt32LE(model.use === 'spam' ? 0 : 1, 4);
  bytes.writeInt32LE(printOf(model), 8);
  bytes.writeUInt32LE(model.decided.wanted, 12);
  bytes.writeUInt32LE(model.decided.unwanted, 16);
  bytes.writeUInt32LE(model.log.next, 20);
  let at = HEAD_BYTES;
  for (const column of columnsOf(model)) {
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), at);
    at += column.byteLength;
  }
  bytes.set(checksum(bytes.subarray(0, at)), at);
  return bytes;
}

/** Reads a model; bytes that are no whole model of this seed give a fresh one with the reason, never an error. */
export function fromBytes(bytes: Uint8Array, use: LearnerUse, seed: string): FromBytes {
  const model = createModel(use, seed);
  const unread = whyUnread(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), model);
  if (unread !== null) return { model, unread };
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, HEAD_BYTES);
  model.decided = { wanted: head.readUInt32LE(12), unwanted: head.readUInt32LE(16) };
  model.log.next = head.readUInt32LE(20);
  let at = HEAD_BYTES;
  for (const column of columnsOf(model)) {
    new Uint8Array(column.buffer, column.byteOffset, column.byteLength).set(bytes.subarray(at, at + column.byteLength));
    at += column.byteLength;
  }
  indexDecisionLog(model.log);
  model.validation = validate(model.log, model.decided);
  return { model, unread: null };
}

function whyUnread(bytes: Buffer, fresh: LearnerModel): Unread | null {
  if (bytes.length >= 4 && bytes.readUInt32LE(0) >>> 8 === MAGIC >>> 8 && bytes.readUInt32LE(0) !== MAGIC) return 'version';
  if (bytes.length !== MODEL_BYTES) return 'length';
  const end = MODEL_BYTES - CHECK_BYTES;
  if (!checksum(bytes.subarray(0, end)).equals(bytes.subarray(end))) return 'checksum';
  if (bytes.readUInt32LE(0) !== MAGIC) return 'version';
  return bytes.readUInt32LE(4) === (fresh.use === 'spam' ? 0 : 1) && bytes.readInt32LE(8) === printOf(fresh) ? null : 'seed';
}

type Column = Float64Array | Uint32Array | Uint16Array | Int16Array | Uint8Array;

/** Little-endian like every machine that Node runs on. */
function columnsOf({ counts, weights, log }: { counts: Uint16Array; weights: Int16Array; log: DecisionLog }): Column[] {
  return [counts, weights, log.ids, log.texts, log.steps, log.ps, log.kinds];
}

/** Distinguishes one seed's key from another's; gives away nothing about the key that hashes. */
function printOf({ key }: LearnerModel): number {
  const numbers = Int32Array.of(key.base, key.symbol, key.order, key.text);
  return createHash('sha256').update(numbers).digest().readInt32LE(0);
}

function checksum(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}
