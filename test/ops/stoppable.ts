import { createLog } from '../../server/ops/log.ts';
import { stopOnSignals } from '../../server/ops/shutdown.ts';

/** A process that lives until it is told to stop, for the tests of stopping. The argument says how it behaves. */
const [behaviour = 'ends'] = process.argv.slice(2);
const log = createLog({ level: 'info', format: 'json' });
const alive = setInterval(() => undefined, 1_000);

stopOnSignals(
  {
    log,
    async stop() {
      log.info('draining');
      if (behaviour === 'hangs') await new Promise(() => undefined);
      if (behaviour === 'fails') throw new Error('the store is gone');
      if (behaviour === 'ends-slowly') await new Promise((resolve) => setTimeout(resolve, 100));
      clearInterval(alive);
    },
  },
  behaviour === 'hangs' ? 2_000 : undefined,
);
log.info('ready');
if (behaviour === 'throws')
  setImmediate(() => {
    throw new Error('nobody caught this');
  });
if (behaviour === 'rejects') setImmediate(() => void Promise.reject(new Error('nobody caught this')));
