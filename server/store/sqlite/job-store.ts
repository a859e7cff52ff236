import type { JobStore } from '../port-admin.ts';
import type { FileAccess } from './file-access.ts';
import * as jobs from './jobs.ts';

/** @returns work that goes on in the background. */
export function createJobStore({ read, writer }: FileAccess): JobStore {
  return {
    create: (job, fx) => writer.write('createJob', job, fx),
    get: (id) => read((db) => jobs.getJob(db, id)),
    list: (q) => read((db) => jobs.listJobs(db, q)),
    claim: (q) => writer.write('claimJob', q),
    progress: (id, worker, at) => writer.write('progressJob', id, worker, at),
    release: (id, worker) => writer.write('releaseJob', id, worker),
    finish: (id, worker, end) => writer.write('finishJob', id, worker, end),
  };
}
