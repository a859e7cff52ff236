import { mongo, trusted } from 'mongoose';
import { CHAIN_START, chainHash } from '../../domain/audit-chain.ts';
import type { Batch } from './batch.ts';
import { createBatch } from './batch.ts';
import type { AuditDocument } from './documents.ts';
import { toAuditEntry } from './documents.ts';
import type { Models } from './models.ts';

/** Attempts against other processes that write to the chain, before giving up for this time. */
const ATTEMPTS = 200;
const DUPLICATE_KEY = 11000;

interface Head {
  seq: number;
  hash: string;
}

/**
 * Writes lines of the log in the order in which they arrive, each chained to the one before it. Another
 * process may have taken the next number meanwhile: the unique index refuses it and the rest is chained anew.
 * A line that is in the log already is left as it is.
 */
export function createAuditWriter(models: Models): Batch<AuditDocument, null> {
  let head: Head | null = null;

  async function readHead(): Promise<Head> {
    const last = await models.audit
      .findOne({ seq: trusted({ $exists: true }) }, { seq: 1, hash: 1 })
      .sort({ seq: -1 })
      .lean<{ seq: number; hash: string } | null>();
    return last === null ? { seq: 0, hash: CHAIN_START } : { seq: last.seq, hash: last.hash };
  }

  function chained(lines: readonly AuditDocument[], from: Head): (AuditDocument & Head)[] {
    let { seq, hash } = from;
    return lines.map((line) => {
      seq++;
      hash = chainHash(hash, seq, toAuditEntry(line));
      return { ...line, seq, hash };
    });
  }

  async function insert(lines: readonly AuditDocument[]): Promise<void> {
    let rest = lines;
    for (let attempt = 0; rest.length > 0; attempt++) {
      head ??= await readHead();
      const documents = chained(rest, head);
      try {
        await models.audit.insertMany(documents, { lean: true, ordered: true });
        head = documents.at(-1) ?? head;
        return;
      } catch (error) {
        head = null;
        const refused = refusedLine(error);
        if (refused === null || attempt >= ATTEMPTS) throw error;
        rest = rest.slice(refused.isKnown ? refused.index + 1 : refused.index);
      }
    }
  }

  return createBatch(async (lines: AuditDocument[]) => {
    await insert(lines);
    return lines.map(() => null);
  }, 500);
}

/** Which line of an ordered insert was refused for a key that is taken; null for any other failure. */
function refusedLine(error: unknown): { index: number; isKnown: boolean } | null {
  if (!(error instanceof mongo.MongoBulkWriteError)) return null;
  const first = Array.isArray(error.writeErrors) ? error.writeErrors[0] : error.writeErrors;
  if (first === undefined || first.code !== DUPLICATE_KEY) return null;
  return { index: first.index, isKnown: /index: (\S+) dup key/.exec(first.errmsg ?? '')?.[1] === '_id_' };
}
