import type { Ms } from '../domain/types.ts';
import { steadyClock } from './clock.ts';
import type { Log } from './log.ts';
import { onNpmGone } from './parent.ts';

/** What is in flight is not waited for longer than this: ten seconds are promised, the exit takes some of them. */
const LONGEST_STOP: Ms = 9_500;
/** A terminal signals the whole group and npm passes its signal on: a signal that follows so closely is the same one, sent twice. */
const ECHO: Ms = 300;

interface Stoppable {
  /** Finishes what is in flight and closes the store. */
  stop: () => Promise<void>;
  log: Log;
}

/** What ends the process in order. A terminal that goes away (SIGHUP) is no reason to lose what is in flight. */
const SIGNALS: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP'];

/**
 * Ends the process in order: SIGTERM, SIGINT, SIGHUP, or the end of the npm that has started it stops the app and
 * exits 0 within 10 s (1 when that failed or took longer); a second signal exits 1 at once, unless it is the first one sent twice. An uncaught error is logged, and what is in
 * flight is finished before the exit with 1: the process no longer knows what state it is in.
 * @param longest how long the drain may take, in ms.
 * @returns a function that takes the handlers away again.
 */
export function stopOnSignals(app: Stoppable, longest: Ms = LONGEST_STOP): () => void {
  let stopping = false;
  let firstSignal: Ms | null = null;

  function stopWith(code: number): void {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => {
      app.log.error({ waited: longest }, 'gave up waiting for what is in flight');
      process.exit(1);
    }, longest);
    app.stop().then(
      () => process.exit(code),
      (err: unknown) => {
        app.log.error({ err }, 'could not stop in order');
        process.exit(1);
      },
    );
  }

  const onSignal = (signal: NodeJS.Signals): void => {
    const at = steadyClock();
    firstSignal ??= at;
    if (stopping && at - firstSignal < ECHO) return;
    app.log.info({ signal }, stopping ? 'a second signal to stop' : 'stopping');
    stopWith(0);
  };
  const onError = (err: unknown): void => {
    app.log.fatal({ err }, 'an uncaught error');
    if (!stopping) stopWith(1);
  };
  const forgetParent = onNpmGone(process.env, () => {
    if (stopping) return;
    app.log.info('the npm that started this process is gone: stopping');
    stopWith(0);
  });
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  return () => {
    forgetParent();
    for (const signal of SIGNALS) process.off(signal, onSignal);
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
  };
}
