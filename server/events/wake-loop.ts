import type { Ms } from '../domain/types.ts';

/** Runs one thing whenever it is woken, never twice at once. */
export interface WakeLoop {
  /** There may be something to do. Cheap: wakes that come close together are one run. */
  wake(): void;
  /** Wakes in so many ms, instead of whenever was named before. */
  wakeIn(ms: Ms): void;
  isStopped(): boolean;
  /** Finishes what is under way, and begins nothing more. */
  stop(): Promise<void>;
}

/**
 * @param run is called again when it was woken meanwhile.
 * @param gather for so many ms after a wake others are gathered; 0: it begins at once.
 * @param onError is given what `run` threw; not once it is stopped.
 */
export function createWakeLoop(run: () => Promise<void>, gather: Ms, onError: (error: unknown) => void): WakeLoop {
  let running: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let gathering: NodeJS.Timeout | undefined;

  async function runOnce(): Promise<void> {
    again = false;
    try {
      await run();
    } catch (error) {
      if (!stopped) onError(error);
    }
  }

  function begin(): void {
    again = true;
    if (running !== null || stopped) return;
    running = runOnce().finally(() => {
      running = null;
      if (again && !stopped) begin();
    });
  }

  return {
    wake() {
      if (gather === 0) return begin();
      gathering ??= setTimeout(() => {
        gathering = undefined;
        begin();
      }, gather);
      gathering.unref();
    },
    wakeIn(ms) {
      clearTimeout(timer);
      if (stopped) return;
      timer = setTimeout(begin, ms);
      timer.unref();
    },
    isStopped: () => stopped,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(gathering);
      await running;
    },
  };
}
