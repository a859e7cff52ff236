/**
 * Preloaded into a server: its time of day is that of the machine and as many ms more as a file says, which a test may
 * change at any moment. Clocks that never step are left alone, as the system's are.
 */
import { readFileSync } from 'node:fs';

const FILE = process.env.CLOCK_FILE;
/** The file is looked at so often, ms. */
const LOOK_EVERY = 20;

if (FILE !== undefined) {
  const Real = Date;
  const real = Real.now;
  let offset = 0;
  let lookedAt = Number.NEGATIVE_INFINITY;

  function now(): number {
    if (performance.now() - lookedAt >= LOOK_EVERY) {
      lookedAt = performance.now();
      offset = Number(readFileSync(FILE ?? '', 'utf8'));
    }
    return real() + offset;
  }

  globalThis.Date = new Proxy(Real, {
    construct: (target, values, asked) => Reflect.construct(target, values.length === 0 ? [now()] : values, asked),
    apply: () => new Real(now()).toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
