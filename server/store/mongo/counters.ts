import type { PipelineStage } from 'mongoose';
import { heatOfReplies, heatOfVotes } from '../../domain/heat.ts';
import type { Batch } from './batch.ts';
import { createBatch } from './batch.ts';
import type { CountChange } from './documents.ts';
import type { Models } from './models.ts';
import { driverCollection } from './driver.ts';

/**
 * Counters need no wait for the journal: the mark of the write that they belong to is taken away after them,
 * so that whatever is lost with them, the mark is still there and they are counted anew.
 */
export const SOFT = { w: 1, j: false } as const;

type Expression = Record<string, unknown>;

/** Heat and visibility as they follow from a comment's other fields, for updates that are pipelines. */
export const FOLLOWING: PipelineStage.Set = {
  $set: {
    heat: {
      $add: [
        '$createdAt',
        { $multiply: ['$votes.up', heatOfVotes({ up: 1, down: 0 })] },
        { $multiply: ['$votes.down', heatOfVotes({ up: 0, down: 1 })] },
        { $multiply: ['$replyCount', heatOfReplies(1)] },
      ],
    },
    listed: { $or: ['$public', { $gt: ['$replyCount', 0] }] },
  },
};

/** Adds to the field, for updates that are pipelines. */
export function plus(field: string, by: number): Expression {
  return { $add: [`$${field}`, by] };
}

const only = (id: string): Record<string, unknown> => ({ _id: { $eq: id } });

function gather(changes: readonly CountChange[]): { threads: Map<string, number>; comments: Map<string, number> } {
  const threads = new Map<string, number>();
  const comments = new Map<string, number>();
  for (const { threadId, rootId, parentId, by } of changes) {
    threads.set(threadId, (threads.get(threadId) ?? 0) + by);
    if (rootId !== null) comments.set(rootId, (comments.get(rootId) ?? 0) + by);
    if (parentId !== null) comments.set(parentId, (comments.get(parentId) ?? 0) + by);
  }
  return { threads, comments };
}

/**
 * Adds to the counts of threads, roots and parents. Changes that arrive together are one write for each thread, so that
 * writes to a busy thread do not conflict.
 */
export function createCounters(models: Models): Batch<CountChange, null> {
  return createBatch(async (changes) => {
    const { threads, comments } = gather(changes);
    // Of many, though each is one: those are not written down for a second attempt, which the mark makes needless.
    const ofThreads = [...threads].map(([id, by]) => ({
      updateMany: { filter: only(id), update: { $inc: { commentCount: by } } },
    }));
    const ofComments = [...comments].map(([id, by]) => ({
      updateMany: { filter: only(id), update: [{ $set: { replyCount: plus('replyCount', by) } }, FOLLOWING] },
    }));
    const options = { ordered: false, writeConcern: SOFT };
    await Promise.all([
      driverCollection(models.threads).bulkWrite(ofThreads, options),
      ofComments.length === 0 ? null : driverCollection(models.comments).bulkWrite(ofComments, options),
    ]);
    return changes.map(() => null);
  }, 500);
}
