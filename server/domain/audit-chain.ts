import { createHash } from 'node:crypto';
import type { AuditEntry } from './types.ts';

/** An entry with its place in the log: numbered without a gap, each hash made of the entry and the hash before it. */
export type ChainedEntry = AuditEntry & { seq: number; hash: string };

/** The hash before the first entry. */
export const CHAIN_START = '';

/**
 * The hash of an entry in the chain: SHA-256 over the hash before it and the entry's fields in a fixed
 * order, as hexadecimal text. To change or to take out an entry breaks every hash after it.
 */
export function chainHash(before: string, seq: number, entry: AuditEntry): string {
  const { id, siteId, at, by, byName, action, subject, reason, note, requestId, data } = entry;
  const facts = Object.entries(data).sort(([one], [other]) => (one < other ? -1 : 1));
  const fields = [before, seq, id, siteId, at, by, byName, action, subject, reason, note, requestId, facts];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

/**
 * Where the chain is broken: the first number whose hash does not follow, or null where all do.
 * @param before number and hash of the entry before the first of these.
 */
export function brokenAt(before: { seq: number; hash: string }, entries: readonly ChainedEntry[]): number | null {
  let last = before;
  for (const entry of entries) {
    if (entry.seq !== last.seq + 1 || entry.hash !== chainHash(last.hash, entry.seq, entry)) return last.seq + 1;
    last = entry;
  }
  return null;
}
