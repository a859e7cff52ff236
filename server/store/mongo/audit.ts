import { trusted } from 'mongoose';
import type { AuditStore } from '../port-admin.ts';
import type { MongoContext } from './context.ts';
import type { AuditDocument } from './documents.ts';
import { createAuditWriter } from './audit-writer.ts';
import { toAuditDocument, toAuditEntry } from './documents.ts';
import type { Branch, SortField } from './walk.ts';
import { page } from './walk.ts';

const NEWEST: readonly SortField<AuditDocument>[] = [
  { path: 'at', direction: -1, of: ({ at }) => at },
  { path: '_id', direction: -1, of: ({ _id }) => _id },
];

type Query = Parameters<AuditStore['list']>[0];

/** The index to walk: what a subject or a person did is short, an action may be long, a site is the longest. */
function runOf({ siteIds, by, subject, action }: Query): { hint: string; branches: Branch[] } {
  if (subject !== undefined) return { hint: 'subject', branches: [{ subject }] };
  if (by !== undefined) return { hint: 'by', branches: [{ by }] };
  if (action !== undefined) return { hint: 'action', branches: [{ action }] };
  if (siteIds !== null) return { hint: 'site', branches: siteIds.map((siteId) => ({ siteId })) };
  return { hint: 'age', branches: [{}] };
}

function filterOf({ siteIds, by, subject, action }: Query): Branch {
  const filters: Record<string, unknown>[] = [];
  if (siteIds !== null) filters.push({ siteId: { $in: siteIds } });
  if (by !== undefined) filters.push({ by: { $eq: by } });
  if (subject !== undefined) filters.push({ subject: { $eq: subject } });
  if (action !== undefined) filters.push({ action: { $eq: action } });
  return filters.length === 0 ? {} : { $and: filters };
}

/** @returns the log of what staff and system did. */
export function createAudit({ models, outbox }: MongoContext): AuditStore {
  const writer = createAuditWriter(models);
  return {
    async append(entries) {
      await Promise.all(entries.map((entry) => writer.add(toAuditDocument(entry))));
    },

    async list(q) {
      await outbox.flush();
      const run = runOf(q);
      if (run.branches.length === 0) return { items: [], nextCursor: null };
      return page({
        model: models.audit,
        ...run,
        filter: filterOf(q),
        sort: NEWEST,
        limit: q.limit,
        list: 'audit',
        shape: ['number', 'string'],
        cursor: q.cursor,
        give: toAuditEntry,
      });
    },

    async chain({ after, limit }) {
      await outbox.flush();
      const found = await models.audit
        .find({ seq: trusted({ $gt: after }) })
        .sort({ seq: 1 })
        .limit(limit)
        .lean<(AuditDocument & { seq: number; hash: string })[]>();
      return found.map((line) => ({ ...toAuditEntry(line), seq: line.seq, hash: line.hash }));
    },
  };
}
