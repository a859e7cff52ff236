import type { Logger } from 'pino';
import type { Store } from '../store/port.ts';
import { type OpenBus, openNoBus } from './bus.ts';
import { redisBus } from './redis-bus.ts';
import { storeBus } from './store-bus.ts';

/** The way to the other processes: Redis where one is set, else the store's own, else that of this machine's workers. */
export async function chooseBus(
  settings: { redisUrl: string | null; secret: string },
  store: Pick<Store, 'signals'>,
  ofMachine: OpenBus | undefined,
  log: Logger,
): Promise<OpenBus> {
  if (settings.redisUrl !== null) return redisBus(settings.redisUrl, settings.secret, log);
  return storeBus(store.signals, ofMachine ?? openNoBus, (err) => log.debug({ err }, 'other processes could not be notified'));
}
