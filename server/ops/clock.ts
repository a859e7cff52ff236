import type { Ms } from '../domain/types.ts';

/** The time of day in ms since 1970 UTC; may step back when the machine's clock is set. */
export const systemClock = (): Ms => Date.now();

/** Ms since the process began; never steps back. For measuring and waiting, not for storing. */
export const steadyClock = (): Ms => performance.now();
