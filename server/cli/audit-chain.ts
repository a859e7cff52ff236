import { brokenAt } from '../domain/audit-chain.ts';
import type { Store } from '../store/port.ts';

/** Entries read at once. */
const PAGE = 1_000;

/**
 * Walks the audit log from its first entry, or from where the retention of it has begun it anew.
 * @returns how many entries it has, and the first number that does not follow from the one before, or null.
 */
export async function walkAuditChain(store: Pick<Store, 'audit' | 'retention'>): Promise<{ entries: number; brokenAt: number | null }> {
  const start = await store.retention.auditStart();
  let last = start;
  for (;;) {
    const entries = await store.audit.chain({ after: last.seq, limit: PAGE });
    const broken = brokenAt(last, entries);
    if (broken !== null) return { entries: last.seq - start.seq, brokenAt: broken };
    const end = entries.at(-1);
    if (end === undefined) return { entries: last.seq - start.seq, brokenAt: null };
    last = { seq: end.seq, hash: end.hash };
  }
}
