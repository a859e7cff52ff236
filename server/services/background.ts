import { type BackupSchedule, createBackupSchedule } from '../backup/schedule.ts';
import type { Subscription } from '../events/subscription.ts';
import { createSubscriptions, type Subscriptions } from '../events/subscriptions.ts';
import { createJobWorker, type JobHandlers, type JobWorker } from '../jobs/worker.ts';
import { createMaintenance } from '../maintenance/maintenance.ts';
import { createRetention, retentionDays } from '../maintenance/retention.ts';
import type { Environment } from './environment.ts';

/** What a process does beside its requests. */
export interface Background {
  subscriptions: Subscriptions;
  jobs: JobWorker;
  maintenance: ReturnType<typeof createMaintenance>;
  backups: BackupSchedule;
}

/** Of a service that makes no backups. */
const NONE: BackupSchedule = { start: () => undefined, stop: () => Promise.resolve() };

export function createBackground(
  { config, store, log, metrics, now, steady, chance, newId }: Environment,
  work: {
    subscriptions: readonly Subscription[];
    jobHandlers: JobHandlers;
    place: () => Promise<string | null>;
    removeFiles: () => Promise<void>;
  },
): Background {
  const { backupDir: folder, backupEvery: every, backupKeep: keep, backupPassphraseFile: passphraseFile, secret } = config;
  return {
    subscriptions: createSubscriptions({ store, log, now, steady, chance, onFailed: metrics.countFailedEvent }, work.subscriptions),
    jobs: createJobWorker({
      store,
      now,
      place: work.place,
      handlers: work.jobHandlers,
      onError: (error, job) => log.error({ err: error, job: job?.id }, 'a job failed'),
    }),
    maintenance: createMaintenance({
      store,
      removeFiles: work.removeFiles,
      retention: createRetention({ store, now, newId, days: retentionDays(config) }),
      now,
      log,
    }),
    backups: folder === null ? NONE : createBackupSchedule({ store, secret, now, log }, { folder, every, keep, passphraseFile }),
  };
}
