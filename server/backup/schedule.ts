import type { Logger } from 'pino';
import { z } from 'zod';
import { isPast, isRunning } from '../domain/stepped-clock.ts';
import type { Ms } from '../domain/types.ts';
import { BACKUP_SCHEDULE } from '../store/port-backup.ts';
import type { Store } from '../store/port.ts';
import { backUpInto } from './folder.ts';
import { readPassphrase } from './passphrase-file.ts';

/** Whether a backup is due is looked at so often, at most. */
const LOOK_EVERY: Ms = 60_000;
/** The process that makes a backup says so often enough that another one takes over only after its death. */
const LEASE: Ms = 120_000;
/** After a failure it is tried again so late, or at the next time where that is sooner. */
const AGAIN_AFTER: Ms = 600_000;

/** What the processes agree by: when the last backup was begun that was finished, and before when nobody begins one. */
const State = z.object({ doneAt: z.number().nullable(), notBefore: z.number() });
type State = z.output<typeof State>;

export interface BackupPlan {
  folder: string;
  every: Ms;
  keep: number;
  passphraseFile: string | null;
}

export interface BackupSchedule {
  start(): void;
  /** Begins no other backup; one that is under way is given up. */
  stop(): Promise<void>;
}

function parsed(text: string | null): State {
  return text === null ? { doneAt: null, notBefore: 0 } : State.parse(JSON.parse(text));
}

/** Makes backups from time to time, each by one process of the service. */
export function createBackupSchedule(
  deps: {
    store: Pick<Store, 'backup' | 'maintenance' | 'threads'>;
    secret: string;
    now: () => Ms;
    log: Pick<Logger, 'info' | 'error'>;
  },
  { folder, every, keep, passphraseFile }: BackupPlan,
): BackupSchedule {
  const { store, now, log } = deps;
  const stopping = new AbortController();
  let underWay: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function isDue({ doneAt, notBefore }: State, at: Ms): boolean {
    if (isRunning(notBefore, at, AGAIN_AFTER)) return false;
    return doneAt === null || at - doneAt >= every || !isPast(doneAt, at);
  }

  /** Changes what the processes agree by; null: another process has changed it. */
  async function agree(before: string | null, next: State): Promise<string | null> {
    const text = JSON.stringify(next);
    return (await store.backup.replaceFact(BACKUP_SCHEDULE, before, text)) ? text : null;
  }

  async function make(taken: string, before: State, at: Ms): Promise<void> {
    let held: Promise<string | null> = Promise.resolve(taken);
    const prolong = async (text: string | null): Promise<string | null> =>
      text === null ? null : agree(text, { ...before, notBefore: now() + LEASE }).catch(() => text);
    const prolonging = setInterval(() => {
      held = held.then(prolong);
    }, LEASE / 4);
    let after: State;
    try {
      const passphrase = passphraseFile === null ? null : await readPassphrase(passphraseFile);
      const options = { now, passphrase, secret: deps.secret, signal: stopping.signal };
      const { file, written } = await backUpInto(store, folder, keep, options);
      log.info({ file, records: written.counts }, 'a backup was made');
      after = { doneAt: at, notBefore: 0 };
    } catch (error) {
      after = { ...before, notBefore: stopping.signal.aborted ? 0 : now() + Math.min(every, AGAIN_AFTER) };
      if (!stopping.signal.aborted) log.error({ err: error }, 'the backup failed; it is tried again');
    }
    clearInterval(prolonging);
    await agree(await held, after);
  }

  async function look(): Promise<void> {
    const kept = await store.maintenance.fact(BACKUP_SCHEDULE);
    const state = parsed(kept);
    const at = now();
    if (!isDue(state, at)) return;
    const taken = await agree(kept, { ...state, notBefore: at + LEASE });
    if (taken !== null) await make(taken, state, at);
  }

  function begin(): void {
    underWay = look()
      .catch((error: unknown) => log.error({ err: error }, 'whether a backup is due could not be looked at'))
      .then(() => {
        if (!stopping.signal.aborted) timer = setTimeout(begin, Math.min(every, LOOK_EVERY));
      });
  }

  return {
    start: begin,
    async stop() {
      stopping.abort();
      clearTimeout(timer);
      await underWay;
    },
  };
}
