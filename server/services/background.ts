import type { Subscription } from '../events/subscription.ts';
import { createSubscriptions, type Subscriptions } from '../events/subscriptions.ts';
import { createJobWorker, type JobHandler, type JobWorker } from '../jobs/worker.ts';
import { createMaintenance } from '../maintenance/maintenance.ts';
import type { Environment } from './environment.ts';

/** What a process does beside its requests. */
export interface Background {
  subscriptions: Subscriptions;
  jobs: JobWorker;
  maintenance: ReturnType<typeof createMaintenance>;
}

export function createBackground(
  { store, log, metrics, now, steady, chance }: Environment,
  work: {
    subscriptions: readonly Subscription[];
    jobHandlers: { recheck: JobHandler; import: JobHandler };
    place: () => Promise<string | null>;
  },
): Background {
  return {
    subscriptions: createSubscriptions({ store, log, now, steady, chance, onFailed: metrics.countFailedEvent }, work.subscriptions),
    jobs: createJobWorker({
      store,
      now,
      place: work.place,
      handlers: work.jobHandlers,
      onError: (error, job) => log.error({ err: error, job: job?.id }, 'a job failed'),
    }),
    maintenance: createMaintenance({ store, now, log }),
  };
}
