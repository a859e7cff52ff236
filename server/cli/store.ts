import { type CheckedSettings, readSettings } from '../config/load.ts';
import { createIds } from '../domain/ids.ts';
import type { Id, Ms } from '../domain/types.ts';
import { systemClock } from '../ops/clock.ts';
import { errorText } from '../ops/error-code.ts';
import { createLog, type LogLevel } from '../ops/log.ts';
import { systemRandom } from '../ops/random.ts';
import type { Store } from '../store/port.ts';
import { type Called, type Cli, Failed } from './command.ts';

/** What commands on the store are given. Acts leave their events to a running server, which finds them by itself. */
export interface Opened {
  settings: CheckedSettings['settings'];
  store: Store;
  now: () => Ms;
  newId: () => Id;
  random: (bytes: number) => Uint8Array;
  wake: () => void;
}

/** Who the log of acts names for what is done on the command line. */
export const OPERATOR = { id: 'system', name: 'liangju', requestId: null } as const;

/** Why the store of the settings could not be opened. */
export function cannotOpen(cause: unknown): Failed {
  const why = errorText(cause);
  return new Failed({ 'zh-CN': `打不开数据库：${why}`, 'zh-TW': `打不開資料庫：${why}`, en: `The store cannot be opened: ${why}` });
}

/**
 * Opens the store of the settings, does the work and closes it.
 * @param logLevel how much of what the store has to say goes to the standard error.
 * @throws ConfigMistakes; Failed when the store cannot be opened.
 */
export async function withStore<T>(
  cli: Cli,
  { flags, configFile }: Called,
  work: (opened: Opened) => Promise<T>,
  logLevel: LogLevel = 'error',
): Promise<T> {
  const { settings } = readSettings({ env: cli.env, flags, configFile });
  const log = createLog({ level: logLevel, format: settings.logFormat }, { write: cli.err });
  let store: Store;
  try {
    // Loaded only here, so that commands without a store start at once.
    const { openStore } = await import('../store/open-store.ts');
    store = await openStore(settings.databaseUrl ?? undefined, settings.dataDir, { log });
  } catch (cause) {
    throw cannotOpen(cause);
  }
  try {
    return await work({
      settings,
      store,
      now: systemClock,
      newId: createIds(systemClock, systemRandom),
      random: systemRandom,
      wake: () => undefined,
    });
  } finally {
    await store.close();
  }
}
