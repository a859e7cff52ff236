import { HalfRestored, refuseHalfRestored } from '../backup/half-restored.ts';
import { type CheckedSettings, readSettings } from '../config/load.ts';
import { grantsOf } from '../domain/accounts.ts';
import { createIds } from '../domain/ids.ts';
import type { Permitted } from '../domain/permissions.ts';
import type { Id, Ms } from '../domain/types.ts';
import { systemClock } from '../ops/clock.ts';
import { errorText } from '../ops/error-code.ts';
import { createLog, type LogLevel } from '../ops/log.ts';
import { systemRandom } from '../ops/random.ts';
import type { Store } from '../store/port.ts';
import { type Called, type Cli, Failed } from './command.ts';

/** What commands on the store are given. A running server finds the events of their writes by itself. */
export interface Opened {
  settings: CheckedSettings['settings'];
  store: Store;
  now: () => Ms;
  newId: () => Id;
  random: (bytes: number) => Uint8Array;
}

/** Who the audit log names for what is done on the command line. */
export const OPERATOR = { id: 'system', name: 'liangju', requestId: null } as const;
/** What a person who can read the settings and the store may do with them. */
export const OPERATOR_PERMITTED: Permitted = { staff: { grants: grantsOf('administrator', null), disabled: false }, scopes: null };

/** Why the store of the settings could not be opened. */
export function cannotOpen(cause: unknown): Failed {
  if (cause instanceof HalfRestored) {
    return new Failed({
      'zh-CN': '上一次恢复没有做完，这里的数据不全，不能使用。请重新运行 liangju restore，它会从头再来。',
      'zh-TW': '上一次還原沒有做完，這裡的資料不全，無法使用。請重新執行 liangju restore，它會從頭再來。',
      en: 'A restore into this store was begun and not finished: not all of it is there. Run liangju restore again, it begins anew.',
    });
  }
  const why = errorText(cause);
  return new Failed({ 'zh-CN': `打不开数据库：${why}`, 'zh-TW': `打不開資料庫：${why}`, en: `The store cannot be opened: ${why}` });
}

/** There is no store at the place of the settings. */
function noStore(place: string): Failed {
  return new Failed({
    'zh-CN': `${place} 没有两句的数据。请检查 DATA_DIR 和 DATABASE_URL，或先启动一次服务。`,
    'zh-TW': `${place} 沒有兩句的資料。請檢查 DATA_DIR 與 DATABASE_URL，或先啟動一次服務。`,
    en: `There is no store at ${place}. Look at DATA_DIR and DATABASE_URL, or start the server once.`,
  });
}

/** @throws Failed. What else is wrong is reported by what the command does. */
async function refuseHalf(store: Store): Promise<void> {
  await refuseHalfRestored(store).catch((cause: unknown) => {
    if (cause instanceof HalfRestored) throw cannotOpen(cause);
  });
}

/** How a command uses the store. */
interface StoreUse {
  /** May it make a store where there is none? Only what puts something into it may. */
  mayMake?: boolean;
  /** May a restore into it be unfinished? Only another restore may go on with it. */
  mayBeHalf?: boolean;
  /** How much of the store's log goes to the standard error. */
  logLevel?: LogLevel;
}

/**
 * Opens the store of the settings, does the work and closes it. A store is not made unless the command allows it.
 * @throws ConfigMistakes; Failed when there is no store, or it cannot be opened.
 */
export async function withStore<T>(
  cli: Cli,
  { flags, configFile }: Called,
  work: (opened: Opened) => Promise<T>,
  { mayMake = false, mayBeHalf = false, logLevel = 'error' }: StoreUse = {},
): Promise<T> {
  const { settings } = readSettings({ env: cli.env, flags, configFile });
  const log = createLog({ level: logLevel, format: settings.logFormat }, { write: cli.err });
  let store: Store;
  try {
    // Loaded only here, so that commands without a store start at once.
    const { findStore, openStore } = await import('../store/open-store.ts');
    if (!mayMake) {
      const { place, isThere } = await findStore(settings.databaseUrl ?? undefined, settings.dataDir);
      if (!isThere) throw noStore(place);
    }
    store = await openStore(settings.databaseUrl ?? undefined, settings.dataDir, { log });
  } catch (cause) {
    throw cause instanceof Failed ? cause : cannotOpen(cause);
  }
  try {
    if (!mayBeHalf) await refuseHalf(store);
    return await work({
      settings,
      store,
      now: systemClock,
      newId: createIds(systemClock, systemRandom),
      random: systemRandom,
    });
  } finally {
    await store.close();
  }
}
