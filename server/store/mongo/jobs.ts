import { trusted } from 'mongoose';
import type { Job, JobFacts } from '../../domain/jobs.ts';
import { beyond } from '../../domain/stepped-clock.ts';
import type { JobStore } from '../port-admin.ts';
import type { MongoContext } from './context.ts';
import type { JobDocument } from './documents.ts';
import { jobDocument } from './job-document.ts';
import type { SortField } from './walk.ts';
import { page } from './walk.ts';

const NEWEST: readonly SortField<JobDocument>[] = [
  { path: 'createdAt', direction: -1, of: ({ createdAt }) => createdAt },
  { path: '_id', direction: -1, of: ({ _id }) => _id },
];

export function toJob({ _id, outbox, isOpen, worker, leasedUntil, input, result, ...job }: JobDocument): Job {
  const facts: JobFacts = JSON.parse(input);
  return { id: _id, ...job, input: facts, result: result === null ? null : JSON.parse(result) };
}

/** @returns work that takes longer than a request. */
export function createJobs({ models: { jobs }, outbox }: MongoContext): JobStore {
  return {
    async create(job, fx) {
      const items = outbox.items(fx);
      await jobs.insertMany([jobDocument(job, items)], { lean: true });
      await outbox.settle('jobs', job.id, items);
      return job;
    },

    async get(id) {
      const found = await jobs.findById(id).lean<JobDocument | null>();
      return found === null ? null : toJob(found);
    },

    list({ siteId, cursor, limit }) {
      return page({
        model: jobs,
        hint: 'age',
        branches: [{ siteId }],
        sort: NEWEST,
        limit,
        list: 'jobs',
        shape: ['number', 'string'],
        cursor,
        give: toJob,
      });
    },

    async claim({ worker, place, now, until, strayBefore }) {
      const claimed = await jobs
        .findOneAndUpdate(
          {
            isOpen: true,
            $and: [
              { $or: [{ leasedUntil: trusted({ $lte: now }) }, { leasedUntil: trusted({ $gt: beyond(now, until - now) }) }] },
              { $or: [{ place: null }, { place }, { updatedAt: trusted({ $lt: strayBefore }) }] },
            ],
          },
          { $set: { state: 'running', worker, leasedUntil: until, updatedAt: now } },
          { sort: { createdAt: 1, _id: 1 }, hint: 'open', returnDocument: 'after' },
        )
        .lean<JobDocument | null>();
      return claimed === null ? null : toJob(claimed);
    },

    async progress(id, worker, { done, total, now, until }) {
      const { matchedCount } = await jobs.updateOne(
        { _id: id, worker, isOpen: true },
        { $set: { progress: { done, total }, updatedAt: now, leasedUntil: until } },
      );
      return matchedCount > 0;
    },

    async release(id, worker) {
      await jobs.updateOne({ _id: id, worker, isOpen: true }, { $set: { leasedUntil: 0 } });
    },

    async finish(id, worker, { state, result, now }) {
      const { matchedCount } = await jobs.updateOne(
        { _id: id, worker, isOpen: true },
        { $set: { state, isOpen: false, result: JSON.stringify(result), updatedAt: now } },
      );
      return matchedCount > 0;
    },
  };
}
