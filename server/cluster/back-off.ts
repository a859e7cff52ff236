import type { Ms } from '../domain/types.ts';

/** Pauses before a process that died is started again: short at first, long for one that never stands. */
const FIRST: Ms = 100;
const LONGEST: Ms = 30_000;
/** Who has lived so long has stood. */
const STOOD: Ms = 30_000;

/** Makes the pauses of one place: given how long its process lived, gives how long to wait. */
export function createBackOff(): (lived: Ms) => Ms {
  let pause = FIRST;
  return (lived) => {
    if (lived >= STOOD) pause = FIRST;
    const now = pause;
    pause = Math.min(LONGEST, pause * 2);
    return now;
  };
}
