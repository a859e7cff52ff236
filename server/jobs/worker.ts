import { randomUUID } from 'node:crypto';
import type { Job, JobFacts } from '../domain/jobs.ts';
import type { JobKind } from '../domain/enumerations.ts';
import type { Ms } from '../domain/types.ts';
import type { Store } from '../store/port.ts';

/** How long a job stays this worker's without a sign of life. */
const LEASE: Ms = 30_000;
/** A job of a place that nobody touched for so long may be done elsewhere: its place is gone. */
const STRAY_AFTER: Ms = 3_600_000;
/** New work is looked for so often, ms. */
const LOOK_EVERY: Ms = 2_000;

/** Kinds that nobody else would ask for again: one that failed is tried until it is done. */
const KEPT_UP: ReadonlySet<JobKind> = new Set(['erase', 'join']);

/** What a handler is given beside its job. */
export interface JobContext {
  /** Notes how far the work is. @throws JobLost when it is another worker's meanwhile, or this one has to stop. */
  progress(done: number, total: number): Promise<void>;
}

/** The job is not this worker's to go on with. */
export class JobLost extends Error {
  override readonly name = 'JobLost';
}

/** Does the work of one kind; may be begun anew at any place, so that whatever it did before must not count twice. */
export type JobHandler = (job: Job, context: JobContext) => Promise<JobFacts>;

/** What does the work of each kind. */
export type JobHandlers = { readonly [K in JobKind]: JobHandler };

export interface JobWorker {
  start(): void;
  /** There is new work. */
  wake(): void;
  /** Gives back what is under way: another start goes on with it at once. */
  stop(): Promise<void>;
}

/** Does what takes longer than a request, one job at a time, each by one process. */
export function createJobWorker(deps: {
  store: Pick<Store, 'jobs'>;
  now: () => Ms;
  /** What this machine's jobs are marked with; null where it has none of its own. */
  place: () => Promise<string | null>;
  handlers: JobHandlers;
  onError: (error: unknown, job: Job | null) => void;
}): JobWorker {
  const { jobs } = deps.store;
  const worker = randomUUID();
  let running: Promise<void> | null = null;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;

  async function progress(job: Job, done: number, total: number): Promise<void> {
    const now = deps.now();
    const isOurs = !isStopping && (await jobs.progress(job.id, worker, { done, total, now, until: now + LEASE }));
    if (!isOurs) throw new JobLost('the job is another worker’s, or this one stops');
  }

  async function perform(job: Job): Promise<void> {
    try {
      const result = await deps.handlers[job.kind](job, { progress: (done, total) => progress(job, done, total) });
      await jobs.finish(job.id, worker, { state: 'done', result, now: deps.now() });
    } catch (error) {
      if (error instanceof JobLost) {
        // Else the next start would wait for the end of the lease. One of another worker stays that worker's.
        await jobs.release(job.id, worker);
        return;
      }
      deps.onError(error, job);
      // What is promised to people is done in the end: another try begins when the lease is over.
      if (KEPT_UP.has(job.kind)) return;
      await jobs.finish(job.id, worker, { state: 'failed', result: { why: 'internal' }, now: deps.now() });
    }
  }

  async function work(): Promise<void> {
    for (;;) {
      const now = deps.now();
      const job = isStopping
        ? null
        : await jobs.claim({ worker, place: await deps.place(), now, until: now + LEASE, strayBefore: now - STRAY_AFTER });
      if (job === null) return;
      await perform(job);
    }
  }

  function wake(): void {
    if (isStopping || running !== null) return;
    running = work()
      .catch((error: unknown) => {
        if (!isStopping) deps.onError(error, null);
      })
      .finally(() => {
        running = null;
      });
  }

  return {
    wake,
    start() {
      timer = setInterval(wake, LOOK_EVERY);
      wake();
    },
    async stop() {
      isStopping = true;
      clearInterval(timer);
      await running;
    },
  };
}
