import { trusted } from 'mongoose';
import { CHAIN_START } from '../../domain/audit-chain.ts';
import type { RetentionKind } from '../../domain/enumerations.ts';
import type { CommentId, CommentStatus, Ms } from '../../domain/types.ts';
import type { RetentionStore } from '../port-personal.ts';
import type { MongoContext } from './context.ts';
import { WITH_HIDDEN_TEXT } from './indexes.ts';

/** Under this name the store keeps after which line its audit log begins. */
const AUDIT_START = 'audit-start';

type Context = Pick<MongoContext, 'models' | 'reported'>;

const STATUSES: Readonly<Record<'removed' | 'refused', readonly CommentStatus[]>> = {
  removed: ['removed'],
  refused: ['rejected', 'spam'],
};

/** Comments that are not public and have a text still. */
const hidden = (kind: 'removed' | 'refused', before: Ms): Record<string, unknown> => ({
  status: trusted({ $in: [...STATUSES[kind]] }),
  createdAt: trusted({ $lt: before }),
  public: false,
  content: trusted(WITH_HIDDEN_TEXT.content),
  // Who was never decided on has no such time.
  'lastDecision.at': trusted({ $not: { $gte: before } }),
});

const withSeat = (before: Ms): Record<string, unknown> => ({ seat: trusted({ $exists: true }), at: trusted({ $lt: before }) });
const withNetwork = (before: Ms): Record<string, unknown> => ({ network: trusted({ $exists: true }), at: trusted({ $lt: before }) });
const former = (before: Ms): Record<string, unknown> => ({ 'revisions.at': trusted({ $exists: true, $lt: before }) });

async function auditStart({ models }: Context): Promise<{ seq: number; hash: string }> {
  const kept = await models.facts.findById(AUDIT_START).lean<{ value: string } | null>();
  return kept === null ? { seq: 0, hash: CHAIN_START } : JSON.parse(kept.value);
}

/** The last line that may go: all before it go too, and the last of the log stays. */
async function lastOldLine(context: Context, before: Ms): Promise<number> {
  const { audit } = context.models;
  const head = await audit
    .findOne({ seq: trusted({ $exists: true }) }, { seq: 1 })
    .sort({ seq: -1 })
    .lean<{ seq: number } | null>();
  const youngest = await audit
    .findOne({ seq: trusted({ $exists: true }), at: trusted({ $gte: before }) }, { seq: 1 })
    .sort({ seq: 1 })
    .lean<{ seq: number } | null>();
  return Math.min((youngest?.seq ?? Number.POSITIVE_INFINITY) - 1, (head?.seq ?? 0) - 1);
}

/** Where the log begins is stored before anything is deleted; what a process that died left before it goes with the next. */
async function forgetAudit(context: Context, before: Ms, limit: number): Promise<number> {
  const { audit, facts } = context.models;
  const { seq: from } = await auditStart(context);
  const end = Math.min(await lastOldLine(context, before), from + limit);
  const last = await audit.findOne({ seq: end }, { seq: 1, hash: 1 }).lean<{ seq: number; hash: string } | null>();
  if (last !== null)
    await facts.updateOne({ _id: AUDIT_START }, { $set: { value: JSON.stringify({ seq: last.seq, hash: last.hash }) } }, { upsert: true });
  return (await audit.deleteMany({ seq: trusted({ $lte: last?.seq ?? from }) })).deletedCount;
}

async function forgetNetworks({ models: { votes, reports } }: Context, before: Ms, limit: number): Promise<number> {
  const counted = await votes.find(withSeat(before), { _id: 1 }).hint('with_network').limit(limit).lean<{ _id: string }[]>();
  const gone = trusted({ $in: counted.map(({ _id }) => _id) });
  if (counted.length > 0) await votes.updateMany({ _id: gone }, { $unset: { seat: 1 } });
  const reported = await reports
    .find(withNetwork(before), { _id: 1 })
    .hint('with_network')
    .limit(Math.max(1, limit - counted.length))
    .lean<{ _id: string }[]>();
  if (reported.length > 0) await reports.updateMany({ _id: trusted({ $in: reported.map(({ _id }) => _id) }) }, { $unset: { network: 1 } });
  return counted.length + reported.length;
}

async function forgetFormer({ models, reported }: Context, before: Ms, limit: number): Promise<number> {
  const found = await models.comments.find(former(before), { _id: 1 }).hint('former').limit(limit).lean<{ _id: CommentId }[]>();
  for (const { _id } of found) await reported.forgetFormer(_id);
  return found.length;
}

async function countOld(context: Context, kind: RetentionKind, before: Ms): Promise<number> {
  const { comments, votes, reports } = context.models;
  if (kind === 'network') return (await votes.countDocuments(withSeat(before))) + (await reports.countDocuments(withNetwork(before)));
  if (kind === 'former') return comments.countDocuments(former(before));
  if (kind === 'audit') return Math.max(0, (await lastOldLine(context, before)) - (await auditStart(context)).seq);
  return comments.countDocuments(hidden(kind, before)).hint('hidden_text');
}

/** @returns what is old, and its deletion. */
export function createRetention(context: Context): RetentionStore {
  return {
    countOld: (kind, before) => countOld(context, kind, before),
    async deleteOld(kind, before, limit) {
      if (kind === 'network') return forgetNetworks(context, before, limit);
      if (kind === 'former') return forgetFormer(context, before, limit);
      return kind === 'audit' ? forgetAudit(context, before, limit) : 0;
    },
    async oldComments(kind, before, limit) {
      const found = await context.models.comments
        .find(hidden(kind, before), { _id: 1 })
        .hint('hidden_text')
        .limit(limit)
        .lean<{ _id: CommentId }[]>();
      return found.map(({ _id }) => _id);
    },
    auditStart: () => auditStart(context),
  };
}
