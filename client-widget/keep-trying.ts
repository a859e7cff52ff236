/** Pauses between attempts, s. */
const PAUSES = [5, 15, 30];
/** Every further one, s. */
const SLOW = 60;

/** Something that is tried until it succeeds. */
export interface Attempts {
  /** Tries at once, unless it is being tried. */
  now(): void;
  end(): void;
}

/**
 * Tries at once, and after each failure again: after 5, 15 and 30 s and then every minute, and without a pause when the
 * network is back or the page is visible again. A hidden page waits.
 */
export function keepTrying(attempt: () => Promise<unknown>): Attempts {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isBusy = false;
  let isOver = false;

  function now(): void {
    if (isBusy || isOver) return;
    isBusy = true;
    clearTimeout(timer);
    attempt().then(end, () => {
      isBusy = false;
      // Spread, so that the pages of a whole site do not come back at once.
      if (!isOver) timer = setTimeout(look, 1_000 * (PAUSES[failures++] ?? SLOW) * (1 + Math.random() / 5));
    });
  }

  function look(): void {
    if (!document.hidden) now();
  }

  function end(): void {
    isOver = true;
    clearTimeout(timer);
    removeEventListener('online', now);
    document.removeEventListener('visibilitychange', look);
  }

  addEventListener('online', now);
  document.addEventListener('visibilitychange', look);
  now();
  return { now, end };
}
