/** Our ids in the forms that other systems want: the same in every export. */
import { createHash } from 'node:crypto';
import { timeOfId } from '../../domain/ids.ts';
import type { Id } from '../../domain/types.ts';

/** Bits of a number that fits where numbers have 64 bits and a sign: the second (to the year 2106), the depth, a hash. */
const SECOND_BITS = 32n;
const DEPTH_BITS = 4n;
const HASH_BITS = 27n;
const MOST_DEPTH = 2 ** Number(DEPTH_BITS) - 1;

/**
 * A number for a comment or a thread, as text: WordPress and Disqus count theirs. Numbers of answers are greater than those of what
 * they answer, as the importer of WordPress finds parents by that; also within a second, down to the sixteenth level.
 * @param depth of a comment; 0 for a thread.
 */
export function numberOfId(id: Id, depth: number): string {
  const second = BigInt.asUintN(Number(SECOND_BITS), BigInt(Math.floor(timeOfId(id) / 1_000)));
  const hash = createHash('sha256').update(id).digest().readUInt32BE(0) >>> (32 - Number(HASH_BITS));
  return String((second << (DEPTH_BITS + HASH_BITS)) | (BigInt(Math.min(depth, MOST_DEPTH)) << HASH_BITS) | BigInt(hash));
}

/** A UUID (version 8 of RFC 9562) for anything that has an id. */
export function uuidOfId(id: string): string {
  const bytes = createHash('sha256').update(id).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
